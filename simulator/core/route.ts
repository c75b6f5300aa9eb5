import type { Answer } from './answer.js';
import type { SimulatorRequest } from './request.js';

export interface MatchedRequest extends SimulatorRequest {
  /** Values of the `:name` segments, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** One call of a provider, received and recorded under number `callSeq`. */
export interface ReceivedCall extends MatchedRequest {
  readonly callSeq: number;
}

/** A call that the ledger knows and faults can hit. `handle` decides and commits at once, without waiting. */
export interface ProviderRoute {
  readonly method: string;
  /** Segments, `:name` for a variable one; `/*` at the end takes the rest (as parameter `rest`). */
  readonly path: string;
  /** Name of the call; a function where the body decides. */
  readonly call: string | ((request: MatchedRequest) => string);
  /** The payment it is about, or null. */
  readonly payment: (request: MatchedRequest) => string | null;
  readonly handle: (received: ReceivedCall) => Answer;
}

/** A page or command of the simulator itself: not recorded, never hit by a fault. */
export interface PlainRoute {
  readonly method: string;
  readonly path: string;
  readonly handle: (request: MatchedRequest) => Answer | Promise<Answer>;
}

/** The variable segments when `path` fits `pattern`, else null. */
export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const actual = path.split('/');
  const parameters: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    if (segment === '*') return { ...parameters, rest: actual.slice(index).join('/') };
    const value = actual[index];
    if (value === undefined) return null;
    if (!segment.startsWith(':')) {
      if (segment !== value) return null;
      continue;
    }
    const decoded = decode(value);
    if (decoded === null || decoded === '') return null;
    parameters[segment.slice(1)] = decoded;
  }
  return wanted.length === actual.length ? parameters : null;
}

/** The first route that fits, with its parameters. `allowed` lists the methods when only the method is wrong. */
export function findRoute<Route extends { readonly method: string; readonly path: string }>(
  routes: readonly Route[],
  request: SimulatorRequest,
): { route: Route; request: MatchedRequest } | { route: null; allowed: readonly string[] } {
  const allowed: string[] = [];
  for (const route of routes) {
    const parameters = matchPath(route.path, request.path);
    if (parameters === null) continue;
    if (route.method === request.method) return { route, request: { ...request, parameters } };
    allowed.push(route.method);
  }
  return { route: null, allowed };
}

function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
