import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountOfRef, cancellationIdOf, readCancellationId } from '../../contracts/cancellation-id.js';
import { cancelWorkflowId, lateNewsWorkflowId } from '../../contracts/names.js';

const firstRunId = '019aa7f3-6a01-7b1e-8b1a-0c9d4f2e7a55';
const payment = { provider: 'powens', account: 'shop-1', paymentId: '12345' };

describe('a cancellation id', () => {
  it('stands for one run of a request or of late news, in URL-safe characters', () => {
    for (const workflowId of [cancelWorkflowId(payment), lateNewsWorkflowId(payment)]) {
      const id = cancellationIdOf({ workflowId, firstRunId });
      expect(id).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(readCancellationId(id)).toEqual({ workflowId, firstRunId });
    }
  });

  it('round-trips for every payment and run', () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.stringMatching(/^[a-z0-9-]{1,24}$/),
        fc.stringMatching(/^[A-Za-z0-9_/-]{1,80}$/),
        (runId, account, paymentId) => {
          const ref = { workflowId: `cancel-payment/swedbankpay/${account}/${paymentId}`, firstRunId: runId };
          const id = cancellationIdOf(ref);
          expect(readCancellationId(id)).toEqual(ref);
          expect(accountOfRef(ref)).toBe(account);
        },
      ),
    );
  });

  it('is nothing when it is another text', () => {
    const id = cancellationIdOf({ workflowId: cancelWorkflowId(payment), firstRunId });
    for (const other of ['', 'x', '../..', `${id}=`, `${id}A`, ` ${id}`, id.slice(1), '%00', 'Y2FuY2Vs']) {
      expect(readCancellationId(other)).toBeNull();
    }
    fc.assert(fc.property(fc.string(), (text) => void readCancellationId(text)));
  });

  it('has one spelling', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{40,80}$/), (text) => {
        const ref = readCancellationId(text);
        if (ref !== null) expect(cancellationIdOf(ref)).toBe(text);
      }),
    );
  });

  it('is not made for a foreign workflow', () => {
    expect(() => cancellationIdOf({ workflowId: 'other/powens/default/1', firstRunId })).toThrow(RangeError);
    expect(() => cancellationIdOf({ workflowId: cancelWorkflowId(payment), firstRunId: 'no' })).toThrow(RangeError);
  });
});
