// must be rejected by rails/imports
import { readFileSync } from 'node:fs';

export const policy = (): string => readFileSync('policy.json', 'utf8');
