import { describe, expect, it } from 'vitest';
import { isUnheard } from '../../../tools/soak/verdict/money.js';
import { judge } from '../../../tools/soak/verdict/verdict.js';
import type { Case } from '../../../tools/soak/verdict/case.js';
import { arrival, cancelled, CANCELLED_AT, caseOf, LATER, PAYMENT, resource, stopped, tooLate } from './samples.js';

function findingsOf(found: Case): string[] {
  return judge(found).map(({ promise, what }) => `${promise}: ${what}`);
}

/** An authentic webhook that was taken after the payment had been cancelled. */
function withNews(found: Case): Case {
  return { ...found, witness: { ...found.witness, news: [{ paymentId: PAYMENT, at: LATER }] } };
}

describe('the verdict of a soak test', () => {
  it('finds nothing where book, ledger and events agree', () => {
    expect(findingsOf(caseOf([resource(cancelled)], { cancelledTimes: 1 }))).toEqual([]);
    expect(findingsOf(caseOf([resource(tooLate)]))).toEqual([]);
    expect(findingsOf(caseOf([resource(null, { status: 'needs_review' })]))).toEqual([]);
  });

  it('finds a payment that was cancelled twice', () => {
    const [finding] = judge(caseOf([resource(cancelled)], { cancelledTimes: 2 }));
    expect(finding).toMatchObject({ promise: 'ONCE', what: 'cancelled 2 times at the provider', scenario: 'direct', about: [PAYMENT, 'one'] });
  });

  it('finds a cancellation that the provider knows nothing of, and one without a proof', () => {
    expect(findingsOf(caseOf([resource(cancelled)]))).toEqual(['TRUTH: said to be cancelled, and at the provider it is not']);
    const unproved = { ...cancelled, proof: null };
    expect(findingsOf(caseOf([resource(unproved)], { cancelledTimes: 1 }))).toEqual(['TRUTH: said to be cancelled without a proof']);
  });

  it('takes a payment that was cancelled before anybody asked as cancelled', () => {
    const found = caseOf([resource(cancelled)]);
    expect(findingsOf({ ...found, witness: { ...found.witness, cancelled: new Set([PAYMENT]) } })).toEqual([]);
  });

  it('finds an outcome that says for good what the ledger denies', () => {
    expect(findingsOf(caseOf([resource(tooLate)], { cancelledTimes: 1 }))).toEqual([
      'TRUTH: tooLate for good (money: done), and at the provider it was cancelled',
    ]);
  });

  it('leaves to the provider what it tells of a cancellation from before anybody asked', () => {
    expect(findingsOf(caseOf([resource(tooLate)], { cancelledTimes: 1, entry: { openedAt: LATER } }))).toEqual([]);
  });

  describe('about a payment cancelled after an outcome that had left that open', () => {
    it('is content where a later cancellation of the payment tells it', () => {
      const told = [resource(stopped), resource(cancelled, { id: 'two', supersedes: 'one' })];
      expect(findingsOf(withNews(caseOf(told, { cancelledTimes: 1 })))).toEqual([]);
    });

    it('finds that nobody was told although the provider said so', () => {
      expect(findingsOf(withNews(caseOf([resource(stopped)], { cancelledTimes: 1 })))).toEqual([
        'TRUTH: cancelled at the provider, which said so, and nobody was told',
      ]);
    });

    it('does not count what the provider had said before', () => {
      const found = caseOf([resource(stopped)], { cancelledTimes: 1 });
      const early = { ...found, witness: { ...found.witness, news: [{ paymentId: PAYMENT, at: '2026-11-21T09:59:59.000Z' }] } };
      expect(findingsOf(early)).toEqual([]);
    });

    it('counts one of which no word ever came, and finds nothing', () => {
      const found = caseOf([resource(stopped)], { cancelledTimes: 1 });
      expect(findingsOf(found)).toEqual([]);
      expect(found.entries.map((entry) => isUnheard(entry, found.witness))).toEqual([true]);
    });

    it('leaves a decision to the person who made it', () => {
      const decided = { ...stopped, decidedBy: { actor: 'ana', reason: 'back office' } };
      expect(findingsOf(withNews(caseOf([resource(decided)], { cancelledTimes: 1 })))).toEqual([]);
    });
  });

  it('finds an acknowledged request that is lost', () => {
    expect(findingsOf(caseOf([], { entry: { missing: ['one'] } }))).toEqual(['KEPT: acknowledged, and unknown afterwards']);
  });

  it('finds equal requests under one key that became several cancellations; without a key they may', () => {
    const twice = (idempotencyKey: string | null) => [{ id: 'one', idempotencyKey }, { id: 'two', idempotencyKey }];
    expect(findingsOf(caseOf([], { entry: { acknowledged: twice('key') } }))).toEqual(['KEPT: one Idempotency-Key, several cancellations']);
    expect(findingsOf(caseOf([], { entry: { acknowledged: twice(null) } }))).toEqual([]);
  });

  it('finds a cancellation that never ends', () => {
    expect(findingsOf(caseOf([resource(null)]))).toEqual(['LIVE: still awaiting_payer after everything was healed']);
  });

  it('finds an outcome that has changed', () => {
    expect(findingsOf(caseOf([resource(cancelled)], { cancelledTimes: 1, entry: { firstOutcomes: { one: stopped } } }))).toEqual([
      'FINAL: an outcome has changed',
    ]);
  });
});

