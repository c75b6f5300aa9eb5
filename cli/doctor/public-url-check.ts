import { checkClock } from './clock-check.js';
import { failure, type Finding, ok, reasonOf, warning } from './finding.js';

const ANSWER_WITHIN_MS = 5_000;
/** An HTTP date has whole seconds only. */
const WHOLE_SECOND_MS = 1_000;

/**
 * Whether our API answers at `PUBLIC_URL`, asked from here: that payers and providers reach it too is for somebody
 * outside to see.
 */
export async function checkPublicUrl(publicUrl: string): Promise<Finding[]> {
  const check = 'PUBLIC_URL';
  const mend = 'Is the API running (npm run api), is PUBLIC_URL its address, and does everything in between let it through?';
  try {
    const alive = await ask(`${publicUrl}/healthz`);
    if (!alive.isOurs) return [failure(check, `${publicUrl}/healthz answers ${alive.status}, and not as our API does`, mend)];
    return [await checkReadiness(check, publicUrl), checkClock('clock of the API', alive.clockSkewMs)];
  } catch (error) {
    return [failure(check, `${publicUrl} does not answer: ${causeOf(error)}`, mend)];
  }
}

async function checkReadiness(check: string, publicUrl: string): Promise<Finding> {
  const { status } = await ask(`${publicUrl}/readyz`);
  if (status === 200) return ok(check, `${publicUrl} answers here`);
  return warning(check, `${publicUrl} answers, and is not ready (${status})`, 'It cannot reach Temporal, or is stopping: look at the log of the API.');
}

interface Answer {
  readonly status: number;
  readonly isOurs: boolean;
  readonly clockSkewMs: number;
}

async function ask(url: string): Promise<Answer> {
  const askedAt = Date.now();
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  const body: unknown = await response.json().catch(() => null);
  const isOurs = response.status === 200 && typeof body === 'object' && body !== null && 'status' in body && body.status === 'alive';
  return { status: response.status, isOurs, clockSkewMs: skewOf(response.headers.get('date'), { from: askedAt, to: Date.now() }) };
}

/** 0 where the header says nothing. */
function skewOf(date: string | null, { from, to }: { readonly from: number; readonly to: number }): number {
  const at = Date.parse(date ?? '');
  if (Number.isNaN(at)) return 0;
  return at + WHOLE_SECOND_MS < from ? at + WHOLE_SECOND_MS - from : Math.max(at - to, 0);
}

function causeOf(error: unknown): string {
  return error instanceof Error && error.cause instanceof Error ? reasonOf(error.cause) : reasonOf(error);
}
