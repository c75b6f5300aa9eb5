import type { OpenApiDocument } from '../../api/documentation/openapi.js';
import { SetupError } from '../setup/step.mjs';

/** What the ids stand for: an open cancellation, one whose payer is awaited, closed ones of both kinds. */
const SCENARIOS = ['silence', 'webview-approve', 'direct', 'already-done'] as const;

/**
 * The document with ids that exist: payments of the simulator, and cancellations of them. Without these hardly any
 * generated request would get past the first 404.
 */
export async function documentWithExamples(
  document: OpenApiDocument,
  at: { readonly api: string; readonly simulator: string; readonly token: string | null },
): Promise<unknown> {
  const paymentIds = await Promise.all(
    SCENARIOS.map((scenario) => idFrom(`${at.simulator}/admin/powens/payments`, { scenario })),
  );
  const ids = await Promise.all(
    paymentIds.map((paymentId) => idFrom(`${at.api}/v1/cancellations`, { provider: 'powens', paymentId }, at.token)),
  );
  const text = JSON.stringify(document)
    .replaceAll('"examples":["12345"]', `"examples":${JSON.stringify(paymentIds)}`)
    .replaceAll(
      '"schema":{"type":"string"},"description":"Id of a cancellation."',
      `"schema":{"type":"string","examples":${JSON.stringify(ids)}},"description":"Id of a cancellation."`,
    );
  return JSON.parse(at.token === null ? withoutSecurity(text) : text);
}

/** An open API asks nobody for a token, and so must its document. */
function withoutSecurity(text: string): string {
  return text.replace(/"security":\[\{"bearer":\["\w+"\]\}\],/g, '').replace(/,"securitySchemes":\{"bearer":\{[^}]*\}\}/, '');
}

async function idFrom(url: string, body: unknown, token: string | null = null): Promise<string> {
  const headers = { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) }).catch(() => null);
  const created: unknown = await answer?.json();
  if (typeof created === 'object' && created !== null && 'id' in created) return String(created.id);
  throw new SetupError(`${url} does not answer as expected (${answer?.status ?? 'nobody there'}): start everything first, with npm start.`);
}
