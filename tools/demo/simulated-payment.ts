import { randomInt } from 'node:crypto';
import { z } from 'zod';

const summarySchema = z.object({
  calls: z.record(z.string(), z.number()),
  effectiveCancellations: z.record(z.string(), z.number()),
});
export type LedgerSummary = z.infer<typeof summarySchema>;

const ANSWER_WITHIN_MS = 40_000;

/** One payment at the simulator, its payer and its bank. */
export class SimulatedPayment {
  readonly paymentId: string;
  readonly #simulatorUrl: string;

  private constructor(simulatorUrl: string, paymentId: string) {
    this.#simulatorUrl = simulatorUrl;
    this.paymentId = paymentId;
  }

  /** A payment that its payer must approve the cancellation of; under an id that no real payment has. */
  static async create(simulatorUrl: string): Promise<SimulatedPayment> {
    const paymentId = `9${randomInt(10 ** 8, 10 ** 9)}${randomInt(10 ** 7, 10 ** 8)}`;
    const payment = new SimulatedPayment(simulatorUrl, paymentId);
    await payment.#ask('POST', '/admin/powens/payments', { scenario: 'webview-approve', id: paymentId });
    return payment;
  }

  /** The payer follows a link as a browser would, and leaves or approves. */
  async visit(url: string, action: 'leave' | 'approve'): Promise<void> {
    await this.#ask('POST', '/admin/payers', { url, plan: [action] });
  }

  /** The payer, who is at the bank already, approves and is led back. */
  async approveAtBank(): Promise<void> {
    await this.#ask('POST', `/admin/powens/payments/${this.paymentId}/payer`, { action: 'approve', deliver: 1 });
  }

  /** What really happened at the provider. */
  async ledger(): Promise<LedgerSummary> {
    return summarySchema.parse(await this.#ask('GET', `/admin/ledger/summary?payment=${this.paymentId}`));
  }

  async #ask(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.#simulatorUrl}${path}`, {
      method,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`The simulator answers ${answer.status} to ${method} ${path}.`);
    return answer.json();
  }
}
