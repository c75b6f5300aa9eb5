import type { Answer } from './answer.js';
import type { PlainRoute, ProviderRoute } from './route.js';
import type { World } from './world.js';

/** A payment laid out for the demo shop. */
export interface DemoPayment {
  readonly paymentId: string;
  readonly title: string;
  /** What the visitor may expect when the payment is cancelled. */
  readonly expectation: string;
  readonly amountMinorUnits: number;
  readonly currency: string;
}

/** One payment provider, as the core plays it. */
export interface SimulatedProvider {
  /** Name in the ledger, in fault addresses and under `/admin/`. */
  readonly name: string;
  /** Its API and its pages: recorded, and open to faults. */
  readonly routes: readonly ProviderRoute[];
  /** Its part of the admin API; paths begin with `/admin/{name}/`. */
  readonly adminRoutes: readonly PlainRoute[];
  /** An error in this provider's own form. `status` is one of those the fault kinds name. */
  errorAnswer(status: number): Answer;
  /** The same answer about a state nobody has heard of. */
  withUnknownState(answer: Answer): Answer;
  /** The same answer about another payment. */
  withWrongId(answer: Answer): Answer;
  /** Creates a fresh set of payments for the demo shop. */
  createDemoPayments(): readonly DemoPayment[];
}

/** Builds a provider into a world; called once, before the server listens. */
export type SimulatedProviderFactory = (world: World) => SimulatedProvider;
