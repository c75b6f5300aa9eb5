import { describe, expect, it } from 'vitest';
import { standingOf } from '../../api/pages/standing.js';
import { MONEY_MOVEMENTS } from './money.js';
import { cancelledOutcome, ended, notCancelledOutcome, NOW, resource, SCENES, VIEWS } from './scenes.js';

describe('what there is to say to the payer', () => {
  it.each(VIEWS)('is %s', (view) => {
    expect(standingOf(SCENES[view], NOW).view).toBe(view);
  });

  it.each(['awaiting_payer', 'verifying', 'needs_review'] as const)('offers the bank while a link is open: %s', (status) => {
    expect(standingOf(resource({ status }), NOW).payerMayContinue).toBe(true);
    expect(standingOf(resource({ status, deadline: null }), NOW).payerMayContinue).toBe(true);
  });

  it.each([
    ['before a link was issued', resource({ status: 'verifying', rounds: 0 })],
    ['after the deadline', resource({ deadline: NOW.toISOString() })],
    ['while the provider works', resource({ status: 'awaiting_provider' })],
    ['after the run broke', resource({ status: 'needs_review', problem: { code: 'run_failed' } })],
    ['after the end', SCENES.refused],
  ])('does not offer the bank %s', (_when, shown) => {
    expect(standingOf(shown, NOW).payerMayContinue).toBe(false);
  });

  it('still checks when the last status is there before the outcome', () => {
    for (const status of ['cancelled', 'not_cancelled'] as const) {
      expect(standingOf(resource({ status }), NOW)).toEqual({ view: 'verifying', money: 'open', payerMayContinue: false, mayChange: true, moves: true });
    }
  });

  it('moves by itself where nothing is asked of the payer and no person has to look first', () => {
    expect(VIEWS.filter((view) => standingOf(SCENES[view], NOW).moves)).toEqual([
      'requested', 'deadlinePassed', 'verifying', 'awaitingProvider', 'lateNews',
    ]);
  });
});

describe('what becomes of the money', () => {
  it.each(MONEY_MOVEMENTS)('is what the outcome says: %s', (moneyMovement) => {
    expect(standingOf(ended(notCancelledOutcome({ kind: 'stopped', moneyMovement })), NOW).money).toBe(moneyMovement);
    expect(standingOf(ended(cancelledOutcome({ moneyMovement })), NOW).money).toBe(moneyMovement);
  });

  it('is open as long as there is no outcome, and unknown when there will be none', () => {
    expect(standingOf(SCENES.verifying, NOW).money).toBe('open');
    expect(standingOf(SCENES.lateNews, NOW).money).toBe('open');
    expect(standingOf(SCENES.unresolved, NOW).money).toBe('unknown');
  });

  it('was given back where the payment had been reversed before', () => {
    expect(standingOf(SCENES.alreadyReversed, NOW).money).toBe('givenBack');
  });

  it('never makes a cancellation of part of it a whole one', () => {
    for (const how of ['direct', 'afterPayerValidation', 'alreadyCancelled', 'remainderReleased', 'aborted'] as const) {
      expect(standingOf(ended(cancelledOutcome({ how, moneyMovement: 'partial' })), NOW).view).toBe('partlyCancelled');
    }
  });
});
