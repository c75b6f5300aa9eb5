import { HttpPaymentCancellations } from '../../client/http/index.js';
import type { Outcome } from '../../client/http/index.js';
import { type LedgerSummary, SimulatedPayment } from './simulated-payment.js';
import type { Stage } from './stage.js';

/** Tells one step: what happens, in plain words, and what can be seen of it. */
export type Tell = (what: string, seen?: readonly string[]) => Promise<void>;

export interface Ending {
  readonly paymentId: string;
  readonly cancellationId: string;
  readonly crashed: boolean;
  readonly rounds: number;
  readonly outcome: Outcome;
  readonly ledger: LedgerSummary;
  /** Cancelled, says the outcome, and exactly one cancellation stands in the simulator's ledger. */
  readonly agree: boolean;
}

const PATIENCE_MS = 90_000;

/**
 * Whether the API's worker reads payments at this very simulator: the demo must never ask a real provider for anything.
 * A dry run only reads, and the simulator has seen it.
 */
export async function isSimulated(stage: Stage): Promise<boolean> {
  const { paymentId, ledger } = await SimulatedPayment.create(stage.simulatorUrl).then((payment) => ({
    paymentId: payment.paymentId,
    ledger: () => payment.ledger(),
  }));
  await libraryOf(stage).check({ provider: 'powens', paymentId });
  return ((await ledger()).calls['powens.read'] ?? 0) > 0;
}

/** Plays the whole story: a request, a payer who leaves once and comes back, a crash where the stage is ours, the proof. */
export async function playStory(stage: Stage, tell: Tell): Promise<Ending> {
  const payment = await SimulatedPayment.create(stage.simulatorUrl);
  const { paymentId } = payment;
  await tell('A customer has paid an order; the payment waits at the bank.', [`Powens payment ${paymentId} (simulated)`]);

  const library = libraryOf(stage);
  const { cancellable } = await library.check({ provider: 'powens', paymentId });
  await tell('The shop asks beforehand whether it could be cancelled. Nothing is sent.', [`cancellable: ${cancellable}`]);

  const cancellation = await library.start({ provider: 'powens', paymentId, orderRef: 'demo' }, { waitMs: PATIENCE_MS });
  const link = cancellation.resource.nextAction?.url;
  if (link === undefined) throw new Error(`The payer's link was expected, and the cancellation is ${cancellation.resource.status}.`);
  await tell('The shop asks Countermand to cancel it. The bank wants the payer to approve: here is where to send the payer.', [
    `status: ${cancellation.resource.status}, round ${cancellation.resource.rounds}`,
    `link: ${new URL(link).origin}/r/…`,
  ]);

  await payment.visit(link, 'leave');
  const left = await cancellation.changed({ waitMs: PATIENCE_MS });
  await tell('The payer opens the webview, hesitates, and leaves. Countermand reads the payment itself and offers the next link.', [
    `status: ${left.status}, round ${left.rounds}`,
  ]);

  const crashed = await approve({ stage, payment, link, tell });
  const outcome = await cancellation.result({ waitMs: PATIENCE_MS });
  await tell('The outcome, with what the provider itself says as proof.', outcomeLines(outcome));

  const ledger = await payment.ledger();
  const effective = ledger.effectiveCancellations[paymentId] ?? 0;
  const agree = outcome.kind === 'cancelled' && effective === 1;
  await tell(agree ? "The provider's own ledger agrees: cancelled once." : "The provider's own ledger does NOT agree.", [
    `effective cancellations: ${effective}`,
    `calls: ${Object.entries(ledger.calls).map(([call, count]) => `${call} ${count}`).join(', ')}`,
  ]);
  return { paymentId, cancellationId: cancellation.id, crashed, rounds: cancellation.resource.rounds, outcome, ledger, agree };
}

interface Approval {
  readonly stage: Stage;
  readonly payment: SimulatedPayment;
  readonly link: string;
  readonly tell: Tell;
}

/** @returns whether the worker was killed meanwhile */
async function approve({ stage, payment, link, tell }: Approval): Promise<boolean> {
  if (stage.crashWorker === null) {
    await payment.visit(link, 'approve');
    await tell('The payer opens the same link again and approves at the bank. (No crash: this stack is not ours to break.)');
    return false;
  }
  await stage.crashWorker();
  await tell('Now the worker is killed (kill -9), with the payer at the bank. Nothing is lost: the run stands in Temporal.');
  await payment.approveAtBank();
  await tell('The payer approves at the bank and is led back. No worker is alive; the return is kept. A new worker starts and goes on.');
  return true;
}

function outcomeLines({ kind, how, moneyMovement, proof }: Outcome): string[] {
  const lines = [`outcome: ${[kind, how].filter((word) => word !== null).join(', ')}; money: ${moneyMovement}`];
  return proof === null ? lines : [...lines, `proof: ${proof.resource} ${JSON.stringify(proof.state)}, read ${proof.readAt}`, `digest: ${proof.digest}`];
}

function libraryOf({ apiUrl, token }: Stage): HttpPaymentCancellations {
  return new HttpPaymentCancellations({ baseUrl: apiUrl, ...(token === undefined ? {} : { token }) });
}
