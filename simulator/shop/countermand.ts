import { z } from 'zod';
import type { ShopSettings } from '../settings.js';

/** A cancellation as Countermand's HTTP API shows it; read loosely, as a shop would. */
const cancellationSchema = z.looseObject({
  id: z.string(),
  status: z.string(),
  rounds: z.number().nullish(),
  deadline: z.string().nullish(),
  nextAction: z.looseObject({ type: z.string(), url: z.string() }).nullish(),
  outcome: z
    .looseObject({
      kind: z.string(),
      how: z.string().nullish(),
      moneyMovement: z.string().nullish(),
      reason: z.string().nullish(),
      remedy: z.string().nullish(),
      amounts: z.looseObject({ currency: z.string(), released: z.number(), captured: z.number() }).nullish(),
      decidedBy: z.looseObject({ actor: z.string(), reason: z.string().nullish() }).nullish(),
      proof: z
        .looseObject({
          provider: z.string(),
          resource: z.string(),
          state: z.record(z.string(), z.unknown()),
          readAt: z.string(),
          digest: z.string(),
        })
        .nullish(),
    })
    .nullish(),
  problem: z.looseObject({ code: z.string() }).nullish(),
});
export type Cancellation = z.infer<typeof cancellationSchema>;

const fieldErrorSchema = z.looseObject({
  /** JSON pointer to the field. */
  pointer: z.string().nullish(),
  detail: z.string().nullish(),
});

/** RFC 9457. */
const problemSchema = z.looseObject({
  title: z.string().nullish(),
  detail: z.string().nullish(),
  code: z.string().nullish(),
  errors: z.array(fieldErrorSchema).nullish(),
});

/** What went wrong, ready to be shown. */
export interface ShopProblem {
  readonly title: string;
  readonly detail: string;
  readonly code: string | null;
  /** `field: what is wrong`, one each. */
  readonly fields: readonly string[];
}

export type ApiResult =
  | { readonly kind: 'cancellation'; readonly cancellation: Cancellation }
  | { readonly kind: 'problem'; readonly problem: ShopProblem };

export interface CancellationOrder {
  readonly provider: string;
  readonly paymentId: string;
  readonly orderRef: string;
  readonly description: string;
  readonly returnUrl: string;
}

const TIMEOUT_MS = 30_000;

/** Asks Countermand to cancel a payment, and waits a moment for the first step. */
export function startCancellation(settings: ShopSettings, order: CancellationOrder): Promise<ApiResult> {
  const { returnUrl, ...rest } = order;
  return ask(settings, '/v1/cancellations', {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer: 'wait=3' },
    body: JSON.stringify({ ...rest, reason: 'requested_by_customer', payer: { returnUrl } }),
  });
}

/** How a cancellation stands. */
export function readCancellation(settings: ShopSettings, id: string): Promise<ApiResult> {
  return ask(settings, `/v1/cancellations/${encodeURIComponent(id)}`, { method: 'GET', headers: {} });
}

async function ask(
  settings: ShopSettings,
  path: string,
  init: { method: string; headers: Record<string, string>; body?: string },
): Promise<ApiResult> {
  const authorisation = settings.apiToken === null ? {} : { authorization: `Bearer ${settings.apiToken}` };
  try {
    const response = await fetch(`${settings.apiUrl}${path}`, {
      ...init,
      headers: { accept: 'application/json', ...init.headers, ...authorisation },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body: unknown = await response.json().catch(() => null);
    if (!response.ok) return { kind: 'problem', problem: problemOf(response.status, body) };
    const cancellation = cancellationSchema.safeParse(body);
    if (cancellation.success) return { kind: 'cancellation', cancellation: cancellation.data };
    return {
      kind: 'problem',
      problem: plainProblem('Unreadable answer', 'Countermand answered something else than a cancellation.'),
    };
  } catch {
    return {
      kind: 'problem',
      problem: plainProblem(
        'Countermand cannot be reached',
        `No answer from ${settings.apiUrl}. Try again in a moment.`,
      ),
    };
  }
}

function problemOf(status: number, body: unknown): ShopProblem {
  const parsed = problemSchema.safeParse(body);
  if (!parsed.success) return plainProblem(`Countermand answered ${status}`, '');
  const { title, detail, code, errors } = parsed.data;
  const fields = (errors ?? []).map(
    (error) => `${error.pointer?.slice(1).replaceAll('/', '.') ?? 'request'}: ${error.detail ?? 'wrong'}`,
  );
  return {
    title: title ?? `Countermand answered ${status}`,
    detail: detail ?? '',
    code: code ?? null,
    fields,
  };
}

function plainProblem(title: string, detail: string): ShopProblem {
  return { title, detail, code: null, fields: [] };
}
