import type { Finding, Tally } from './findings.js';

export interface Watching {
  readonly tally: Tally;
  readonly found: (finding: Finding) => void;
}

/** `fetch` for order services: counts every answer, and finds those that no caller should ever get. */
export function watchedFetch(watching: Watching): typeof fetch {
  return async (input, init) => {
    const call = `${init?.method ?? 'GET'} ${routeOf(addressOf(input))}`;
    const answer = await fetch(input, init).catch((error: unknown) => {
      const gaveUp = init?.signal?.aborted === true;
      watching.tally.count('answers', `${call} ${gaveUp ? 'not waited for' : 'no connection'}`);
      throw error;
    });
    watching.tally.count('answers', `${call} ${answer.status}`);
    const finding = judgeAnswer(call, { status: answer.status, headers: answer.headers, text: await answer.clone().text() });
    if (finding !== null) watching.found(finding);
    return answer;
  };
}

/** What is wrong with an answer, whoever asked for it; null: nothing. */
export function judgeAnswer(
  call: string,
  { status, headers, text }: { readonly status: number; readonly headers: Headers; readonly text: string },
): Finding | null {
  const about = { scenario: null, about: [], evidence: { status, requestId: headers.get('x-request-id'), body: text.slice(0, 2_000) } };
  if (status >= 500 && status !== 503) return { promise: 'ANSWERS', what: `${call} was answered with ${status}`, ...about };
  if (status === 503 && headers.get('retry-after') === null) return { promise: 'ANSWERS', what: `${call}: a 503 without Retry-After`, ...about };
  const resource = standingIn(text);
  if (resource === null || resource.ended === resource.hasOutcome) return null;
  return { promise: 'ANSWERS', what: `${call} shows an end without its outcome, or an outcome without its end`, ...about };
}

/** How a resource in an answer stands; null for an answer that holds none. */
function standingIn(text: string): { readonly ended: boolean; readonly hasOutcome: boolean } | null {
  const body = parsed(text);
  if (typeof body !== 'object' || body === null || !('status' in body) || !('outcome' in body)) return null;
  return { ended: body.status === 'cancelled' || body.status === 'not_cancelled', hasOutcome: body.outcome !== null };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function addressOf(input: Parameters<typeof fetch>[0]): string {
  return input instanceof Request ? input.url : String(input);
}

/** The address without what differs from call to call. */
function routeOf(address: string): string {
  return new URL(address).pathname.replace(/(\/v1\/cancellations\/)[^/]+/, '$1:id');
}
