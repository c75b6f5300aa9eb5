import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { FaultKind } from '../../simulator/core/fault-kinds.js';
import type { ProviderName, Scenarios } from './customer-plan.js';

const scenariosSchema = z.object({ scenarios: z.array(z.object({ name: z.string() })) });
const paymentSchema = z.union([
  z.object({ paymentOrderId: z.string() }).transform(({ paymentOrderId }) => paymentOrderId),
  z.object({ id: z.string() }).transform(({ id }) => id),
]);
const trailSchema = z.object({
  steps: z.array(z.object({ method: z.string(), address: z.string(), status: z.number().nullable() })),
});
export type PayerTrail = z.infer<typeof trailSchema>;

const ANSWER_WITHIN_MS = 90_000;
const PATIENCE_MS = 120_000;
const LOOK_AGAIN_MS = 500;

/** The simulator's admin API for a run in which the simulator, too, is killed: every call is repeated until it is answered. */
export class SimulatedProviders {
  readonly #url: string;
  readonly #signal: AbortSignal;

  constructor(url: string, signal: AbortSignal) {
    this.#url = url;
    this.#signal = signal;
  }

  async scenarios(): Promise<Scenarios> {
    const names = async (provider: ProviderName): Promise<string[]> => {
      const { scenarios } = scenariosSchema.parse(await this.#ask('GET', `/admin/${provider}/scenarios`));
      return scenarios.map(({ name }) => name);
    };
    return { powens: await names('powens'), swedbankpay: await names('swedbankpay') };
  }

  /** A payment in the state of a scenario; gives the id that Countermand knows it by. */
  async createPayment(provider: ProviderName, scenario: string): Promise<string> {
    const path = provider === 'powens' ? '/admin/powens/payments' : '/admin/swedbankpay/orders';
    return paymentSchema.parse(await this.#ask('POST', path, { scenario }));
  }

  /** From now on a share of all calls goes wrong like this, drawn from the seed. */
  async addFault(kind: FaultKind, rate: number, seed: string): Promise<void> {
    await this.#ask('POST', '/admin/faults', { kind, rate, seed });
  }

  /** Takes every fault away, also those of scenarios. */
  async heal(): Promise<void> {
    await this.#ask('DELETE', '/admin/faults');
  }

  /** Sends again at once what Countermand has not taken, as the providers would do later. */
  async flushWebhooks(): Promise<void> {
    await this.#ask('POST', '/admin/deliveries/flush');
  }

  /** The payer follows a link as a browser would, by the payment's own plan. */
  async visit(paymentId: string, url: string): Promise<PayerTrail> {
    return trailSchema.parse(await this.#ask('POST', `/admin/powens/payments/${paymentId}/visit`, { url }));
  }

  /** The payer, whose bank's page is still open, approves and is led back. */
  async approveAtBank(paymentId: string): Promise<void> {
    await this.#ask('POST', `/admin/powens/payments/${paymentId}/payer`, { action: 'approve', deliver: 1 });
  }

  async #ask(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown> {
    const giveUpAt = Date.now() + PATIENCE_MS;
    for (;;) {
      this.#signal.throwIfAborted();
      const answer = await this.#askOnce(method, path, body).catch(() => null);
      if (answer !== null && answer.ok) return answer.json();
      if (answer !== null && answer.status < 500) throw new Error(`The simulator answers ${answer.status} to ${method} ${path}.`);
      if (Date.now() > giveUpAt) throw new Error(`The simulator does not answer ${method} ${path}.`);
      await pause(LOOK_AGAIN_MS);
    }
  }

  async #askOnce(method: string, path: string, body: object | undefined): Promise<Response> {
    return await fetch(`${this.#url}${path}`, {
      method,
      signal: AbortSignal.any([this.#signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  }
}
