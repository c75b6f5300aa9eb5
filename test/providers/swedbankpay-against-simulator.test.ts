import { describe, expect, it } from 'vitest';
import type { CancellationAnswer } from '../../contracts/answer.js';
import { isFinal } from '../../contracts/answer.js';
import { ProviderFault } from '../../contracts/fault.js';
import type { CancellationProvider, ProviderReading, RunFacts } from '../../contracts/provider.js';
import { createHttpClient } from '../../platform/http.js';
import { startTimeBudget } from '../../platform/time-budget.js';
import { swedbankpay } from '../../providers/swedbankpay/definition.js';
import type { RunningSimulator } from '../../simulator/server.js';
import { SCENARIOS } from '../../simulator/swedbankpay/scenarios.js';
import { openSimulator } from '../simulator/support.js';
import { merchantOf, type PlacedOrder, TOKEN } from '../simulator/swedbankpay-support.js';

/**
 * The provider against the simulated Swedbank Pay, scenario by scenario: two readings of the same documents
 * meet. A run's bookkeeping is done here as the activities do it, with the simulator's clock instead of waits.
 */

const DIRECT = { kind: 'cancelled', how: 'direct', moneyMovement: 'none' };
const REMAINDER = { kind: 'cancelled', how: 'remainderReleased', moneyMovement: 'partial' };
const ABORTED = { kind: 'cancelled', how: 'aborted', moneyMovement: 'none' };
const ALREADY = { kind: 'cancelled', how: 'alreadyCancelled' };
const TOO_LATE = { kind: 'tooLate', moneyMovement: 'done', remedy: 'reversal' };
const UNKNOWN = { kind: 'indeterminate' };
const FORBIDDEN = { kind: 'notCancellable', reason: 'provider_forbids' };
const REJECTED = { kind: 'notCancellable', reason: 'provider_rejected_request' };
const NOT_FOLLOWED = { kind: 'indeterminate', reason: 'href_not_followed' };
const CONTRADICTORY = { kind: 'indeterminate', reason: 'contradictory_order' };
const OVERDUE_UNKNOWN = { kind: 'inProgress', overdue: 'indeterminate' };

