import type { CancellationAnswer } from '../../contracts/answer.js';
import { ProviderFault } from '../../contracts/fault.js';
import type {
  CancellationProvider,
  CancellationRequest,
  PayerLink,
  ProviderReading,
  ReadRequest,
  RunFacts,
} from '../../contracts/provider.js';

export type Call = 'read' | 'cancel' | 'token';

/** What one call brings: an answer, more of a reading, or a fault. */
export type Saying = CancellationAnswer | Partial<ProviderReading> | ProviderFault;

/** What a cancel does at the provider, and what its answer says (`lost`: the answer never arrives). */
export type CancelScript = () => Saying | Promise<Saying>;

/** One call that waits inside the provider. */
export interface Gate {
  /** The call has come and waits. */
  readonly reached: Promise<void>;
  /** It may go on. */
  readonly opened: Promise<void>;
  open(): void;
}

/** In every secret this provider hands out: it must be nowhere else. */
export const CANARY = 'canary-4f1d2c';

const ending = { moneyMovement: 'expected', reason: null, remedy: null, amounts: null } as const;

/** One answer of every kind; of the cancelled ones, one of every way that matters here. */
export const SAYS = {
  cancelledDirectly: { ...ending, kind: 'cancelled', how: 'direct', moneyMovement: 'none' },
  cancelledByPayer: { ...ending, kind: 'cancelled', how: 'afterPayerValidation', moneyMovement: 'none' },
  alreadyCancelled: { ...ending, kind: 'cancelled', how: 'alreadyCancelled', moneyMovement: 'none' },
  notExecuted: { ...ending, kind: 'notExecuted', moneyMovement: 'none', reason: 'expired' },
  tooLate: { ...ending, kind: 'tooLate', moneyMovement: 'done', remedy: 'reversal' },
  partiallyExecuted: { ...ending, kind: 'partiallyExecuted', moneyMovement: 'partial' },
  notSupported: { ...ending, kind: 'notSupported' },
  notCancellable: { ...ending, kind: 'notCancellable', reason: 'instant_payment' },
  refused: { ...ending, kind: 'refused' },
  notFound: { ...ending, kind: 'notFound', moneyMovement: 'unknown' },
  cancellable: { kind: 'cancellable' },
  payerNeeded: { kind: 'payerValidationRequired', attention: null },
  payerNeededElsewhere: { kind: 'payerValidationRequired', attention: 'validate_uri_missing' },
  validating: { kind: 'inProgress', overdue: 'notCancellable', overdueReason: 'still_validating' },
  working: { kind: 'inProgress', overdue: 'indeterminate', overdueReason: 'still_in_progress' },
  unclear: { kind: 'indeterminate', reason: 'unknown_state' },
  forbidden: { kind: 'blocked', reason: 'scripted.unauthorised' },
} as const satisfies Readonly<Record<string, CancellationAnswer>>;

/** A provider that cannot be reached. */
export function unreachable(more: { readonly retryAfterSeconds?: number } = {}): ProviderFault {
  return new ProviderFault({ code: 'http.unreachable', message: 'GET payment: nobody answered', retryable: true, ...more });
}

/** The attempt dies here: nothing of it reaches the workflow. */
export class AttemptDied extends Error {
  override readonly name = 'AttemptDied';
}

/** A made-up provider with one payment: it says what the test wants and keeps a book of every call. */
export class ScriptedProvider implements CancellationProvider {
  readonly calls: Call[] = [];
  /** Cancels that had an effect on the payment. */
  effectiveCancels = 0;
  /** What each read was told that this run had done so far. */
  readonly factsSeen: RunFacts[] = [];
  /** The references that cancels came with. */
  readonly payeeReferences: string[] = [];
  #reads: readonly Saying[] = [SAYS.cancellable];
  #cancel: CancelScript = () => this.cancels(SAYS.cancelledDirectly);
  #tokens: readonly (ProviderFault | null)[] = [null];
  readonly #gates = new Map<Call, { readonly arrive: () => void; readonly opened: Promise<void> }>();

