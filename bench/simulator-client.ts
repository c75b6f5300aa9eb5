import fetch from 'node-fetch';

/** What a benchmark needs of the simulator's admin API. */
export interface SimulatorClient {
  /** Every call of the provider takes this long by itself. */
  setServiceTime(milliseconds: number): Promise<void>;
  /** Ids of fresh payments, all alike. */
  payments(scenario: string, count: number): Promise<readonly string[]>;
  /** The payer approves; the callback's address, not visited. */
  approve(paymentId: string): Promise<string>;
  /** Cancellations that took effect, over all payments. */
  effectiveCancellations(): Promise<readonly number[]>;
}

/** Talks to one simulator. */
export function simulatorClient(url: string): SimulatorClient {
  const send = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return {
    setServiceTime: async (milliseconds) => {
      await send('PUT', '/admin/service-times', { provider: 'powens', call: '*', milliseconds });
    },
    payments: async (scenario, count) => {
      const body = (await send('POST', '/admin/powens/payments', { scenario, count })) as { id?: string; payments?: string[] };
      return body.payments ?? [body.id ?? ''];
    },
    approve: async (paymentId) => {
      const body = await send('POST', `/admin/powens/payments/${paymentId}/payer`, { action: 'approve' });
      return (body as { callbackUrl: string }).callbackUrl;
    },
    effectiveCancellations: async () => {
      const body = await send('GET', '/admin/ledger/summary');
      return Object.values((body as { effectiveCancellations: Record<string, number> }).effectiveCancellations);
    },
  };
}
