import { parseArgs } from 'node:util';
import { SetupError } from '../setup/step.mjs';

export interface SoakOptions {
  /** How long things are broken; healing and judging come after it. */
  readonly minutes: number;
  readonly seed: string;
  /** Order services at work at the same time. */
  readonly services: number;
}

const STANDARD = { minutes: '5', seed: '1', services: '6' } as const;
const MOST_MINUTES = 24 * 60;
const MOST_SERVICES = 64;

export const USAGE = [
  'npm run soak -- [--minutes 5] [--seed 1] [--services 6]',
  'Cancels payments on a stack of its own while its parts are killed and the providers misbehave, then checks every promise.',
].join('\n');

/**
 * Reads the command line; null where it asks for help.
 * @throws {SetupError} for what is no option, and for a number that is none
 */
export function readOptions(args: readonly string[]): SoakOptions | null {
  const { values } = parsed(args);
  if (values.help === true) return null;
  return {
    minutes: numberOf('minutes', values.minutes, MOST_MINUTES),
    seed: values.seed,
    services: Math.ceil(numberOf('services', values.services, MOST_SERVICES)),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      options: {
        minutes: { type: 'string', default: STANDARD.minutes },
        seed: { type: 'string', default: STANDARD.seed },
        services: { type: 'string', default: STANDARD.services },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function numberOf(name: string, given: string, most: number): number {
  const number = Number(given);
  if (number > 0 && number <= most) return number;
  throw new SetupError(`--${name} is "${given}": a number above 0, at most ${most}.\n${USAGE}`);
}
