// must be rejected by rails/imports
import { powens } from '../providers/powens/definition.js';

export const provider = powens;
