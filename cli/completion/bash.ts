import { type CommandHelp, COMMANDS } from '../command-table.js';
import { allOptions } from '../help.js';
import { quotedForShell } from './shell-names.js';

/** For `source <(countermand completion bash)`; needs nothing but bash. */
export function bashCompletion(): string {
  return [
    '# bash completion for countermand; from: countermand completion bash',
    '_countermand() {',
    '  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} words=',
    '  if ((COMP_CWORD == 1)); then',
    `    words=${wordsOf(['help', ...COMMANDS.map(({ name }) => name)])}`,
    '  else',
    '    case "${COMP_WORDS[1]} $previous" in',
    ...COMMANDS.flatMap(afterOption).map((line) => `      ${line}`),
    '      *)',
    '        case "${COMP_WORDS[1]} $COMP_CWORD" in',
    ...COMMANDS.flatMap(argumentsOf).map((line) => `          ${line}`),
    '        esac',
    '        if [[ -z $words || $current == -* ]]; then',
    '          case ${COMP_WORDS[1]} in',
    ...COMMANDS.map((command) => `            ${command.name}) words=${wordsOf(optionsOf(command))} ;;`),
    '          esac',
    '        fi ;;',
    '    esac',
    '  fi',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '}',
    'complete -F _countermand countermand',
    '',
  ].join('\n');
}

/** What may stand after an option: its choices, or whatever a person types. */
function afterOption(command: CommandHelp): string[] {
  return allOptions(command).flatMap(({ name, takes, choices }) => {
    if (takes === null) return [];
    return [`${quotedForShell(`${command.name} --${name}`)}) ${choices === undefined ? 'return' : `words=${wordsOf(choices)}`} ;;`];
  });
}

function argumentsOf({ name, takes }: CommandHelp): string[] {
  return takes.flatMap(({ choices }, index) =>
    choices === undefined ? [] : [`${quotedForShell(`${name} ${index + 2}`)}) words=${wordsOf(choices)} ;;`],
  );
}

function optionsOf(command: CommandHelp): string[] {
  return allOptions(command).map(({ name }) => `--${name}`);
}

function wordsOf(words: readonly string[]): string {
  return quotedForShell(words.join(' '));
}
