import { UsageError } from './usage.js';

/** Options as the command line gave them. */
export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

export function textOf(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** @throws {UsageError} saying what it may be */
export function numberOf(values: Values, name: string, { from, to }: { readonly from: number; readonly to: number }): number | undefined {
  const text = textOf(values, name);
  if (text === undefined) return undefined;
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= from && number <= to) return number;
  throw new UsageError(`--${name} is "${text}": use a whole number from ${from} to ${to}`);
}

/** @throws {UsageError} naming what there is */
export function choiceOf<Choice extends string>(values: Values, name: string, choices: readonly Choice[]): Choice | undefined {
  const text = textOf(values, name);
  if (text === undefined) return undefined;
  const choice = choices.find((known) => known === text);
  if (choice === undefined) throw new UsageError(`--${name}: use one of ${choices.join(', ')}`);
  return choice;
}
