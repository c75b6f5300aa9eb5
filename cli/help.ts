import { type CommandHelp, COMMANDS, COMMON_OPTIONS, type CommandOption } from './command-table.js';
import { columns } from './output.js';
import { EXIT, EXIT_MEANINGS } from './usage.js';

/** What `countermand` and `countermand help` print. */
export function helpText(): string {
  const commands = COMMANDS.map((command) => [`  ${synopsis(command)}`, command.does]);
  return [
    'countermand <command> [options]     cancels payments durably',
    '',
    ...columns(commands),
    '',
    'countermand <command> --help says more. Everywhere: --json for programs.',
    'Connection: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, … as in the Temporal CLI. Colours: only in a terminal, never with NO_COLOR.',
    '',
    'Exit codes',
    ...exitLines().map((line) => `  ${line}`),
    '',
  ].join('\n');
}

/** What `countermand <command> --help` prints. */
export function commandHelp(command: CommandHelp): string {
  return [
    `countermand ${synopsis(command)} [options]`,
    '',
    `  ${command.does}`,
    '',
    'Options',
    ...columns(allOptions(command).map((option) => [`  ${optionSynopsis(option)}`, aboutOf(option)])),
    '',
    'Examples',
    ...command.examples.map((line) => `  ${line}`),
    '',
  ].join('\n');
}

/** Its own options and those that every command has. */
export function allOptions(command: CommandHelp): readonly CommandOption[] {
  return [...command.options, ...COMMON_OPTIONS];
}

/** `cancel <provider> <paymentId>` */
export function synopsis({ name, takes }: CommandHelp): string {
  return [name, ...takes.map((argument) => `<${argument.name}>`)].join(' ');
}

/** `--order-ref <text>` */
export function optionSynopsis({ name, takes }: CommandOption): string {
  return takes === null ? `--${name}` : `--${name} <${takes}>`;
}

/** What it is for, and everything it may be. */
export function aboutOf({ about, choices }: CommandOption): string {
  return choices === undefined ? about : `${about}: ${choices.join(', ')}`;
}

function exitLines(): string[] {
  const names = Object.keys(EXIT) as (keyof typeof EXIT)[];
  return columns(names.map((name) => [String(EXIT[name]).padStart(3), EXIT_MEANINGS[name].replaceAll('`', '')]));
}
