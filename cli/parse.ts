import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { CommandHelp } from './command-table.js';
import { allOptions } from './help.js';
import { UsageError } from './usage.js';
import type { Values } from './values.js';

/** What a command line gives to a command, by its entry in the table. @throws {UsageError} for an option it does not take */
export function parseFor(command: CommandHelp, args: readonly string[]): { readonly values: Values; readonly positionals: readonly string[] } {
  const options: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
    allOptions(command).map(({ name, takes }) => [name, { type: takes === null ? 'boolean' : 'string' }]),
  );
  try {
    return parseArgs({ args: [...args], allowPositionals: true, strict: true, options });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${message}\n  countermand ${command.name} --help says what it takes`);
  }
}
