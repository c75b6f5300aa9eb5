import type { CancellationAnswer } from './answer.js';
import type { Proof } from './outcome.js';
import type { PaymentRef, ProviderId } from './payment.js';

/**
 * The provider port (design section 4). One folder implements it, one registry line adds it.
 *
 * Answers are returned; faults are thrown as `ProviderFault` (`contracts/fault.ts`).
 */
export interface ProviderDefinition<Credentials> {
  readonly id: ProviderId;
  /** Name for people, e.g. `Powens`. */
  readonly displayName: string;
  readonly capabilities: ProviderCapabilities;
  readonly configuration: ProviderConfiguration<Credentials>;
  readonly paymentId: PaymentIdPort;
  readonly payeeReference: PayeeReferencePort | null;
  /** Pure: verifies and parses webhooks and payer returns; null where the provider sends none. */
  readonly notifications: NotificationPort | null;
  connect(credentials: Credentials, platform: ProviderPlatform): CancellationProvider;
}

export interface ProviderCapabilities {
  /** The payer may have to approve a cancellation at the bank. */
  readonly payerValidation: boolean;
  /** A payment nobody has authorised yet can be withdrawn. */
  readonly abort: boolean;
  /** After a partial capture the remainder can be released. */
  readonly remainderRelease: boolean;
  /** Sends webhooks that wake a run. */
  readonly notifications: boolean;
}

/** One value a provider needs per account, with its names for people (design section 9). */
export interface ProviderSetting {
  /** Key in `ACCOUNTS_FILE`, camelCase. A secret may also stand there as `{key}File`. */
  readonly key: string;
  /** Environment variable of account `default`. A secret may also come as `{variable}_FILE`. */
  readonly variable: string;
  readonly secret: boolean;
  readonly required: boolean;
  /** Provider credentials are read by the worker only; the API reads just what it needs to verify. */
  readonly readBy: 'worker' | 'api' | 'both';
  /** What is wrong with a value and what would be right, or null. `insecureAllowed`: http on loopback is fine. */
  problem(value: string, context: { readonly insecureLoopbackAllowed: boolean }): string | null;
}

export interface ProviderConfiguration<Credentials> {
  /** The provider is enabled for an account when this setting has a value. */
  readonly enabledBy: string;
  readonly settings: readonly ProviderSetting[];
  /** Typed credentials from checked values (by `key`; absent = not set). */
  credentials(values: Readonly<Record<string, string>>): Credentials;
}

export interface PaymentIdPort {
  /** One line for people, e.g. `a decimal id such as 12345`. */
  readonly expected: string;
  /** A canonical id that no payment has: reading it shows whether credentials are taken. */
  readonly nobodys: string;
  /**
   * Canonical form of what a caller sent, or why not. `allowedOrigins` are the account's own,
   * for providers whose ids may come as a full URL.
   */
  canonical(given: string | number, allowedOrigins: readonly string[]): PaymentIdVerdict;
  /** Origins whose URLs this account accepts as payment ids, from its settings. */
  origins(values: Readonly<Record<string, string>>): readonly string[];
}

export type PaymentIdVerdict =
  | { readonly ok: true; readonly paymentId: string }
  | { readonly ok: false; readonly problem: string };

export interface PayeeReferencePort {
  /**
   * Whether a caller must, may or must not supply the reference under these settings, and whether a
   * supplied one is well formed: null when all is right, else what is wrong and the remedy.
   */
  problem(given: string | null, values: Readonly<Record<string, string>>): string | null;
}

export interface NotificationPort {
  /** Key of the setting that holds the shared secret. */
  readonly secretSetting: string;
  /** True where the secret is the last segment of the webhook's path instead of a signature. */
  readonly secretInPath: boolean;
  verify(delivery: NotificationDelivery): NotificationVerdict;
  readonly payerReturn: PayerReturnPort | null;
}

export interface NotificationDelivery {
  /** Path under which the provider called us, as it stands in the public URL. */
  readonly publicPath: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Bytes as they came over the wire, before any decompression. */
  readonly rawBody: Uint8Array;
  readonly secret: string;
  /** Last path segment where `secretInPath`, else null. */
  readonly pathSecret: string | null;
}

