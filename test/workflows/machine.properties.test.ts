import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CancellationAnswer } from '../../contracts/answer.js';
import type { CancellationEvent, Effect, StepEffect } from '../../workflows/machine/events.js';
import { firstEffects } from '../../workflows/machine/beginning.js';
import { alarmFor, watchFor } from '../../workflows/machine/standing-orders.js';
import { type CancellationState, initialState } from '../../workflows/machine/state.js';
import { step } from '../../workflows/machine/step.js';
import { ANSWERS, input, LINK, result } from './machine-samples.js';

const MAX_ROUNDS = 3;
const PROPERTY = { numRuns: 3_000 };

/** A run under test, with what its hands are holding. */
interface Run {
  readonly state: CancellationState;
  readonly running: StepEffect | null;
  readonly at: number;
  readonly requests: number;
  readonly lastAnswer: CancellationAnswer | null;
}

type Happening = { readonly name: 'step' | 'watch'; readonly answer: CancellationAnswer } | CancellationEvent;

function begin(observing: boolean): Run {
  const state = initialState(
    input({
      terms: { ...input().terms, maxRounds: MAX_ROUNDS },
      observing: observing ? { supersedes: 'id', facts: initialState(input()).facts } : null,
    }),
  );
  return perform({ state, running: null, at: Date.parse(state.requestedAt), requests: 0, lastAnswer: null }, firstEffects(state));
}

function perform(run: Run, effects: readonly Effect[]): Run {
  return effects.reduce<Run>((before, effect) => {
    if (effect.do === 'abandonStep' || effect.do === 'announce') return before;
    // One step at a time: a second one would read or send behind the first one's back.
    expect(before.running).toBeNull();
    return { ...before, running: effect, requests: before.requests + (effect.do === 'request' ? 1 : 0) };
  }, run);
}

/** Lets one thing happen, the way the driver would. */
function happen(run: Run, happening: Happening): Run {
  const at = run.at + 1_000;
  if (!('name' in happening) || 'type' in happening) {
    const event = happening as CancellationEvent;
    // Steps that are not running bring nothing.
    if (event.type === 'stepAbandoned' || event.type === 'stepFailed') {
      if (run.running === null) return run;
      return after({ ...run, running: null, at }, event);
    }
    return after({ ...run, at }, event);
  }
  if (happening.name === 'watch') {
    const wanted = watchFor(run.state);
    if (wanted === 'keep' || wanted === null) return run;
    return after({ ...run, at, lastAnswer: happening.answer }, { type: 'watchDone', result: result(happening.answer) });
  }
  if (run.running === null) return run;
  const linked =
    happening.answer.kind === 'payerValidationRequired' && (run.running.do === 'request' || run.running.link);
  const link = linked ? { ...LINK, issuedAt: new Date(at).toISOString() } : null;
  return after(
    { ...run, running: null, at, lastAnswer: happening.answer },
    { type: 'stepDone', result: result(happening.answer, { link }) },
  );
}

function after(run: Run, event: CancellationEvent): Run {
  const { state, effects } = step(run.state, event, new Date(run.at).toISOString());
  return perform({ ...run, state }, effects);
}

const answer = fc.constantFrom<CancellationAnswer>(
  ...Object.values(ANSWERS),
  { kind: 'payerValidationRequired', attention: 'validate_uri_missing' },
  { kind: 'inProgress', overdue: 'indeterminate', overdueReason: 'in_progress' },
);

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ name: fc.constant('step' as const), answer }) },
  { weight: 1, arbitrary: fc.record({ name: fc.constant('watch' as const), answer }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('payerReturned' as const),
      left: fc.boolean(),
      linkOpened: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom<CancellationEvent>(
      { type: 'providerNotified' },
      { type: 'recheckRequested' },
      { type: 'freshLinkRequested' },
      { type: 'stopRequested' },
      { type: 'resolved', actor: 'ana', reason: 'the bank said so', kind: 'refused' },
      { type: 'alarm', name: 'payerDeadline' },
      { type: 'alarm', name: 'providerWait' },
      { type: 'alarm', name: 'unresolved' },
      { type: 'stepAbandoned' },
      { type: 'stepFailed' },
    ),
  },
);

const story = fc.record({ observing: fc.boolean(), happenings: fc.array(happening, { maxLength: 60 }) });

function isOver({ state: { phase } }: Run): boolean {
  return phase.name === 'closed' || phase.name === 'unresolved';
}

describe('the machine, whatever happens in whatever order', () => {
  it('TRUTH: is cancelled only when the provider has just said so', () => {
    fc.assert(
      fc.property(story, ({ observing, happenings }) => {
        happenings.reduce((run, next) => {
          const ended = happen(run, next);
          const { phase } = ended.state;
          if (!isOver(run) && phase.name === 'closed' && phase.outcome?.kind === 'cancelled') {
            expect(ended.lastAnswer?.kind).toBe('cancelled');
            expect(phase.outcome.proof).not.toBeNull();
            expect(phase.outcome.decidedBy).toBeNull();
          }
          return ended;
        }, begin(observing));
      }),
      PROPERTY,
    );
  });

  it('FINAL: never leaves its outcome again and begins nothing more', () => {
    fc.assert(
      fc.property(story, ({ observing, happenings }) => {
        happenings.reduce((run, next) => {
          const later = happen(run, next);
          if (isOver(run)) {
            expect(later.state).toEqual(run.state);
            expect(later.running).toEqual(run.running);
          }
          return later;
        }, begin(observing));
      }),
      PROPERTY,
    );
  });

  it('LIVE: always has a step running, or a watch and a timer pending', () => {
    fc.assert(
      fc.property(story, ({ observing, happenings }) => {
        happenings.reduce((run, next) => {
          const later = happen(run, next);
          const { phase } = later.state;
          if (phase.name === 'asking' || phase.name === 'reading') expect(later.running).not.toBeNull();
          else if (!isOver(later)) {
            expect(later.running).toBeNull();
            expect(watchFor(later.state)).toMatchObject({ expecting: {} });
            if (later.state.policy !== null) expect(alarmFor(later.state)).toMatchObject({ at: expect.any(String) });
          }
          return later;
        }, begin(observing));
      }),
      PROPERTY,
    );
  });

  it('LIVE: ends by its timers alone when nobody ever comes and the provider only ever repeats itself', () => {
    fc.assert(
      fc.property(story, answer, ({ observing, happenings }, repeated) => {
        let run = happenings.reduce(happen, begin(observing));
        for (let patience = 0; patience < 40 && !isOver(run); patience++) {
          const alarm = alarmFor(run.state);
          if (run.running !== null) run = happen(run, { name: 'step', answer: repeated });
          else if (alarm !== 'keep' && alarm !== null) {
            run = happen({ ...run, at: Math.max(run.at, Date.parse(alarm.at)) }, { type: 'alarm', name: alarm.name });
          } else run = happen(run, { name: 'watch', answer: repeated });
        }
        expect(isOver(run)).toBe(true);
      }),
      PROPERTY,
    );
  });

  it('never issues more links than rounds were granted', () => {
    fc.assert(
      fc.property(story, ({ observing, happenings }) => {
        const run = happenings.reduce(happen, begin(observing));
        expect(run.state.rounds).toBeLessThanOrEqual(MAX_ROUNDS);
      }),
      PROPERTY,
    );
  });

  it('never asks the provider for anything while it only observes', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
        expect(happenings.reduce(happen, begin(true)).requests).toBe(0);
      }),
      PROPERTY,
    );
  });
});
