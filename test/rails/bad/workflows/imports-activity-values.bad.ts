// must be rejected by rails/imports
import { takeStep } from '../activities/take-step.js';

export const step = takeStep;
