import type { AsyncCompletionClient } from '@temporalio/client';
import { activityInfo } from '@temporalio/activity';
import type { DeliveryDependencies } from '../activities/deliver-event.js';
import type { ActivityDependencies } from '../activities/dependencies.js';
import type { PaymentRef, ProviderId } from '../contracts/payment.js';
import type { CancellationProvider, ProviderPlatform, RegisteredProvider } from '../contracts/provider.js';
import { issueHandle } from '../platform/handle.js';
import { createHttpClient } from '../platform/http.js';
import { seal } from '../platform/seal.js';
import type { WorkerSettings } from '../platform/settings.js';
import { issueStateToken } from '../platform/state-token.js';
import { startTimeBudget } from '../platform/time-budget.js';
import { measuredHttp, measuredProvider } from './measured.js';
import type { WorkerMetrics } from './metrics.js';

/** All calls of one activity attempt share this; below start-to-close, so a call never outlives its attempt. */
const ATTEMPT_BUDGET_MS = 20_000;
/** Late news must still count after the payer's deadline (design section 5, "State token"). */
const STATE_OUTLIVES_DEADLINE_MS = 8 * 24 * 60 * 60_000;

/** What the steps of a cancellation need, bound to this process's settings, keys and connections. */
export function createStepDependencies(
  settings: WorkerSettings,
  providers: readonly RegisteredProvider[],
  completion: AsyncCompletionClient,
  metrics: WorkerMetrics,
): ActivityDependencies {
  const { keyRing, publicUrl, timing } = settings;
  const platform: ProviderPlatform = { http: createHttpClient(), now: () => new Date() };
  return {
    providerFor: connectOnce(settings, providers, platform, metrics),
    payerReturnAddress: ({ provider, account, paymentId }, deadlineAtLatest) => ({
      url: `${publicUrl}/callbacks/${provider}`,
      state: statesPayment(provider, providers)
        ? issueStateToken(
            {
              account,
              paymentId,
              expiresAt: new Date(deadlineAtLatest.getTime() + STATE_OUTLIVES_DEADLINE_MS),
            },
            keyRing,
          )
        : '',
    }),
    sealLink: (url, workflowId) => seal(url, workflowId, keyRing),
    // The client's heartbeat is acknowledged by the server; the worker's own is only queued.
    remember: (memory) => completion.heartbeat(activityInfo().taskToken, memory),
    startBudget: (signal) => startTimeBudget({ totalMs: ATTEMPT_BUDGET_MS, signal }),
    policy: {
      payerDeadlineSeconds: timing.payerDeadlineSeconds,
      maxRounds: timing.maxRounds,
      providerWaitSeconds: timing.providerWaitSeconds,
      unresolvedAfterSeconds: timing.unresolvedAfterSeconds,
      runbookUrl: settings.runbookUrl,
      eventsEnabled: settings.events !== null,
    },
    recheckSchedule: timing.recheckScheduleMs,
    pollSchedule: timing.pollScheduleMs,
    now: () => new Date(),
  };
}

/** What the delivery of events needs. */
export function createDeliveryDependencies({ events, keyRing, publicUrl }: WorkerSettings): DeliveryDependencies {
  return {
    events,
    http: createHttpClient(),
    payerLink: (id) => `${publicUrl}/r/${issueHandle(id, keyRing)}`,
    now: () => new Date(),
  };
}

/** Only a provider whose payers come back has payment ids that fit a state token. */
function statesPayment(provider: ProviderId, providers: readonly RegisteredProvider[]): boolean {
  return providers.find(({ id }) => id === provider)?.capabilities.payerValidation === true;
}

/** One connected provider per account for the life of the process: tokens and sockets are shared. */
function connectOnce(
  { accounts }: WorkerSettings,
  providers: readonly RegisteredProvider[],
  platform: ProviderPlatform,
  metrics: WorkerMetrics,
): (payment: PaymentRef) => CancellationProvider | null {
  const connected = new Map<string, CancellationProvider>();
  return ({ provider, account }) => {
    const key = `${provider}/${account}`;
    const known = connected.get(key);
    if (known !== undefined) return known;
    const definition = providers.find(({ id }) => id === provider);
    const values = accounts.values(provider, account);
    if (definition === undefined || values === null) {
      metrics.paymentRead(provider, 'blocked');
      return null;
    }
    const measured = { ...platform, http: measuredHttp(platform.http, provider, metrics) };
    const fresh = measuredProvider(definition.connect(values, measured), provider, metrics);
    connected.set(key, fresh);
    return fresh;
  };
}
