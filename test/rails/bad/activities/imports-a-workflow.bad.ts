// must be rejected by rails/imports
import { step } from '../workflows/machine/step.js';

export const next = step;