  readonly #deadly = new Set<Call>();

  /** From now on reads say this, one after the other; the last one repeats. */
  says(...sayings: readonly [Saying, ...Saying[]]): void {
    this.#reads = sayings;
  }

  /** From now on a cancel does this. */
  onCancel(script: CancelScript): void {
    this.#cancel = script;
  }

  /** From now on links are issued (null) or fail, one after the other; the last one repeats. */
  tokens(...outcomes: readonly [ProviderFault | null, ...(ProviderFault | null)[]]): void {
    this.#tokens = outcomes;
  }

  /** Commits the cancel: reads say `next` from now on, and so does the cancel's own answer. */
  cancels(next: CancellationAnswer): Saying {
    this.effectiveCancels += next.kind === 'cancelled' ? 1 : 0;
    this.says(next);
    return { answer: next, send: 'accepted' };
  }

  /** Takes the cancel and asks for the payer. */
  asksForPayer(): Saying {
    this.says(SAYS.payerNeeded);
    return { answer: SAYS.payerNeeded, send: 'accepted' };
  }

  /** Makes the next call of this sort wait. */
  hold(call: Call): Gate {
    const { promise: reached, resolve: arrive } = promiseAndResolve();
    const { promise: opened, resolve: open } = promiseAndResolve();
    this.#gates.set(call, { arrive, opened });
    return { reached, opened, open };
  }

  /** Makes the attempt that makes the next call of this sort die. */
  diesAtNext(call: Call): void {
    this.#deadly.add(call);
  }

  count(call: Call): number {
    return this.calls.filter((made) => made === call).length;
  }

  async requestCancellation(request: CancellationRequest): Promise<ProviderReading> {
    const seen = await this.readPayment(request);
    if (seen.answer.kind !== 'cancellable') return seen;
    await request.beforeSend();
    await this.#called('cancel');
    this.payeeReferences.push(request.payeeReference.derived);
    return readingOf(await this.#cancel(), request);
  }

  async readPayment(request: ReadRequest): Promise<ProviderReading> {
    this.factsSeen.push(request.facts);
    await this.#called('read');
    const [saying = SAYS.unclear, ...later] = this.#reads;
    if (later.length > 0) this.#reads = later;
    return readingOf(saying, request);
  }

  readonly advice = null;
  readonly payerValidation = {
    issueLink: async (): Promise<PayerLink> => {
      await this.#called('token');
      const [fault = null, ...later] = this.#tokens;
      if (later.length > 0) this.#tokens = later;
      if (fault !== null) throw fault;
      return { url: `https://bank.example/approve?token=${CANARY}`, expiresInSeconds: 7 * 24 * 3600 };
    },
  };

  async #called(call: Call): Promise<void> {
    this.calls.push(call);
    const gate = this.#gates.get(call);
    this.#gates.delete(call);
    gate?.arrive();
    await gate?.opened;
    if (this.#deadly.delete(call)) throw new AttemptDied();
  }
}

function readingOf(saying: Saying, { payment, facts }: ReadRequest): ProviderReading {
  if (saying instanceof Error) throw saying;
  const answer = 'kind' in saying ? saying : (saying.answer ?? SAYS.unclear);
  return {
    answer,
    rereads: 0,
    proof: {
      provider: payment.provider,
      resource: `/payments/${payment.paymentId}`,
      state: { state: answer.kind },
      readAt: new Date().toISOString(),
      digest: `sha256:${'0'.repeat(64)}`,
    },
    memory: facts.memory,
    send: null,
    toldSomething: true,
    executesAt: null,
    retryAfterSeconds: null,
    code: `says_${answer.kind}`,
    providerRequestId: null,
    payerRoute: answer.kind === 'payerValidationRequired' ? { kind: 'bank', url: `https://bank.example/${CANARY}` } : null,
    ...('kind' in saying ? {} : saying),
  };
}

function promiseAndResolve(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}