describe('the verdict on events', () => {
  const one = resource(tooLate);
  const inbox = (...arrivals: readonly ReturnType<typeof arrival>[]): Case => caseOf([one], { inbox: { arrivals, refused: [] } });

  it('finds a lost event; one that was only ever refused is lost, too', () => {
    expect(findingsOf(inbox())).toEqual(['EVENTS: the event of an outcome never arrived']);
    expect(findingsOf(inbox(arrival(one, { taken: false })))).toEqual(['EVENTS: the event of an outcome never arrived']);
  });

  it('finds an event that came only because somebody asked for it again', () => {
    expect(findingsOf(caseOf([one], { toldByReplayAlone: ['one'] }))).toEqual(['EVENTS: an event was lost: only a replay brought it']);
  });

  it('is content with one that came twice under its id', () => {
    expect(findingsOf(inbox(arrival(one, { taken: false }), arrival(one), arrival(one)))).toEqual([]);
  });

  it('finds one event under two ids, and two events under one', () => {
    expect(findingsOf(inbox(arrival(one), arrival(one, { id: 'another' })))).toEqual(['EVENTS: one event under several ids']);
    expect(findingsOf(inbox(arrival(one), arrival(one, { time: CANCELLED_AT })))).toEqual(['EVENTS: several events under one id']);
  });

  it('finds an event that tells what its cancellation does not, or that is about none', () => {
    const what = 'EVENTS: an event tells what its cancellation does not';
    expect(findingsOf(inbox(arrival(one), arrival(resource(stopped), { id: 'false', time: CANCELLED_AT })))).toEqual([what]);
    expect(findingsOf(inbox(arrival(one), arrival(resource(tooLate, { id: 'unknown' }))))).toEqual([what]);
  });

  it('does not ask of other events what they cannot tell', () => {
    expect(findingsOf(inbox(arrival(one), arrival(resource(null))))).toContain('EVENTS: several events under one id');
    expect(findingsOf(inbox(arrival(one), arrival(resource(null), { id: 'payer' })))).toEqual([]);
  });

  it('finds what arrived without a good signature', () => {
    expect(findingsOf(caseOf([one], { inbox: { arrivals: [arrival(one)], refused: ['signature_wrong'] } }))).toEqual([
      'EVENTS: what arrived was no event: signature_wrong',
    ]);
  });
});
