import { createHash } from 'node:crypto';

/** Chance that can be had again: the same seed gives the same draws, in the same order. */
export interface Draws {
  /** In [0, 1). */
  next(): number;
  /** True for this share of draws. */
  chance(share: number): boolean;
  /** A whole number, both ends included. */
  between(from: number, to: number): number;
  /** @throws {RangeError} where there is nothing to pick from */
  pick<Value>(values: readonly Value[]): Value;
}

/** Draws of one purpose. What another purpose draws changes nothing here, whoever comes first. */
export function drawsFrom(seed: string): Draws {
  let count = 0;
  const next = (): number => {
    count += 1;
    return createHash('sha256').update(`${seed}/${count}`).digest().readUInt32BE(0) / 2 ** 32;
  };
  return {
    next,
    chance: (share) => next() < share,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    pick: (values) => {
      const value = values[Math.floor(next() * values.length)];
      if (value === undefined) throw new RangeError('There is nothing to pick from.');
      return value;
    },
  };
}
