import { describe, expect, it } from 'vitest';
import { isFinal, type CancellationAnswer } from '../../contracts/answer.js';
import type { CancellationProvider, ProviderReading } from '../../contracts/provider.js';
import { createHttpClient } from '../../platform/http.js';
import { startTimeBudget } from '../../platform/time-budget.js';
import { findProvider } from '../../providers/registry.js';
import { SCENARIOS } from '../../simulator/powens/scenarios.js';
import type { RunningSimulator } from '../../simulator/server.js';
import { CLIENT_ID, CLIENT_SECRET, createPayment, openSimulator, send } from '../simulator/support.js';
import { askUntilSettled } from './conformance.js';
import { rehearse } from './rehearsal.js';

/** The simulator was written from the documents by another hand: each of its cases, and what we make of it. */

const APPROVED = 'cancelled afterPayerValidation';

/** First what the request is answered, then, where the payer is needed, what a visit of the payer leads to. */
const EXPECTED: Readonly<Record<string, readonly [string] | readonly [string, string]>> = {
  'created-direct': ['cancelled direct'],
  'created-direct-capitalised': ['cancelled direct'],
  'created-direct-by-client': ['cancelled direct'],
  direct: ['cancelled direct'],
  'direct-capitalised': ['cancelled direct'],
  'direct-by-client': ['cancelled direct'],
  'not-supported': ['notSupported'],
  'not-supported-409': ['notSupported'],
  'not-supported-422': ['notSupported'],
  'not-supported-200': ['notSupported'],
  'connector-cannot-cancel': ['notSupported'],
  'webview-approve': ['payerValidationRequired', APPROVED],
  'webview-leave-then-approve': ['payerValidationRequired', 'payerValidationRequired'],
  'webview-leave-always': ['payerValidationRequired', 'payerValidationRequired'],
  'webview-token-expired': ['payerValidationRequired', 'payerValidationRequired'],
  'bank-approve': ['payerValidationRequired', APPROVED],
  'bank-decoupled': ['payerValidationRequired payer_action_unsupported:decoupled', APPROVED],
  'bank-additional-information': ['payerValidationRequired payer_action_unsupported:additionalInformationNeeded', APPROVED],
  'bank-confirm': ['payerValidationRequired payer_action_unsupported:confirm', APPROVED],
  'bank-psu-validation': ['payerValidationRequired payer_action_unsupported:psuValidation', APPROVED],
  'bank-link-missing': ['payerValidationRequired validate_uri_missing', APPROVED],
  'webview-refuse': ['payerValidationRequired', 'refused'],
  'bank-refuse': ['payerValidationRequired', 'refused'],
  'approval-lags': ['payerValidationRequired', APPROVED],
  'approval-lags-bank': ['payerValidationRequired', APPROVED],
  'webhook-only': ['payerValidationRequired', APPROVED],
  silence: ['payerValidationRequired', APPROVED],
  'early-callback': ['payerValidationRequired', APPROVED],
  'duplicate-callbacks': ['payerValidationRequired', APPROVED],
  'late-callback': ['payerValidationRequired', APPROVED],
  'forged-callbacks': ['payerValidationRequired', APPROVED],
  'callback-lies': ['payerValidationRequired', 'payerValidationRequired'],
  'executed-while-waiting-done': ['payerValidationRequired', 'tooLate'],
  'executed-while-waiting-accepted': ['payerValidationRequired', 'tooLate accepted_not_confirmed'],
  'executed-while-waiting-partial': ['payerValidationRequired', 'partiallyExecuted'],
  'rejected-while-waiting': ['payerValidationRequired', 'notExecuted insufficientFunds'],
  'executed-at-approval': ['payerValidationRequired', 'tooLate'],
  'expired-while-waiting': ['payerValidationRequired', 'notCancellable expired_untracked'],
  'already-done': ['tooLate'],
  'already-accepted': ['tooLate accepted_not_confirmed'],
  'already-partial': ['partiallyExecuted'],
  'already-expired': ['notCancellable expired_untracked'],
  'already-rejected': ['notExecuted insufficientFunds'],
  'already-cancelled': ['cancelled alreadyCancelled'],
  'validating-then-pending': ['cancelled direct'],
  'instant-pending': ['notCancellable instant_payment'],
  'instant-bulk': ['notCancellable instant_payment'],
  'deferred-today': ['payerValidationRequired', APPROVED],
  'lost-answer-reset': ['cancelled direct'],
  'lost-answer-502': ['cancelled direct'],
  'lost-answer-webview': ['payerValidationRequired', APPROVED],
  'not-applied-500': ['cancelled direct'],
  maintenance: ['cancelled direct'],
  'rate-limited': ['cancelled direct'],
  'rate-limited-retry-after': ['cancelled direct'],
  'token-expires-midway': ['payerValidationRequired', APPROVED],
  unauthorised: ['blocked powens_unauthorised'],
  forbidden: ['blocked powens_forbidden'],
  'not-found': ['notFound'],
  conflict: ['notCancellable provider_rejected_request'],
  'garbled-html': ['cancelled direct'],
  'garbled-truncated': ['cancelled direct'],
  'garbled-empty': ['cancelled direct'],
  'garbled-read': ['cancelled direct'],
  'unknown-state': ['indeterminate state_unknown'],
  'unknown-detail': ['payerValidationRequired', APPROVED],
  'unknown-action': ['payerValidationRequired payer_action_unsupported:sing', APPROVED],
  'unknown-error-code': ['notExecuted solarFlare'],
  'casing-variants': ['cancelled direct'],
  'fields-array': ['payerValidationRequired', APPROVED],
  'fields-dictionary': ['payerValidationRequired', APPROVED],
  'request-id-string': ['notSupported'],
  'request-id-null': ['notSupported'],
  'expires-in-absent': ['payerValidationRequired', APPROVED],
  'webhook-bad-signature': ['payerValidationRequired', APPROVED],
  'webhook-missing-headers': ['payerValidationRequired', APPROVED],
  'webhook-gzip': ['payerValidationRequired', APPROVED],
  'webhook-gzip-wire': ['payerValidationRequired', APPROVED],
  'webhook-duplicated': ['payerValidationRequired', APPROVED],
  'webhook-out-of-order': ['payerValidationRequired', APPROVED],
  'webhook-unknown-payment': ['payerValidationRequired', APPROVED],
  'webhook-old-domain': ['payerValidationRequired', APPROVED],
  'already-cancelling': ['payerValidationRequired', APPROVED],
  'already-cancelling-bank': ['payerValidationRequired', APPROVED],
};

