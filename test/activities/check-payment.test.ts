import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, it } from 'vitest';
import { createCheckActivities } from '../../activities/check-payment.js';
import type { CancellationCheck, CheckPaymentResult } from '../../contracts/check.js';
import { dependenciesOf } from '../workflow/rig.js';
import { type Saying, SAYS, ScriptedProvider, unreachable } from '../workflow/scripted-provider.js';
import { STEP } from './attempts.js';

async function check(saying: Saying): Promise<{ readonly provider: ScriptedProvider; readonly said: CheckPaymentResult }> {
  const provider = new ScriptedProvider();
  provider.says(saying);
  const silent = { heartbeat: () => Promise.resolve() };
  const { checkPayment } = createCheckActivities(
    dependenciesOf(provider, silent, { policy: undefined, recheckSchedule: undefined, pollSchedule: undefined }),
  );
  return { provider, said: await new MockActivityEnvironment().run(checkPayment, { payment: STEP.payment, correlationId: null }) };
}

describe('a dry run', () => {
  it.each<[Saying, Omit<CancellationCheck, 'readAt'>]>([
    [SAYS.cancellable, { cancellable: 'yes', payerValidation: 'unknown', reason: null }],
    [SAYS.payerNeeded, { cancellable: 'yes', payerValidation: 'required', reason: 'cancellation_already_requested' }],
    [SAYS.alreadyCancelled, { cancellable: 'no', payerValidation: 'not_required', reason: 'already_cancelled' }],
    [SAYS.tooLate, { cancellable: 'no', payerValidation: 'not_required', reason: 'too_late' }],
    [SAYS.notCancellable, { cancellable: 'no', payerValidation: 'not_required', reason: 'instant_payment' }],
    [SAYS.validating, { cancellable: 'unknown', payerValidation: 'unknown', reason: 'still_validating' }],
    [SAYS.unclear, { cancellable: 'unknown', payerValidation: 'unknown', reason: 'unknown_state' }],
    [unreachable(), { cancellable: 'unknown', payerValidation: 'unknown', reason: 'http.unreachable' }],
  ])('reads once, sends nothing and says what a request would meet (%#)', async (saying, expected) => {
    const { provider, said } = await check(saying);
    expect(said).toEqual({ ...expected, readAt: expect.any(String), reading: expect.anything() });
    expect(provider.calls).toEqual(['read']);
  });

  it('tells what the provider says, with its words', async () => {
    expect((await check(SAYS.tooLate)).said.reading).toMatchObject({ answer: SAYS.tooLate, proof: { provider: 'scripted', state: expect.any(Object) } });
    expect((await check(unreachable())).said.reading).toEqual({
      answer: { kind: 'indeterminate', reason: 'http.unreachable' },
      proof: null,
      providerRequestId: null,
    });
  });
});
