import { condition, continueAsNew, defineSignal, setHandler, upsertSearchAttributes } from '@temporalio/workflow';
import type { CancelPaymentInput, CancelPaymentResult } from '../../contracts/run.js';
import { CancellationStatusKey } from '../../contracts/search-attributes.js';

/**
 * A run that goes on as new whenever it is told to, as the real one does after thousands of events, and that can say
 * how it stands before it ends, as the real one does while it leaves its last event to another run.
 */
export async function CancelPaymentWorkflow(input: CancelPaymentInput): Promise<CancelPaymentResult> {
  let told: 'continue' | 'end' | null = null;
  setHandler(defineSignal('continueAsNew'), () => void (told = 'continue'));
  setHandler(defineSignal('end'), () => void (told = 'end'));
  setHandler(defineSignal('publishEnd'), () => upsertSearchAttributes([{ key: CancellationStatusKey, value: 'not_cancelled' }]));
  upsertSearchAttributes([{ key: CancellationStatusKey, value: 'awaiting_provider' }]);
  await condition(() => told !== null);
  if (told === 'continue') await continueAsNew<typeof CancelPaymentWorkflow>(input);
  return {
    outcome: {
      kind: 'refused',
      how: null,
      moneyMovement: 'expected',
      reason: 'after_continuing',
      remedy: null,
      amounts: null,
      decidedBy: null,
      proof: null,
    },
    rounds: 0,
    payerDeadline: null,
    lastEvent: null,
    facts: { reads: 1, sends: { begun: 0, accepted: 0, rejected: 0, notSent: 0 }, linkIssued: false, memory: {} },
  };
}
