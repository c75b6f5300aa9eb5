/** How a word looks in a terminal that shows colours; anywhere else it is the plain word. */
export type Tone = 'good' | 'warning' | 'bad' | 'quiet';
export type Paint = (text: string, tone: Tone) => string;

const CODES: Readonly<Record<Tone, number>> = { good: 32, warning: 33, bad: 31, quiet: 2 };

/**
 * Colours for a terminal alone, and never against somebody's wish.
 * @see https://no-color.org
 */
export function paintFor(env: NodeJS.ProcessEnv, stream: { readonly isTTY?: boolean }): Paint {
  const wanted = stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  return wanted ? (text, tone) => `\u001b[${CODES[tone]}m${text}\u001b[0m` : (text) => text;
}
