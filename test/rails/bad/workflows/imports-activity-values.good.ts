import type * as activities from '../activities/take-step.js';

export type Hands = typeof activities;
