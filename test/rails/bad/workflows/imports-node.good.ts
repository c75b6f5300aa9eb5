import type { Outcome } from '../contracts/outcome.js';

export const kindOf = (outcome: Outcome): unknown => outcome;
