// must be rejected by rails/imports
import { wire } from '../providers/powens/wire.js';

export const read = wire;
