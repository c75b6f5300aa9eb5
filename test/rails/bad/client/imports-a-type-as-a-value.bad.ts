// must be rejected by @typescript-eslint/consistent-type-imports
import { Outcome } from '../contracts/outcome.js';

export const kindOf = (outcome: Outcome): unknown => outcome;
