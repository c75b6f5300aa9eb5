import { createHmac } from 'node:crypto';

/** What Powens sends with a webhook: its signature over method, public path, date and body. */
export function powensSignature({ path, body, secret }: { readonly path: string; readonly body: string; readonly secret: string }): Record<string, string> {
  const date = new Date().toISOString();
  const signature = createHmac('sha256', secret).update(`POST.${path}.${date}.${body}`).digest('base64');
  return { 'bi-signature-date': date, 'bi-signature': signature, 'content-type': 'application/json' };
}

/** The body of a webhook about a payment. */
export function powensNews(paymentId: string): object {
  return { id: Number(paymentId), state: 'rejected', id_webhook_data: 1 };
}
