import { classify } from './classify.js';

export const meaning = classify;