export type NotificationVerdict =
  /** `paymentId` is canonical, or null when the authentic message names none we understand. */
  | { readonly kind: 'authentic'; readonly paymentId: string | null }
  | { readonly kind: 'forged' };

export interface PayerReturnPort {
  /** Reads the provider's callback parameters; nothing in them is believed but the authenticated `state`. */
  parse(query: Readonly<Record<string, string>>): PayerReturn;
}

export interface PayerReturn {
  readonly state: string | null;
  readonly paymentId: string | null;
  /** The payer says to have left before approving; sets the speed, never the result. */
  readonly left: boolean;
}

/** What a connected provider may use of the platform. */
export interface ProviderPlatform {
  readonly http: HttpClient;
  now(): Date;
}

/** One outbound HTTP exchange; every rule of design section 4 is inside. */
export interface HttpClient {
  /**
   * @throws {ProviderFault} when no complete, readable answer came: `http.timeout`, `http.unreachable`,
   *   `http.connection_lost`, `http.redirected`, `http.too_large`, `http.aborted`; or nothing was sent:
   *   `http.no_time_left`, `http.forbidden_origin`, `http.invalid_call`
   */
  exchange(call: HttpCall): Promise<HttpAnswer>;
}

export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Absolute; its origin must be in `allowedOrigins`. */
  readonly url: string;
  readonly allowedOrigins: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly budget: TimeBudget;
}

export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** `sha256:` and hex of the body's bytes. */
  readonly digest: string;
  /** ISO 8601 instant at which the answer was complete. */
  readonly receivedAt: string;
}

/** All calls of one activity attempt share 20 s; nothing is sent with less than 5 s left. */
export interface TimeBudget {
  remainingMs(): number;
  /** Aborts when the activity is cancelled or the worker must go. */
  readonly signal: AbortSignal;
}

export interface CancellationProvider {
  /**
   * Read → decide → (maybe) send → classify. Safe to repeat: every call begins with a read.
   * @throws {ProviderFault} when the read itself could not be made; a lost answer to the send is
   *   an `indeterminate` reading with `send: 'lost'`, not a fault.
   */
  requestCancellation(request: CancellationRequest): Promise<ProviderReading>;
  /** One authoritative read, classified with what this run knows. Never sends. @throws {ProviderFault} */
  readPayment(request: ReadRequest): Promise<ProviderReading>;
  /** How a payer's link is issued; null where no payer ever has to approve. */
  readonly payerValidation: PayerValidationPort | null;
  /** What the provider lets one know beforehand, for the dry run; null where that is no more than a read. */
  readonly advice: AdvicePort | null;
}

export interface AdvicePort {
  /**
   * One read, and a stable reason why asking would be in vain, or null. Advisory: only the answer to
   * the request itself is the truth. Never sends. @throws {ProviderFault}
   */
  readWithAdvice(request: ReadRequest): Promise<{
    readonly reading: ProviderReading;
    readonly foreseenRefusal: string | null;
  }>;
}

export interface ReadRequest {
  readonly payment: PaymentRef;
  readonly facts: RunFacts;
  readonly budget: TimeBudget;
}

export interface CancellationRequest extends ReadRequest {
  /** Stable over retries, resets and continue-as-new; derived or supplied (`payeeReferenceProfile`). */
  readonly payeeReference: PayeeReference;
  /** For the provider's books; never empty. */
  readonly description: string;
  /** Where the payer comes back and the authenticated state it carries. */
  readonly payerReturn: PayerReturnAddress;
  /**
   * Awaited right before anything is sent: makes "may have been sent" durable.
   * @throws {ProviderFault} `http.no_time_left` when less than 5 s of the budget is left.
   */
  beforeSend(): Promise<void>;
}

export interface PayeeReference {
  /** From workflow id and request id: 30 characters of `[A-Z2-7]`. */
  readonly derived: string;
  /** From the caller, or null. */
  readonly supplied: string | null;
}

export interface PayerReturnAddress {
  /** Our callback, without query. */
  readonly url: string;
  readonly state: string;
}

