import { createHash } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import fetch from 'node-fetch';
import { ProviderFault } from '../contracts/fault.js';
import type { HttpAnswer, HttpCall, HttpClient } from '../contracts/provider.js';
import { readRetryAfter } from '../contracts/retry-after.js';
import { abortedFault, faultOf, redirectedFault, timeoutFault } from './http-faults.js';
import { CALL_LIMIT_MS, MINIMUM_TO_SEND_MS } from './time-budget.js';

/** Far above any documented answer, far below what hurts; counted after decompression. */
const ANSWER_LIMIT_BYTES = 256 * 1024;

/** Idle connections are given up before the usual servers do, so that a send rarely meets a closing one. */
const IDLE_CONNECTION_MS = 4_000;

/**
 * The one way out to a provider (design section 4): redirects are faults, one deadline covers the whole
 * exchange down to the last byte of the body, answers are capped, and nothing is sent to an origin that
 * the call does not allow. A body is read as UTF-8 whatever its headers say.
 *
 * Nothing is retried here: whether a call may be repeated is the provider's decision.
 */
export function createHttpClient(): HttpClient {
  const options = { keepAlive: true, timeout: IDLE_CONNECTION_MS };
  const agents = { 'http:': new http.Agent(options), 'https:': new https.Agent(options) };
  const agentFor = (url: URL): http.Agent => (url.protocol === 'http:' ? agents['http:'] : agents['https:']);
  return { exchange: (call) => exchange(call, agentFor) };
}

async function exchange(call: HttpCall, agentFor: (url: URL) => http.Agent): Promise<HttpAnswer> {
  const url = allowedUrl(call);
  const limitMs = timeFor(call);
  const deadline = startDeadline(call, limitMs);
  try {
    const answer = fetchWhole(call, url, { signal: deadline.signal, agentFor });
    // The race and not the abort alone: no body stream can then keep the call past its deadline.
    return await Promise.race([answer, deadline.passed]);
  } catch (error) {
    throw error instanceof ProviderFault ? error : faultOf(error);
  } finally {
    deadline.end();
  }
}

function allowedUrl({ url, allowedOrigins }: HttpCall): URL {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const isWeb = parsed?.protocol === 'https:' || parsed?.protocol === 'http:';
  const carriesLogin = parsed !== null && (parsed.username !== '' || parsed.password !== '');
  if (parsed === null || !isWeb || carriesLogin || !allowedOrigins.includes(parsed.origin)) {
    throw new ProviderFault({
      code: 'http.forbidden_origin',
      message: 'The address of a provider call is not on an origin this account allows; nothing was sent.',
      retryable: false,
      neverProcessed: true,
    });
  }
  return parsed;
}

/** Milliseconds this call may take. A call that changes something needs enough time to hear the answer. */
function timeFor({ method, budget }: HttpCall): number {
  const remainingMs = budget.remainingMs();
  const neededMs = method === 'GET' ? 1 : MINIMUM_TO_SEND_MS;
  if (budget.signal.aborted || remainingMs < neededMs) {
    throw new ProviderFault({
      code: 'http.no_time_left',
      message: 'Too little time was left for another provider call; nothing was sent.',
      retryable: true,
      neverProcessed: true,
    });
  }
  return Math.min(CALL_LIMIT_MS, remainingMs);
}

interface Deadline {
  readonly signal: AbortSignal;
  /** Never fulfils; rejects with the fault when the time is up or the budget's signal aborts. */
  readonly passed: Promise<never>;
  /** Ends the exchange, whatever is still open of it. */
  end(): void;
}

function startDeadline({ budget }: HttpCall, limitMs: number): Deadline {
  const controller = new AbortController();
  let end = (): void => undefined;
  const passed = new Promise<never>((_resolve, reject) => {
    const give = (fault: ProviderFault): void => {
      reject(fault);
      controller.abort();
    };
    const timer = setTimeout(() => give(timeoutFault()), limitMs);
    const onAbort = (): void => give(abortedFault());
    budget.signal.addEventListener('abort', onAbort, { once: true });
    end = () => {
      clearTimeout(timer);
      budget.signal.removeEventListener('abort', onAbort);
      controller.abort();
    };
  });
  return { signal: controller.signal, passed, end: () => end() };
}

async function fetchWhole(
  call: HttpCall,
  url: URL,
  { signal, agentFor }: { readonly signal: AbortSignal; readonly agentFor: (url: URL) => http.Agent },
): Promise<HttpAnswer> {
  const response = await fetch(url, {
    method: call.method,
    headers: { 'user-agent': 'countermand', ...call.headers },
    body: call.body,
    redirect: 'manual',
    size: ANSWER_LIMIT_BYTES,
    agent: agentFor,
    signal,
  });
  if (response.status >= 300 && response.status < 400) throw redirectedFault(response.status);
  const bytes = Buffer.from(await response.arrayBuffer());
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text: new TextDecoder('utf-8').decode(bytes),
    digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    receivedAt: new Date().toISOString(),
  };
}

/** Seconds the provider asks us to wait, at most a day; null when it says nothing readable. */
export function retryAfterSeconds({ headers, receivedAt }: Pick<HttpAnswer, 'headers' | 'receivedAt'>): number | null {
  return readRetryAfter(headers['retry-after'], receivedAt);
}
