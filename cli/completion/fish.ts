import { type CommandHelp, COMMANDS, type CommandOption } from '../command-table.js';
import { allOptions } from '../help.js';

/** For `countermand completion fish | source`, or a file in fish's `completions` folder. */
export function fishCompletion(): string {
  return [
    '# fish completion for countermand; from: countermand completion fish',
    'complete -c countermand -f',
    ...COMMANDS.map(({ name, does }) => `complete -c countermand -n __fish_use_subcommand -a ${name} -d ${quoted(does)}`),
    ...COMMANDS.flatMap(linesOf),
    '',
  ].join('\n');
}

function linesOf(command: CommandHelp): string[] {
  const start = `complete -c countermand -n '__fish_seen_subcommand_from ${command.name}'`;
  const choices = command.takes.flatMap((argument) => argument.choices ?? []);
  return [
    ...(choices.length === 0 ? [] : [`${start} -a ${quoted(choices.join(' '))}`]),
    ...allOptions(command).map((option) => `${start} ${optionOf(option)}`),
  ];
}

function optionOf({ name, takes, about, choices }: CommandOption): string {
  const value = takes === null ? '' : ' -x';
  const list = choices === undefined ? '' : ` -a ${quoted(choices.join(' '))}`;
  return `-l ${name}${value}${list} -d ${quoted(about)}`;
}

/** In fish a backslash escapes a quote within quotes. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
