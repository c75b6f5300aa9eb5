/**
 * The one class of technical fault: something between us and the provider did not work.
 *
 * Its message says what was tried and what came back, never a URL, header, token or body.
 */
export class ProviderFault extends Error {
  override readonly name = 'ProviderFault';
  /** Stable dotted code, e.g. `http.timeout`, `powens.unauthorised`. */
  readonly code: string;
  /** Worth trying again by itself; false means our credentials or configuration must change first. */
  readonly retryable: boolean;
  readonly httpStatus: number | null;
  readonly providerRequestId: string | null;
  readonly retryAfterSeconds: number | null;
  /** True where the provider provably never processed the call: connection refused, name not found, 429. */
  readonly neverProcessed: boolean;

  constructor(fault: {
    readonly code: string;
    readonly message: string;
    readonly retryable: boolean;
    readonly httpStatus?: number | null;
    readonly providerRequestId?: string | null;
    readonly retryAfterSeconds?: number | null;
    readonly neverProcessed?: boolean;
  }) {
    super(fault.message);
    this.code = fault.code;
    this.retryable = fault.retryable;
    this.httpStatus = fault.httpStatus ?? null;
    this.providerRequestId = fault.providerRequestId ?? null;
    this.retryAfterSeconds = fault.retryAfterSeconds ?? null;
    this.neverProcessed = fault.neverProcessed ?? false;
  }
}