/** Scenario, what it comes to, and how many effective cancellations the provider's ledger holds then. */
const EXPECTED: Readonly<Record<string, readonly [answer: object, effective: number]>> = {
  authorised: [DIRECT, 1],
  'authorised-2.0': [DIRECT, 1],
  'authorised-3.0': [DIRECT, 1],
  'authorised-3.1': [DIRECT, 1],
  'old-shape': [DIRECT, 1],
  'new-shape': [DIRECT, 1],
  'authorised-invoice': [DIRECT, 1],
  'authorised-credit-account': [DIRECT, 1],
  'authorised-mobilepay': [DIRECT, 1],
  'authorised-vipps': [DIRECT, 1],
  'partly-captured': [{ ...REMAINDER, amounts: { currency: 'SEK', released: 1000, captured: 500 } }, 1],
  'partly-captured-2.0': [{ ...REMAINDER, amounts: { currency: 'SEK', released: 1000, captured: 500 } }, 1],
  'already-cancelled': [{ ...ALREADY, moneyMovement: 'none' }, 1],
  'already-cancelled-2.0': [{ ...ALREADY, moneyMovement: 'none' }, 1],
  'remainder-already-cancelled': [{ ...ALREADY, moneyMovement: 'partial' }, 1],
  'already-aborted': [ALREADY, 1],
  captured: [TOO_LATE, 0],
  'captured-2.0': [TOO_LATE, 0],
  swish: [TOO_LATE, 0],
  trustly: [TOO_LATE, 0],
  banklink: [TOO_LATE, 0],
  'auto-capture': [TOO_LATE, 0],
  failed: [{ kind: 'notExecuted', moneyMovement: 'none' }, 0],
  verify: [{ kind: 'notSupported', moneyMovement: 'none' }, 0],
  payout: [{ kind: 'notSupported', moneyMovement: 'expected' }, 0],
  reversed: [{ kind: 'tooLate', reason: 'already_reversed', moneyMovement: 'none' }, 0],
  abort: [ABORTED, 1],
  'abort-2.0': [ABORTED, 1],
  // The order says only `Ready`: nobody can know.
  'abort-2.0-ready': [OVERDUE_UNKNOWN, 1],
  'abort-later': [ABORTED, 1],
  'abort-without-effect': [OVERDUE_UNKNOWN, 0],
  'payer-in-app': [ABORTED, 1],
  'payer-in-app-authorises': [DIRECT, 1],
  'payer-in-app-buys': [TOO_LATE, 0],
  'abort-races-authorisation': [DIRECT, 1],
  'abort-races-sale': [TOO_LATE, 0],
  'abort-refused-twice': [ABORTED, 1],
  'cancel-races-capture': [TOO_LATE, 0],
  // The request found a smaller rest and released it.
  'cancel-races-part-capture': [{ ...REMAINDER, amounts: { currency: 'SEK', released: 1000, captured: 500 } }, 1],
  'two-requests': [DIRECT, 1],
  'cancelled-by-another': [ALREADY, 1],
  'duplicate-replay': [DIRECT, 1],
  'duplicate-inputerror': [DIRECT, 1],
  'duplicate-forbidden': [DIRECT, 1],
  'reference-of-another': [REJECTED, 0],
  'input-error': [REJECTED, 0],
  'timeout-before': [DIRECT, 1],
  'reset-before': [DIRECT, 1],
  'timeout-after': [DIRECT, 1],
  'reset-after': [DIRECT, 1],
  'reset-after-remainder': [REMAINDER, 1],
  'reset-after-abort': [ABORTED, 1],
  'late-commit': [DIRECT, 1],
  '502-before': [DIRECT, 1],
  '502-after': [DIRECT, 1],
  '504-before': [DIRECT, 1],
  '504-after': [DIRECT, 1],
  '500-twice': [DIRECT, 1],
  '500-read-twice': [DIRECT, 1],
  '429': [DIRECT, 1],
  '429-retry-after': [DIRECT, 1],
  unauthorised: [{ kind: 'blocked' }, 0],
  forbidden: [FORBIDDEN, 0],
  'configuration-error': [{ kind: 'blocked', reason: 'configurationerror' }, 0],
  'not-found-once': [DIRECT, 1],
  'not-found': [{ kind: 'notFound', moneyMovement: 'unknown' }, 0],
  'problem-as-json': [FORBIDDEN, 0],
  'problem-under-200': [FORBIDDEN, 0],
  'problem-status-mismatch': [FORBIDDEN, 0],
  'html-page': [DIRECT, 1],
  truncated: [DIRECT, 1],
  empty: [DIRECT, 1],
  declined: [{ kind: 'refused', reason: 'acquirererror', moneyMovement: 'expected' }, 0],
  'authorisation-expired-problem': [{ kind: 'notExecuted', reason: 'authorisation_expired' }, 0],
  'initialized-then-completed': [DIRECT, 1],
  'awaiting-then-completed': [DIRECT, 1],
  'awaiting-then-failed': [{ kind: 'refused' }, 0],
  'awaiting-then-failed-3.0': [{ kind: 'refused', reason: 'acquirererror' }, 0],
  'transaction-failed': [{ kind: 'refused', reason: 'acquirererror' }, 0],
  'accepted-then-cancelled': [DIRECT, 1],
  'accepted-for-ever': [OVERDUE_UNKNOWN, 0],
  'being-cancelled': [ALREADY, 1],
  'stale-reads': [DIRECT, 1],
  'operations-hidden': [DIRECT, 1],
  'cancel-not-permitted': [{ kind: 'inProgress', overdue: 'notCancellable', overdueReason: 'operation_not_offered' }, 0],
  'abort-not-permitted': [{ kind: 'inProgress', overdue: 'notCancellable', overdueReason: 'payer_in_app' }, 0],
  locks: [{ kind: 'refused', reason: 'acquirererror' }, 0],
  'cancellation-not-listed': [TOO_LATE, 1],
  'expansions-ignored': [DIRECT, 1],
  'remaining-zero': [REMAINDER, 1],
  'lower-case-keys': [DIRECT, 1],
  'pascal-case-keys': [DIRECT, 1],
  'unknown-fields': [DIRECT, 1],
  'operations-reordered': [DIRECT, 1],
  'content-type-missing': [DIRECT, 1],
  'instrument-operations-beside': [DIRECT, 1],
  'instrument-operations-instead': [NOT_FOLLOWED, 0],
  'contradiction-initialized': [CONTRADICTORY, 0],
  'contradiction-cancelled': [CONTRADICTORY, 1],
  'contradiction-paid': [CONTRADICTORY, 0],
  'href-second-brand': [NOT_FOLLOWED, 0],
  'href-other-host': [NOT_FOLLOWED, 0],
  'href-plain-http': [NOT_FOLLOWED, 0],
  'href-userinfo': [NOT_FOLLOWED, 0],
  'href-other-order': [NOT_FOLLOWED, 0],
  'href-dot-segments': [NOT_FOLLOWED, 0],
  'href-relative': [NOT_FOLLOWED, 0],
  'href-redirects': [UNKNOWN, 0],
  'href-with-query': [DIRECT, 1],
  'href-documented': [DIRECT, 1],
  'large-amount': [{ ...DIRECT, amounts: { currency: 'SEK', released: Number.MAX_SAFE_INTEGER, captured: 0 } }, 1],
  'callback-2.0': [DIRECT, 1],
  'callbacks-late': [DIRECT, 1],
  'callbacks-duplicated': [DIRECT, 1],
  'callbacks-lost': [DIRECT, 1],
  'callbacks-unknown-order': [DIRECT, 1],
  'callbacks-forged-body': [DIRECT, 1],
  'authorisation-expired': [{ kind: 'notExecuted', reason: 'authorisation_expired' }, 0],
  'version-2.0-unless-asked': [DIRECT, 1],
  'slow-2s': [DIRECT, 1],
  'slow-25s': [DIRECT, 1],
};

