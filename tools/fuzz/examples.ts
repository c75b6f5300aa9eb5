import type { OpenApiDocument } from '../../api/documentation/openapi.js';
import { DEFAULT_SWEDBANKPAY_CALLBACK_SECRET } from '../../simulator/settings.js';
import { SetupError } from '../setup/step.mjs';

/** What the ids stand for: an open cancellation, one whose payer is awaited, closed ones of both kinds. */
const SCENARIOS = ['silence', 'webview-approve', 'direct', 'already-done'] as const;

interface Place {
  readonly api: string;
  readonly simulator: string;
  readonly token: string | null;
}

/** Values that exist, by the name of the parameter. */
type Examples = Readonly<Record<string, readonly string[]>>;

/**
 * The document with values that exist: payments of the simulator, cancellations of them, their payers' links and
 * returns. Without these hardly any generated request would get past the first 404.
 */
export async function documentWithExamples(document: OpenApiDocument, at: Place): Promise<unknown> {
  const payments = await Promise.all(
    SCENARIOS.map((scenario) => ask(`${at.simulator}/admin/powens/payments`, { body: { scenario } })),
  );
  const paymentIds = payments.map(({ id }) => String(id));
  const cancellations = await Promise.all(
    paymentIds.map((paymentId) => ask(`${at.api}/v1/cancellations`, { body: { provider: 'powens', paymentId }, token: at.token })),
  );
  const examples = {
    id: cancellations.map(({ id }) => String(id)),
    handle: cancellations.flatMap(({ nextAction }) => handlesIn(nextAction)),
    provider: ['powens', 'swedbankpay'],
    account: ['default'],
    secret: [DEFAULT_SWEDBANKPAY_CALLBACK_SECRET],
    ...(await returnOf(paymentIds[SCENARIOS.indexOf('webview-approve')] ?? '', at)),
  };
  const text = JSON.stringify(document).replaceAll('"examples":["12345"]', `"examples":${JSON.stringify(paymentIds)}`);
  return withExamples(at.token === null ? withoutToken(text) : text, examples);
}

/** What the payer of a payment brings back from the webview. */
async function returnOf(paymentId: string, { simulator }: Place): Promise<Examples> {
  const { callbackUrl } = await ask(`${simulator}/admin/powens/payments/${paymentId}/payer`, { body: { action: 'leave' } });
  const { searchParams } = new URL(String(callbackUrl));
  return Object.fromEntries([...searchParams].map(([name, value]) => [name, [value]]));
}

function handlesIn(nextAction: unknown): string[] {
  return [...JSON.stringify(nextAction).matchAll(/\/r\/([^"/]+)/g)].map(([, handle = '']) => handle);
}

function withExamples(text: string, examples: Examples): unknown {
  return JSON.parse(text, (_key, value: unknown) => {
    if (!isObject(value) || !('in' in value) || !isObject(value['schema'])) return value;
    const known = examples[String(value['name'])];
    return known === undefined ? value : { ...value, schema: { ...value['schema'], examples: known } };
  });
}

/** An open API asks nobody for a token, and so must its document. */
function withoutToken(text: string): string {
  return text.replace(/"security":\[\{"bearer":\["\w+"\]\}\],/g, '').replace(/"bearer":\{"type":"http"[^}]*\},/, '');
}

async function ask(url: string, { body, token = null }: { body: unknown; token?: string | null }): Promise<Readonly<Record<string, unknown>>> {
  const headers = { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) }).catch(() => null);
  const told: unknown = await answer?.json();
  if (answer?.ok === true && isObject(told)) return told;
  throw new SetupError(`${url} does not answer as expected (${answer?.status ?? 'nobody there'}): start everything first, with npm start.`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
