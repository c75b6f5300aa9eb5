import { describe, expect, it } from 'vitest';
import { initialState } from '../../workflows/machine/state.js';
import { step } from '../../workflows/machine/step.js';
import { afterFirstLink, input, NOW } from './machine-samples.js';

describe('a step that is given up', () => {
  it('counts as one that may have sent, when it was asking', () => {
    const { state } = step(initialState(input()), { type: 'stepAbandoned' }, NOW);
    expect(state.facts.sends).toEqual({ begun: 1, accepted: 0, rejected: 0, notSent: 0 });
  });

  it('counts for nothing, when it was only reading', () => {
    const before = afterFirstLink({ name: 'reading', why: 'news', pending: 'nothing' });
    expect(step(before, { type: 'stepAbandoned' }, NOW).state.facts).toEqual(before.facts);
  });
});