const FRESH: RunFacts = { reads: 0, sends: { begun: 0, accepted: 0, rejected: 0, notSent: 0 }, linkIssued: false, memory: {} };
/** Instead of the 15 s a call may really take. */
const PATIENCE_MS = 2_500;
const MOST_LOOKS = 12;

/** A run's activities in miniature: ask while unknown, watch while in progress, ask again when it could work. */
class Run {
  facts = FRESH;
  readonly #provider: CancellationProvider;
  readonly #simulator: RunningSimulator;
  readonly #order: PlacedOrder;

  constructor(simulator: RunningSimulator, order: PlacedOrder) {
    const credentials = swedbankpay.configuration.credentials({ baseUrl: `${simulator.url}/swedbankpay`, token: TOKEN });
    this.#provider = swedbankpay.connect(credentials, { http: createHttpClient(), now: () => simulator.world.clock.now() });
    this.#simulator = simulator;
    this.#order = order;
  }

  async settle(): Promise<CancellationAnswer> {
    let mode: 'ask' | 'watch' = 'ask';
    let last: ProviderReading | null = null;
    let same = 0;
    let asks = 0;
    for (let look = 0; look < MOST_LOOKS; look += 1) {
      const reading: ProviderReading | null = await this.#look(mode);
      this.#simulator.world.clock.advance(2_000);
      if (reading === null) continue;
      same = last !== null && JSON.stringify(last.answer) === JSON.stringify(reading.answer) ? same + 1 : 0;
      last = reading;
      if (reading.answer.kind === 'blocked' || (isFinal(reading.answer) && same >= Number(reading.rereads))) return reading.answer;
      if (reading.answer.kind === 'inProgress') mode = 'watch';
      if (reading.answer.kind === 'cancellable') mode = 'ask';
      if (reading.answer.kind === 'indeterminate' && mode === 'ask') asks += 1;
      if (asks > 4) return reading.answer;
    }
    if (last === null) throw new Error('never answered');
    return last.answer;
  }

  /** Null when the order could not be read. */
  async #look(mode: 'ask' | 'watch'): Promise<ProviderReading | null> {
    const payment = { provider: 'swedbankpay', account: 'default', paymentId: this.#order.path };
    const budget = startTimeBudget({ totalMs: 20_000, signal: AbortSignal.timeout(PATIENCE_MS) });
    try {
      const reading =
        mode === 'watch'
          ? await this.#provider.readPayment({ payment, facts: this.facts, budget })
          : await this.#provider.requestCancellation({
              payment,
              facts: this.facts,
              budget,
              payeeReference: { derived: `R${this.#order.id.replaceAll('-', '').slice(0, 29)}`, supplied: null },
              description: 'Order A-17 cancelled',
              payerReturn: { url: 'https://pay.example', state: 'x' },
              beforeSend: () => this.#markSend(),
            });
      this.#keep(reading);
      return reading;
    } catch (fault) {
      if (fault instanceof ProviderFault) return null;
      throw fault;
    }
  }

  #markSend(): Promise<void> {
    const { sends } = this.facts;
    this.facts = { ...this.facts, sends: { ...sends, begun: sends.begun + 1 } };
    return Promise.resolve();
  }

  #keep({ send, toldSomething, memory }: ProviderReading): void {
    const { sends, reads } = this.facts;
    const fate = send === null || send === 'lost' ? {} : { [send]: sends[send] + 1 };
    this.facts = { ...this.facts, reads: reads + (toldSomething ? 1 : 0), sends: { ...sends, ...fate }, memory };
  }
}

describe('every scenario of the simulated Swedbank Pay', () => {
  it('has an expectation here', () => expect(Object.keys(EXPECTED).sort()).toEqual(SCENARIOS.map(({ name }) => name).sort()));

  it.each(SCENARIOS.map(({ name, about }) => [name, about]))('%s: %s', async (name) => {
    const simulator = await openSimulator();
    const merchant = merchantOf(simulator);
    const order = await merchant.place({ scenario: name });
    const [expected, effective] = EXPECTED[name] ?? [];
    expect(await new Run(simulator, order).settle()).toMatchObject({ ...expected });
    expect(await merchant.effectiveCancellations(order)).toBe(effective);
  });
});

describe('the worker dies after Swedbank Pay committed', () => {
  it.each([
    ['authorised', 'direct'],
    ['partly-captured', 'remainderReleased'],
    ['abort', 'aborted'],
    ['old-shape', 'direct'],
    ['authorised-2.0', 'direct'],
  ])('%s: read anew, %s, exactly one effective cancellation', async (scenario, how) => {
    const simulator = await openSimulator();
    const merchant = merchantOf(simulator);
    const order = await merchant.place({ scenario });
    const run = new Run(simulator, order);
    await run.settle();
    // All that survives is the mark before the send.
    run.facts = { ...FRESH, sends: { ...FRESH.sends, begun: 1 } };
    expect(await run.settle()).toMatchObject({ kind: 'cancelled', how });
    expect(await merchant.effectiveCancellations(order)).toBe(1);
  });
});
