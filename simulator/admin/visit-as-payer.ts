import type { PayerAction } from '../core/payer-action.js';

export interface PayerVisit {
  readonly url: string;
  readonly plan: readonly PayerAction[];
  /** True: after its end the plan's last action is done again at every visit. */
  readonly repeatLast: boolean;
}

export interface PayerTrail {
  /** Every page and redirect, in order; the query is left out, it may hold a token. Status null: nobody answered. */
  readonly steps: readonly { readonly method: string; readonly address: string; readonly status: number | null }[];
  /** Plan actions that were not needed. */
  readonly unused: readonly PayerAction[];
  /** Where the payer ended, with its query. */
  readonly endedAt: string;
}

interface Hop {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly form: Readonly<Record<string, string>> | null;
}

const LONGEST_TRAIL = 200;
const VISIT_TIMEOUT_MS = 30_000;

/** Follows a link as a browser would, cookies included, until a page comes on which the plan has nothing to do. */
export async function visitAsPayer(simulatorUrl: string, visit: PayerVisit): Promise<PayerTrail> {
  const cookies = new Map<string, Map<string, string>>();
  const steps: PayerTrail['steps'][number][] = [];
  const plan = [...visit.plan];
  let hop: Hop | null = { method: 'GET', url: visit.url, form: null };
  let current: PayerAction | null = null;
  let endedAt = visit.url;
  while (hop !== null && steps.length < LONGEST_TRAIL) {
    const { status, location } = await load(hop, cookies);
    const { origin, pathname } = new URL(hop.url);
    steps.push({ method: hop.method, address: `${origin}${pathname}`, status });
    endedAt = hop.url;
    if (location !== null) {
      hop = { method: 'GET', url: new URL(location, hop.url).href, form: null };
      continue;
    }
    const place: 'webview' | 'bank' | null =
      hop.method === 'GET' && status === 200 ? placeOf(hop.url, simulatorUrl) : null;
    if (place === null) break;
    // The bank behind the webview belongs to the visit that has begun; anything else begins a new one.
    if (place === 'webview' || current === null)
      current = plan.shift() ?? (visit.repeatLast ? (visit.plan.at(-1) ?? null) : null);
    const action: string | null = current === null ? null : formAction(place, current);
    hop = action === null ? null : { method: 'POST', url: hop.url, form: { action } };
    if (action !== 'bank') current = null;
  }
  return { steps, unused: plan, endedAt };
}

function placeOf(url: string, simulatorUrl: string): 'webview' | 'bank' | null {
  const { port, pathname } = new URL(url);
  if (port !== new URL(simulatorUrl).port) return null;
  if (pathname.startsWith('/bank/')) return 'bank';
  return pathname.includes('/webview/') ? 'webview' : null;
}

function formAction(place: 'webview' | 'bank', action: PayerAction): string {
  if (place === 'webview') return action === 'leave' || action === 'close' ? action : 'bank';
  return action === 'leaveBank' ? 'leave' : action;
}

async function load(
  hop: Hop,
  cookies: Map<string, Map<string, string>>,
): Promise<{ status: number | null; location: string | null }> {
  const { origin } = new URL(hop.url);
  const jar = cookies.get(origin) ?? new Map<string, string>();
  cookies.set(origin, jar);
  const response = await fetch(hop.url, {
    method: hop.method,
    headers: { accept: 'text/html', cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    body: hop.form === null ? null : new URLSearchParams(hop.form),
    redirect: 'manual',
    signal: AbortSignal.timeout(VISIT_TIMEOUT_MS),
  }).catch(() => null);
  if (response === null) return { status: null, location: null };
  for (const cookie of response.headers.getSetCookie()) {
    const [, name, value] = /^([^=;]+)=([^;]*)/.exec(cookie) ?? [];
    if (name !== undefined && value !== undefined) jar.set(name, value);
  }
  await response.body?.cancel();
  return { status: response.status, location: response.headers.get('location') };
}
