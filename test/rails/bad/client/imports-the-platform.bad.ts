// must be rejected by rails/imports
import { readHandle } from '../platform/handle.js';

export const read = readHandle;
