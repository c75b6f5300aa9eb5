import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { bashCompletion } from '../../cli/completion/bash.js';
import { fishCompletion } from '../../cli/completion/fish.js';
import { completionFor } from '../../cli/completion/shells.js';
import { zshCompletion } from '../../cli/completion/zsh.js';
import { COMMANDS } from '../../cli/command-table.js';
import { allOptions } from '../../cli/help.js';
import { UsageError } from '../../cli/usage.js';
import { RESOLVABLE_KINDS } from '../../contracts/outcome.js';

const run = promisify(execFile);

/** What bash offers where the cursor stands behind the last word, by the function it registered for the command. */
async function offered(...words: readonly string[]): Promise<string[]> {
  const script = [
    'set -u',
    'source /dev/fd/3 3<<<"$1"; shift',
    '[[ $(complete -p countermand) == "complete -F _countermand countermand" ]] || exit 9',
    'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()',
    '_countermand countermand "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"',
    '((${#COMPREPLY[@]} == 0)) || printf "%s\\n" "${COMPREPLY[@]}"',
  ].join('\n');
  const { stdout } = await run('bash', ['--norc', '-c', script, 'bash', bashCompletion(), 'countermand', ...words]);
  return stdout.split('\n').filter((line) => line !== '');
}

describe('completion in bash', () => {
  it('offers every command, and those that begin like what was typed', async () => {
    expect(await offered('')).toEqual(['help', ...COMMANDS.map(({ name }) => name)]);
    expect(await offered('st')).toEqual(['status', 'stop']);
  });

  it('offers the options of a command', async () => {
    expect(await offered('resolve', '--')).toEqual(['--kind', '--reason', '--actor', '--json', '--help']);
    expect(await offered('stop', 'Y2FuY2Vs', '--re')).toEqual(['--reason']);
  });

  it('offers what an option may be, and nothing where a person must know', async () => {
    expect(await offered('resolve', 'Y2FuY2Vs', '--kind', '')).toEqual([...RESOLVABLE_KINDS]);
    expect(await offered('list', '--status', 'needs')).toEqual(['needs_review']);
    expect(await offered('resolve', 'Y2FuY2Vs', '--reason', '')).toEqual([]);
  });

  it('offers what an argument may be', async () => {
    expect(await offered('cancel', '')).toEqual(['powens', 'swedbankpay']);
    expect(await offered('completion', 'z')).toEqual(['zsh']);
  });
});

describe.each([
  ['zsh', zshCompletion(), (name: string) => `'--${name}[`],
  ['fish', fishCompletion(), (name: string) => ` -l ${name} `],
])('completion in %s', (shell, script, optionLike) => {
  it('knows every command, option and choice', () => {
    expect(completionFor(shell)).toBe(script);
    for (const command of COMMANDS) {
      expect(script).toContain(command.name);
      for (const { name, choices } of allOptions(command)) {
        expect(script).toContain(optionLike(name));
        expect(script).toContain(choices?.join(' ') ?? '');
      }
    }
  });
});

describe('completion in a shell nobody knows', () => {
  it('is refused with those there are', () => {
    expect(() => completionFor('csh')).toThrow(UsageError);
    expect(() => completionFor(undefined)).toThrow('bash, zsh, fish');
  });
});
