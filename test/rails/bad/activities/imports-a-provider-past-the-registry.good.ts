import { seal } from '../platform/seal.js';

export const link = seal;
