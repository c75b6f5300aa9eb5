import type { Outcome } from './outcome.js';
import type { ProviderId } from './payment.js';

/** What a run tells the worker to count (docs/metrics.md): never a payment, an account or a text of anyone. */
export type Measurement =
  | { readonly what: 'began' }
  /** The payer got a link that is not a renewed one. */
  | { readonly what: 'roundBegan' }
  /** One uninterrupted wait is over; a read in between ends one and begins another. */
  | { readonly what: 'waited'; readonly awaited: Awaited; readonly seconds: number }
  | { readonly what: 'reviewBegan'; readonly why: ReviewCause }
  /** `seconds` since the request. */
  | { readonly what: 'ended'; readonly outcome: Outcome['kind']; readonly seconds: number; readonly rounds: number }
  /** Nobody could tell for `UNRESOLVED_AFTER`. */
  | { readonly what: 'unresolved' };

export const AWAITED = ['payer', 'provider', 'review'] as const;
export type Awaited = (typeof AWAITED)[number];

export const REVIEW_CAUSES = ['indeterminate', 'blocked', 'payerAction'] as const;
export type ReviewCause = (typeof REVIEW_CAUSES)[number];

/** Which run measures. */
export interface MeasuredRun {
  readonly provider: ProviderId;
  /** It follows an earlier request after late news: reads and never sends. */
  readonly lateNews: boolean;
}

/** The way out of the workflow; silent on replay. A type and not an interface: the SDK wants an index signature. */
export type MeasuringSinks = {
  measuring: { measured(run: MeasuredRun, measurement: Measurement): void };
};
