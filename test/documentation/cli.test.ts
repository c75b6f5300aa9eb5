import { describe, expect, it } from 'vitest';
import { COMMANDS, COMMON_OPTIONS } from '../../cli/command-table.js';
import { aboutOf, optionSynopsis, synopsis } from '../../cli/help.js';
import { EXIT, EXIT_MEANINGS } from '../../cli/usage.js';

describe('the reference of the command line', () => {
  it('has every command, option and exit code (`npx vitest run test/documentation -u` writes it anew)', async () => {
    await expect(reference()).toMatchFileSnapshot('../../docs/cli-reference.md');
  });

  it('gives each meaning one exit code', () => {
    expect(new Set(Object.values(EXIT)).size).toBe(Object.keys(EXIT_MEANINGS).length);
  });
});

function reference(): string {
  const options = (list: readonly (typeof COMMON_OPTIONS)[number][]): string[] =>
    list.map((option) => `| \`${optionSynopsis(option)}\` | ${aboutOf(option)} |`);
  return [
    '# `countermand`: reference',
    '',
    'Generated from `cli/command-table.ts` and `cli/usage.ts`. How to use it: [cli.md](cli.md).',
    '',
    '## Exit codes',
    '',
    '| code | means |',
    '|---|---|',
    ...(Object.keys(EXIT) as (keyof typeof EXIT)[]).map((name) => `| ${EXIT[name]} | ${EXIT_MEANINGS[name]} |`),
    '',
    '## Every command takes',
    '',
    '| option | |',
    '|---|---|',
    ...options(COMMON_OPTIONS),
    ...COMMANDS.flatMap((command) => [
      '',
      `## \`countermand ${synopsis(command)}\``,
      '',
      `${command.does[0]?.toUpperCase()}${command.does.slice(1)}.`,
      '',
      ...(command.options.length === 0 ? [] : ['| option | |', '|---|---|', ...options(command.options), '']),
      '```',
      ...command.examples,
      '```',
    ]),
    '',
  ].join('\n');
}
