import { CancellationError } from '../client/index.js';
import { SettingsError } from '../platform/settings.js';
import { COMMANDS } from './command-table.js';
import { runCommand } from './commands.js';
import { completionFor } from './completion/shells.js';
import { commandHelp, helpText } from './help.js';
import { parseFor } from './parse.js';
import { remedyOf } from './remedy.js';
import { EXIT, type ExitCode, UsageError } from './usage.js';

// Whoever reads our output may have read enough, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<ExitCode> {
  const [name = 'help', ...rest] = argv;
  try {
    if (['help', '--help', '-h'].includes(name)) return printed(helpText());
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
  const { values, positionals } = parseFor(command, rest);
  if (values['help'] === true) return printed(commandHelp(command));
  if (command.name === 'completion') return printed(completionFor(positionals[0]));
  if (command.name === 'demo') throw new UsageError('the demo plays with a simulator and needs a checkout: npx countermand demo');
  return runCommand(command.name, positionals, values);
}

function printed(text: string): ExitCode {
  process.stdout.write(text);
  return EXIT.ok;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function detailsOf(error: unknown): string[] {
  if (!(error instanceof CancellationError)) return [];
  const remedy = remedyOf(error.code);
  return [
    ...error.problems.map(({ pointer, detail }) => `  ${pointer.slice(1)}: ${detail}`),
    ...(error.fields.length === 0 ? [] : [`  different: ${error.fields.join(', ')}`]),
    ...(remedy === null ? [] : [`  ${remedy}`]),
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
    case 'rate_limited':
    case 'timeout':
      return EXIT.unavailable;
    case 'cancellation_unreadable':
      return EXIT.unreadable;
    case 'no_outcome':
      return EXIT.needsReview;
    case 'aborted':
      return EXIT.failed;
  }
}
