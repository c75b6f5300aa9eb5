import { describe, expect, it } from 'vitest';
import type { CancellationEvent } from '../../workflows/machine/events.js';
import { type CancellationState, initialState } from '../../workflows/machine/state.js';
import { readBeforeClosing, step } from '../../workflows/machine/step.js';
import { afterFirstLink, ANSWERS, input, NOW, result } from './machine-samples.js';

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

describe('a run that is about to close over what has just arrived', () => {
  const readingBeforeEnd = (state: CancellationState, event: CancellationEvent) => readBeforeClosing(state, event, step(state, event, NOW));
  const stillWaiting = { type: 'stepDone', result: result(ANSWERS.payerValidationRequired) } as const;

  it.each(['stop', 'payerDeadline', 'payerReturned'] as const)('reads once more, for the same reason: %s', (why) => {
    const before = { ...afterFirstLink({ name: 'reading', why, pending: 'news' }), maxRounds: 1 };
    const { state, effects } = readingBeforeEnd(before, stillWaiting) ?? step(before, stillWaiting, NOW);
    expect(state.phase).toEqual({ name: 'reading', why, pending: 'nothing' });
    expect(effects).toEqual([{ do: 'verify', pace: 'once', link: false }]);
  });

  it('reads once more, too, where it only observes', () => {
    const before = { ...afterFirstLink({ name: 'reading', why: 'lateNews', pending: 'payerReturned' }), observing: true };
    expect(readingBeforeEnd(before, stillWaiting)?.state.phase).toEqual({ name: 'reading', why: 'lateNews', pending: 'nothing' });
  });

  it('closes where nothing has arrived, and where the provider has said its last word', () => {
    const reading = afterFirstLink({ name: 'reading', why: 'stop', pending: 'nothing' });
    expect(readingBeforeEnd(reading, stillWaiting)).toBeNull();
    const withNews = afterFirstLink({ name: 'reading', why: 'stop', pending: 'news' });
    expect(readingBeforeEnd(withNews, { type: 'stepDone', result: result(ANSWERS.tooLate) })).toBeNull();
  });

  it('goes on as it does anyway where nothing ends', () => {
    const before = afterFirstLink({ name: 'reading', why: 'news', pending: 'news' });
    expect(readingBeforeEnd(before, stillWaiting)).toBeNull();
  });
});
