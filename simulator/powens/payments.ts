import type { Cause, DocumentChange } from '../core/ledger.js';
import type { Collection } from '../core/store.js';
import type { World } from '../core/world.js';
import type { ClientApplications } from './client-application.js';
import { DEFAULT_KNOBS, withChoices, type KnobChoices } from './knobs.js';
import { isFinal, type Instruction, type PowensPayment } from './payment.js';
import { isTold, notify } from './webhooks.js';

/** What somebody says about a new payment; the rest has defaults. */
export interface NewPayment {
  readonly clientId: string;
  readonly id?: string | undefined;
  readonly scenario?: string | null | undefined;
  /** Laid over the defaults one after the other. */
  readonly knobs: readonly (KnobChoices | undefined)[];
  readonly state?: string | undefined;
  readonly stateDetail?: string | null | undefined;
  readonly errorCode?: string | null | undefined;
  readonly connectorUuid: string;
  readonly clientRedirectUri: string;
  readonly clientState?: string | null | undefined;
  readonly instructions: readonly Instruction[];
  readonly cause: Cause;
  readonly callSeq?: number | undefined;
}

export interface Change {
  /** Dotted name for the ledger. */
  readonly effect: string;
  readonly cause: Cause;
  readonly callSeq?: number | null | undefined;
  readonly effectiveCancellation?: boolean;
  readonly set: Partial<PowensPayment>;
}

const PROVIDER = 'powens';
const FIRST_ID = 1001;

/** All payments, and the one door through which they change: a commit in the ledger, then the webhook. */
export class Payments {
  readonly #world: World;
  readonly #clients: ClientApplications;
  readonly #payments: Collection<PowensPayment>;
  readonly #counters: Collection<number>;

  constructor(world: World, clients: ClientApplications) {
    this.#world = world;
    this.#clients = clients;
    this.#payments = world.store.collection<PowensPayment>('powens.payments');
    this.#counters = world.store.collection<number>('powens.counters');
  }

  get(id: string): PowensPayment | undefined {
    return this.#payments.get(id);
  }

  list(): readonly PowensPayment[] {
    return this.#payments.values();
  }

  create(facts: NewPayment): PowensPayment {
    const id = facts.id ?? this.#freeId();
    const knobs = withChoices(DEFAULT_KNOBS, ...facts.knobs);
    const payment: PowensPayment = {
      id,
      clientId: facts.clientId,
      scenario: facts.scenario ?? null,
      knobs,
      state: facts.state ?? 'created',
      stateDetail: facts.stateDetail ?? null,
      action: null,
      errorCode: facts.errorCode ?? null,
      validateUri: null,
      connectorUuid: facts.connectorUuid,
      registeredAt: this.#world.clock.now().toISOString(),
      clientRedirectUri: facts.clientRedirectUri,
      clientState: facts.clientState ?? null,
      payerName: 'Camille Payer-Example',
      payerIban: 'FR7630006000011234567890189',
      instructions: facts.instructions,
      cancelRequests: 0,
      scopedTokens: 0,
      visits: 0,
      approvedReadsLeft: null,
      stale: null,
      validatingReadsLeft: knobs.validatingReads,
    };
    this.#world.store.commit({
      provider: PROVIDER,
      effect: 'payment.created',
      payment: id,
      cause: facts.cause,
      callSeq: facts.callSeq ?? null,
      changes: [this.#payments.put(id, payment)],
    });
    return payment;
  }

  /** Commits a change and tells it by webhook when the state (or, by knob, the detail) is another. */
  change(payment: PowensPayment, change: Change, ...also: readonly DocumentChange[]): PowensPayment {
    const changed: PowensPayment = { ...payment, ...change.set };
    this.#world.store.commit({
      provider: PROVIDER,
      effect: change.effect,
      payment: payment.id,
      cause: change.cause,
      callSeq: change.callSeq ?? null,
      effectiveCancellation: change.effectiveCancellation ?? false,
      changes: [this.#payments.put(payment.id, changed), ...also],
    });
    const isNews =
      changed.state !== payment.state ||
      (changed.knobs.webhookOnDetailChange && changed.stateDetail !== payment.stateDetail);
    if (isNews && isTold(changed, change.cause)) this.#tell(payment, changed);
    return changed;
  }

  /** Bookkeeping that is no commit: visits, reads left. */
  note(payment: PowensPayment, set: Partial<PowensPayment>): PowensPayment {
    const changed: PowensPayment = { ...payment, ...set };
    this.#world.store.save(this.#payments.put(payment.id, changed));
    return changed;
  }

  /** Sends a webhook about a payment as it is, or as it is made up to be. */
  tell(payment: PowensPayment, dataId: number | null = null): void {
    const client = this.#clients.get(payment.clientId);
    if (client === undefined) return;
    const at = this.#world.clock.now();
    notify(this.#world.deliveries, client, { payment, dataId: dataId ?? this.#nextDataId(), at });
  }

  #freeId(): string {
    let next = this.#counters.get('payment') ?? FIRST_ID;
    while (this.#payments.get(String(next)) !== undefined) next += 1;
    this.#world.store.save(this.#counters.put('payment', next + 1));
    return String(next);
  }

  #tell(before: PowensPayment, after: PowensPayment): void {
    const olderDataId = this.#nextDataId();
    this.tell(after);
    if (!isFinal(after)) return;
    if (after.knobs.webhookRepeatsOlder) this.tell(before, olderDataId);
    if (after.knobs.webhookForUnknownPayment) this.tell({ ...after, id: `${after.id}999` });
  }

  #nextDataId(): number {
    const next = this.#counters.get('webhook') ?? 1;
    this.#world.store.save(this.#counters.put('webhook', next + 1));
    return next;
  }
}
