/** Id of a payment provider as it stands in requests, workflow ids and search attributes, e.g. `powens`. */
export type ProviderId = string;

/** One payment: which provider holds it, under which account of ours, and the provider's canonical id. */
export interface PaymentRef {
  readonly provider: ProviderId;
  /** Named set of provider credentials, `[a-z0-9-]{1,24}`. */
  readonly account: string;
  /** Canonical form as the provider's `PaymentIdPort` gives it; two spellings never make two runs. */
  readonly paymentId: string;
}

export const ACCOUNT_PATTERN = /^[a-z0-9-]{1,24}$/;

/** The account of a request that names none, and of the plain environment variables. */
export const STANDARD_ACCOUNT = 'default';
