import type { MoneyMovement } from '../../contracts/outcome.js';

const EVERY: Readonly<Record<MoneyMovement, true>> = { none: true, partial: true, expected: true, done: true, unknown: true };

export const MONEY_MOVEMENTS = Object.keys(EVERY) as readonly MoneyMovement[];
