import { type CommandArgument, type CommandHelp, COMMANDS, type CommandOption } from '../command-table.js';
import { allOptions } from '../help.js';
import { quotedForShell } from './shell-names.js';

/** For a file `_countermand` on zsh's `fpath`, or for `source <(countermand completion zsh)` after `compinit`. */
export function zshCompletion(): string {
  return [
    '#compdef countermand',
    '# zsh completion for countermand; from: countermand completion zsh',
    '_countermand() {',
    '  local -a commands',
    '  commands=(',
    ...COMMANDS.map(({ name, does }) => `    ${quotedForShell(`${name}:${does.replaceAll(':', '\\:')}`)}`),
    '  )',
    '  if ((CURRENT == 2)); then',
    "    _describe 'command' commands",
    '    return',
    '  fi',
    '  local command=$words[2]',
    '  shift words',
    '  ((CURRENT--))',
    '  case $command in',
    ...COMMANDS.map((command) => `    ${command.name}) _arguments ${specsOf(command).map(quotedForShell).join(' ')} ;;`),
    '  esac',
    '}',
    'if [[ ${funcstack[1]} == _countermand ]]; then _countermand "$@"; else compdef _countermand countermand; fi',
    '',
  ].join('\n');
}

function specsOf(command: CommandHelp): string[] {
  return [...allOptions(command).map(optionSpec), ...command.takes.map(argumentSpec)];
}

function optionSpec({ name, takes, about, choices }: CommandOption): string {
  const flag = `--${name}[${about.replace(/[[\]:\\]/g, '\\$&')}]`;
  return takes === null ? flag : `${flag}:${takes}:${choicesSpec(choices)}`;
}

function argumentSpec({ name, choices }: CommandArgument, index: number): string {
  return `${index + 1}:${name}:${choicesSpec(choices)}`;
}

function choicesSpec(choices: readonly string[] | undefined): string {
  return choices === undefined ? '' : `(${choices.join(' ')})`;
}
