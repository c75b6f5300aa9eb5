import { parseArgs } from 'node:util';
import { CancellationError } from '../client/index.js';
import { SettingsError } from '../platform/settings.js';
import { runCommand } from './commands.js';
import { COMMANDS, EXIT, type ExitCode, helpText, UsageError } from './usage.js';

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<ExitCode> {
  const [name = 'help', ...rest] = argv;
  if (name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(helpText());
    return EXIT.ok;
  }
  try {
    return await dispatch(name, rest);
  } catch (error) {
    process.stderr.write(`${[`countermand: ${messageOf(error)}`, ...detailsOf(error)].join('\n')}\n`);
    return exitCodeOf(error);
  }
}

async function dispatch(name: string, rest: readonly string[]): Promise<ExitCode> {
  const command = COMMANDS.find((known) => known.name === name);
  if (command === undefined) {
    throw new UsageError(`there is no command "${name}": use ${COMMANDS.map((known) => known.name).join(', ')}`);
  }
  const { values, positionals } = parse(rest, { ...command.options, json: { type: 'boolean' } });
  return runCommand(command.name, positionals, values);
}

function parse(args: readonly string[], options: NonNullable<Parameters<typeof parseArgs>[0]>['options']) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, strict: true, ...(options === undefined ? {} : { options }) });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function detailsOf(error: unknown): string[] {
  if (!(error instanceof CancellationError)) return [];
  return [
    ...error.problems.map(({ pointer, detail }) => `  ${pointer.slice(1)}: ${detail}`),
    ...(error.fields.length === 0 ? [] : [`  different: ${error.fields.join(', ')}`]),
  ];
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError || error instanceof SettingsError) return EXIT.usage;
  if (!(error instanceof CancellationError)) return EXIT.failed;
  switch (error.code) {
    case 'not_found':
      return EXIT.notFound;
    case 'invalid_request':
    case 'invalid_cursor':
      return EXIT.usage;
    case 'terms_conflict':
    case 'idempotency_key_reused':
    case 'cancellation_closed':
    case 'not_in_review':
    case 'no_payer_awaited':
    case 'nothing_announced':
    case 'events_off':
    case 'not_allowed':
      return EXIT.refused;
    case 'temporal_unavailable':
    case 'worker_unavailable':
    case 'namespace_not_prepared':
    case 'api_unavailable':
    case 'timeout':
      return EXIT.unavailable;
    case 'no_outcome':
      return EXIT.needsReview;
    case 'aborted':
      return EXIT.failed;
  }
}
