import type { PaymentCancellations } from '../client/index.js';
import type { RegisteredProvider } from '../contracts/provider.js';
import type { Logger } from '../platform/logging.js';
import type { ApiSettings } from '../platform/settings.js';
import type { ApiMetrics } from './metrics.js';
import type { OpenedLinks } from './opened-links.js';
import type { RateLimits } from './rate-limits.js';
import type { SignalLimits } from './signal-limits.js';
import type { StandingReader } from './temporal-standing.js';

/** What the routes need; everything that reaches out of the process stands here. */
export interface ApiDependencies {
  readonly settings: ApiSettings;
  readonly providers: readonly RegisteredProvider[];
  /** Throws the problem `temporal_unavailable` while Temporal is known to be away, and until the namespace is prepared. */
  readonly cancellations: PaymentCancellations;
  readonly temporal: TemporalReadiness;
  readonly openedLinks: OpenedLinks;
  readonly signalLimits: SignalLimits;
  readonly rateLimits: RateLimits;
  readonly metrics: ApiMetrics;
  readonly standing: Pick<StandingReader, 'read'>;
  readonly logger: Logger;
  now(): Date;
}

export interface TemporalReadiness {
  /** The namespace has been prepared by us or someone else: runs can be started. */
  isPrepared(): boolean;
  /** Temporal answers, as far as this process knows. */
  isReachable(): boolean;
}
