// must be rejected by rails/imports
import { seal } from '../../platform/seal.js';

export const link = seal;
