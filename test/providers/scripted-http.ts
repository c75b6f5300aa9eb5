import { createHash } from 'node:crypto';
import { ProviderFault } from '../../contracts/fault.js';
import type { HttpAnswer, HttpCall, HttpClient } from '../../contracts/provider.js';

/** What a script answers to one call: an answer, or the fault that keeps it away. */
export type Scripted = ScriptedAnswer | ProviderFault;

export interface ScriptedAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const SCRIPTED_TIME = '2026-11-21T10:00:00.000Z';

/** Answers as the outbound HTTP client gives them, from a function instead of a network. */
export function scriptedHttp(script: (call: HttpCall) => Scripted | Promise<Scripted>): HttpClient & {
  readonly calls: readonly HttpCall[];
} {
  const calls: HttpCall[] = [];
  return {
    calls,
    exchange: async (call) => {
      calls.push(call);
      const scripted = await script(call);
      if (scripted instanceof ProviderFault) throw scripted;
      return asAnswer(scripted);
    },
  };
}

function asAnswer({ status, text, headers }: ScriptedAnswer): HttpAnswer {
  const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  return { status, text, headers: headers ?? { 'content-type': 'application/json' }, digest, receivedAt: SCRIPTED_TIME };
}

/** An answer with a JSON body. */
export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): ScriptedAnswer {
  return { status, text: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } };
}

/** The faults of the outbound HTTP client, by what is known about the call's fate. */
export const FAULTS = {
  timeout: new ProviderFault({ code: 'http.timeout', message: 'No answer in time.', retryable: true }),
  connectionLost: new ProviderFault({ code: 'http.connection_lost', message: 'Connection broke.', retryable: true }),
  refused: new ProviderFault({
    code: 'http.unreachable',
    message: 'No connection.',
    retryable: true,
    neverProcessed: true,
  }),
};
