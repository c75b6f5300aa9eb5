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
  urls: { readonly api: string; readonly simulator: string },
): Promise<unknown> {
  const paymentIds = await Promise.all(
    SCENARIOS.map((scenario) => idFrom(`${urls.simulator}/admin/powens/payments`, { scenario })),
  );
  const ids = await Promise.all(
    paymentIds.map((paymentId) => idFrom(`${urls.api}/v1/cancellations`, { provider: 'powens', paymentId })),
  );
  const text = JSON.stringify(document)
    .replaceAll('"examples":["12345"]', `"examples":${JSON.stringify(paymentIds)}`)
    .replaceAll(
      '"schema":{"type":"string"},"description":"Id of a cancellation."',
      `"schema":{"type":"string","examples":${JSON.stringify(ids)}},"description":"Id of a cancellation."`,
    );
  return JSON.parse(text);
}

async function idFrom(url: string, body: unknown): Promise<string> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }).catch(
    () => null,
  );
  const created: unknown = await answer?.json();
  if (typeof created === 'object' && created !== null && 'id' in created) return String(created.id);
  throw new SetupError(`${url} does not answer as expected (${answer?.status ?? 'nobody there'}): start everything first, with npm start.`);
}