/** Cases that take seconds by their nature; the conformance suite plays the same faults briefly. */
const SLOW = ['lost-answer-hang', 'late-commit', 'two-requests', 'slow-answers', 'slow-drip', 'restart-anywhere'];

/** Nobody listens there: the payer's browser ends at a dead address. */
const PAYER_RETURN_URL = 'http://127.0.0.1:9/callbacks/powens';

describe('Powens, scenario by scenario', () => {
  it('knows every scenario of the simulator', () => {
    expect(SCENARIOS.map(({ name }) => name).sort()).toEqual([...Object.keys(EXPECTED), ...SLOW].sort());
  });

  it.each(Object.entries(EXPECTED))('%s: %s', async (scenario, [asked, visited]) => {
    const powens = { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, redirectUrls: [PAYER_RETURN_URL], webhookUrl: null, webhookSecret: null };
    const simulator = await openSimulator({ fsync: false, powens });
    const provider = connect(simulator);
    const paymentId = await createPayment(simulator, { scenario });
    const run = rehearse(provider, { provider: 'powens', paymentId, payerReturnUrl: PAYER_RETURN_URL });

    const { last } = await askUntilSettled(run, 12);
    expect(inWords(last.answer)).toBe(asked);
    if (visited !== undefined) {
      await visit(simulator, provider, last, paymentId);
      run.linkIssued();
      const seen = [await run.read(), await run.read(), await run.read()];
      expect(inWords((seen.find(({ answer }) => isFinal(answer)) ?? last).answer)).toBe(visited);
    }
    const effects = simulator.world.journal.summary({ payment: paymentId }).effectiveCancellations[paymentId] ?? 0;
    expect(effects).toBe([asked, visited].some((words) => words === APPROVED || words === 'cancelled direct') ? 1 : 0);
  });
});

function connect({ url }: RunningSimulator): CancellationProvider {
  const powens = findProvider('powens');
  if (powens === null) throw new Error('Powens is not registered');
  const values = { baseUrl: `${url}/powens/2.0`, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET };
  return powens.connect(values, { http: createHttpClient(), now: () => new Date() });
}

/** The payer opens the link and does what the scenario's payer does at the first visit. */
async function visit(simulator: RunningSimulator, provider: CancellationProvider, { payerRoute }: ProviderReading, paymentId: string): Promise<void> {
  if (payerRoute === null || provider.payerValidation === null) throw new Error('no way for the payer');
  const { url } = await provider.payerValidation.issueLink({
    payment: { provider: 'powens', account: 'default', paymentId },
    route: payerRoute,
    payerReturn: { url: PAYER_RETURN_URL, state: 'state-token' },
    locale: 'fr',
    budget: startTimeBudget({ totalMs: 20_000, signal: new AbortController().signal }),
  });
  const reply = await send('POST', `${simulator.url}/admin/powens/payments/${paymentId}/visit`, { body: { url } });
  expect(reply.status).toBe(200);
}

function inWords(answer: CancellationAnswer): string {
  const word = 'how' in answer ? answer.how : 'attention' in answer ? answer.attention : 'reason' in answer ? answer.reason : null;
  return word === null ? answer.kind : `${answer.kind} ${word}`;
}
