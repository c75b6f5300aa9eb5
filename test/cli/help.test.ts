import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../cli/command-table.js';
import { allOptions, commandHelp, helpText } from '../../cli/help.js';

describe('help', () => {
  it('names every command', () => {
    for (const { name, does } of COMMANDS) expect(helpText()).toMatch(new RegExp(`^  ${name} .*${does.slice(0, 20)}`, 'm'));
  });

  it.each(COMMANDS.map((command) => [command.name, command] as const))('explains every option of %s, with an example that it would take', (name, command) => {
    const text = commandHelp(command);
    for (const option of allOptions(command)) expect(text).toContain(`--${option.name}`);
    expect(command.examples.length).toBeGreaterThan(0);
    for (const example of command.examples) {
      expect(text).toContain(`  ${example}\n`);
      expect(example).toContain(`countermand ${name}`);
      const used = [...example.matchAll(/ --([a-z-]+)/g)].map(([, option]) => option);
      expect(allOptions(command).map((option) => option.name)).toEqual(expect.arrayContaining(used));
    }
  });
});
