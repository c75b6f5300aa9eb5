import { Writable } from 'node:stream';
import type { Client } from '@temporalio/client';
import type { FastifyInstance } from 'fastify';
import { CONNECTION_LIMITS } from '../../api/connection-limits.js';
import type { ConnectionLimits } from '../../api/connection-limits.js';
import { createApiMetrics } from '../../api/metrics.js';
import { OpenedLinks } from '../../api/opened-links.js';
import { payerLink } from '../../api/payer-addresses.js';
import { RateLimits } from '../../api/rate-limits.js';
import { createServer } from '../../api/server.js';
import { SignalLimits } from '../../api/signal-limits.js';
import { requireTemporal } from '../../api/temporal-readiness.js';
import type { TemporalStanding } from '../../api/temporal-standing.js';
import { PaymentCancellations } from '../../client/index.js';
import { issueHandle } from '../../platform/handle.js';
import { createLogger } from '../../platform/logging.js';
import { readApiSettings } from '../../platform/settings.js';
import type { ApiSettings } from '../../platform/settings.js';
import { issueStateToken } from '../../platform/state-token.js';
import { providers } from '../../providers/registry.js';
import { watchAnswers } from './documented-answers.js';

export const WEBHOOK_SECRET = 'webhook-secret-canary';
const BASE_ENV = {
  APP_ENV: 'development',
  TEMPORAL_CONFIG_FILE: '/nonexistent/temporal.toml',
  /** The key of the client rig, which seals the links. */
  SECRET_KEYS: `rig:${Buffer.alloc(32, 'secret of rig').toString('base64')}`,
  POWENS_BASE_URL: 'https://acme.biapi.pro/2.0',
  POWENS_WEBHOOK_SECRET: WEBHOOK_SECRET,
};

/** Settings of an API process with this environment on top of a working one. */
export function apiSettings(env: NodeJS.ProcessEnv = {}): ApiSettings {
  return readApiSettings({ ...BASE_ENV, ...env }, providers);
}

export interface TestApi {
  readonly app: FastifyInstance;
  readonly settings: ApiSettings;
  /** Everything the process has logged, as text. */
  log(): string;
  handle(cancellationId: string): string;
  /** An authentic state for a payment of an account. */
  state(paymentId: string, more?: { account?: string; expiresAt?: Date }): string;
  /** @throws naming every answer that is not documented */
  close(): Promise<void>;
}

/** The API over a Temporal client, without a socket. */
export async function openApi(given: {
  readonly client: Client;
  readonly taskQueue?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly rpcTimeoutMs?: number;
  readonly prepared?: boolean;
  readonly reachable?: boolean;
  /** What Temporal says of all cancellations. */
  readonly standing?: TemporalStanding;
  readonly limits?: Partial<ConnectionLimits>;
  now?(): Date;
}): Promise<TestApi> {
  const settings = apiSettings(given.env);
  let log = '';
  const destination = new Writable({
    write: (chunk, _encoding, done) => {
      log += String(chunk);
      done();
    },
  });
  const temporal = { isPrepared: () => given.prepared ?? true, isReachable: () => given.reachable ?? true };
  const cancellations = new PaymentCancellations({
    client: given.client,
    payerLink: (id) => payerLink(id, settings),
    ...(given.taskQueue === undefined ? {} : { taskQueue: given.taskQueue }),
    ...(given.rpcTimeoutMs === undefined ? {} : { rpcTimeoutMs: given.rpcTimeoutMs }),
  });
  const app = createServer({
    settings,
    providers,
    get cancellations() {
      requireTemporal(temporal);
      return cancellations;
    },
    temporal,
    openedLinks: new OpenedLinks(),
    signalLimits: new SignalLimits(),
    rateLimits: new RateLimits(settings.rates),
    metrics: createApiMetrics(providers.map(({ id }) => id)),
    standing: { read: async () => given.standing ?? null },
    logger: createLogger({ name: 'api', level: 'debug', destination }),
    now: given.now ?? (() => new Date()),
  }, { ...CONNECTION_LIMITS, servingOnMs: 0, ...given.limits });
  const undocumented = watchAnswers(app);
  await app.ready();
  return {
    app,
    settings,
    log: () => log,
    handle: (id) => issueHandle(id, settings.keyRing),
    state: (paymentId, { account = 'default', expiresAt = new Date(Date.now() + 86_400_000) } = {}) =>
      issueStateToken({ account, paymentId, expiresAt }, settings.keyRing),
    close: async () => {
      await app.close();
      if (undocumented().length > 0) throw new Error(`answers unlike their documentation:\n${undocumented().join('\n')}`);
    },
  };
}

export interface CountingClient {
  readonly client: Client;
  calls(): number;
}

/** A Temporal client that counts every call made through it and answers none. */
export function countingClient(): CountingClient {
  let calls = 0;
  const counting: object = new Proxy(() => undefined, {
    get: (_target, name) => (name === 'then' ? undefined : counting),
    apply: () => {
      calls += 1;
      return Promise.reject(Object.assign(new Error('nobody answers'), { code: 14, details: 'nobody answers', metadata: {} }));
    },
  });
  return { client: counting as Client, calls: () => calls };
}

/** What a caller on this machine sends. */
export const LOCAL = { host: '127.0.0.1:3000' };

export function bearer(token: string): Record<string, string> {
  return { ...LOCAL, authorization: `Bearer ${token}` };
}