/** What one run knows about its own doings; plain JSON, carried through retries and continue-as-new. */
export interface RunFacts {
  /** Reads that told something about the payment (an unreachable provider tells nothing). */
  readonly reads: number;
  readonly sends: Sends;
  /** A payer's link was issued in this run (or in the run an observing run follows). */
  readonly linkIssued: boolean;
  /** The provider's own notes about this run, returned with one reading and handed back with the next call. */
  readonly memory: ProviderMemory;
}

/** The facts of a run that has done nothing yet. */
export const NOTHING_DONE: RunFacts = {
  reads: 0,
  sends: { begun: 0, accepted: 0, rejected: 0, notSent: 0 },
  linkIssued: false,
  memory: {},
};

export interface Sends {
  /** Marked durably before each send. */
  readonly begun: number;
  /** 2xx: the provider took it. */
  readonly accepted: number;
  /** Refused in so many words. */
  readonly rejected: number;
  /** Provably never processed: connection refused, 401, 403 as missing right, 429. */
  readonly notSent: number;
}

/** Small and flat; keys and values are the provider's own. */
export type ProviderMemory = Readonly<Record<string, string | number | boolean | null>>;

export type SendFate = 'accepted' | 'rejected' | 'notSent' | 'lost';

/** One look at the payment, or one request, classified. */
export interface ProviderReading {
  readonly answer: CancellationAnswer;
  /**
   * How many further reads, at least 2 s apart, must give the same answer before it counts:
   * 0 = settled now, `all` = the whole fast schedule.
   */
  readonly rereads: number | 'all';
  readonly proof: Proof | null;
  readonly memory: ProviderMemory;
  /** Fate of the send this call made, null when it made none. */
  readonly send: SendFate | null;
  /** Whether this call learned something about the payment itself (counts into `RunFacts.reads`). */
  readonly toldSomething: boolean;
  /** ISO 8601 start of the earliest day on which a deferred instruction executes, or null. */
  readonly executesAt: string | null;
  readonly retryAfterSeconds: number | null;
  /** Provider's last machine code and request id, for operators. Never a secret. */
  readonly code: string | null;
  readonly providerRequestId: string | null;
  /** In-process only, holds secrets: how the payer gets to the bank. Never leaves the activity. */
  readonly payerRoute: PayerRoute | null;
}

export type PayerRoute =
  /** The provider's own webview, reached with a scoped token. */
  | { readonly kind: 'webview' }
  /** The bank's page, as the provider gave it. */
  | { readonly kind: 'bank'; readonly url: string };

export interface PayerValidationPort {
  /**
   * A link for the payer; every call mints a fresh one, older ones stay valid.
   * @throws {ProviderFault}
   */
  issueLink(request: LinkRequest): Promise<PayerLink>;
}

export interface LinkRequest {
  readonly payment: PaymentRef;
  readonly route: PayerRoute;
  readonly payerReturn: PayerReturnAddress;
  /** BCP 47 tag the payer reads, or null. */
  readonly locale: string | null;
  readonly budget: TimeBudget;
}

/** Secret: the URL carries a token that is valid for days. */
export interface PayerLink {
  readonly url: string;
  readonly expiresInSeconds: number;
}

/** A provider with its credentials type closed over: what the registry lists and everyone else uses. */
export interface RegisteredProvider
  extends Omit<ProviderDefinition<unknown>, 'configuration' | 'connect'> {
  readonly configuration: Omit<ProviderConfiguration<unknown>, 'credentials'>;
  /** @param values checked settings by `ProviderSetting.key` */
  connect(values: Readonly<Record<string, string>>, platform: ProviderPlatform): CancellationProvider;
}

/** Closes a definition over its credentials type, for the registry. */
export function registerProvider<Credentials>(definition: ProviderDefinition<Credentials>): RegisteredProvider {
  const { configuration, connect, ...rest } = definition;
  return {
    ...rest,
    configuration: { enabledBy: configuration.enabledBy, settings: configuration.settings },
    connect: (values, platform) => connect(configuration.credentials(values), platform),
  };
}
