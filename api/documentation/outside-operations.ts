import { z } from 'zod';
import type { Answer, Operation } from './operations.js';
import { PageSchema } from './response-schemas.js';

const EMPTY: Answer = { status: 200, description: 'Nothing was done.', body: null, headers: [] };
const TO_THE_BANK = 'the page of the bank or of the webview';

const ReturnQuery = z.object({
  state: z.string().optional().meta({ description: 'Ours, authenticated: account, payment and expiry. The only thing that is believed.' }),
  id_payment: z.string().optional().meta({ description: 'Must be the payment of the state.' }),
  error: z.string().optional().meta({ description: 'The payer left the webview: the next link comes without waiting for the bank.' }),
  error_code: z.string().optional().meta({ description: 'Not looked at.' }),
  bank_message: z.string().optional().meta({ description: 'Not looked at.' }),
  payment_state: z.string().optional().meta({ description: 'Not looked at.' }),
});

const LooksQuery = z.object({
  look: z.string().optional().meta({ description: 'How often the page has brought itself up to date; `off`: it shall not.' }),
  seen: z.string().optional().meta({ description: 'What the page before it showed.' }),
});

const WebhookBody = z.unknown().meta({ description: 'As the provider writes it; only the payment it names is read, and one that names none does nothing.' });

/** Addresses a payer's browser is led to. Whatever goes wrong there is told in a page, in the payer's language. */
const PAYER_OPERATIONS: readonly Operation[] = [
  {
    id: 'openPayerLink',
    caller: 'payer',
    method: 'GET',
    path: '/r/{handle}',
    summary: 'The way to the bank',
    description:
      'The `url` of `nextAction`: safe to e-mail, good for days, may be opened as often as one likes. A link of the ' +
      'provider that is nearly over is replaced first. `HEAD`, and a browser that only guesses (`Sec-Purpose`), cause nothing.',
    scope: null,
    query: null,
    body: null,
    requestHeaders: [],
    answers: [
      {
        status: 303,
        description: `To ${TO_THE_BANK}; to the status page where no payer is waited for (any more).`,
        body: null,
        headers: ['Location', 'Set-Cookie'],
      },
    ],
    headAnswers: [{ ...EMPTY, description: 'There is such a link. Nothing was done.' }],
    problems: ['not_found', 'cancellation_unreadable', 'temporal_unavailable', 'worker_unavailable'],
  },
  {
    id: 'showPayerStatus',
    caller: 'payer',
    method: 'GET',
    path: '/r/{handle}/status',
    summary: 'How things stand, for the payer',
    description:
      "In `payer.locale` of the request, else in the browser's language. While things move the page brings itself up to date " +
      'without script (`Refresh`): a look that has seen everything waits up to 25 s for news.',
    scope: null,
    query: LooksQuery,
    body: null,
    requestHeaders: [],
    answers: [{ status: 200, description: 'The page.', body: PageSchema, mediaType: 'text/html', headers: ['Refresh'] }],
    problems: ['not_found', 'cancellation_unreadable', 'temporal_unavailable'],
  },
  {
    id: 'returnFromBank',
    caller: 'payer',
    method: 'GET',
    path: '/callbacks/{provider}',
    summary: 'The way back from the bank',
    description:
      'Register it at the provider as redirect URL. Wakes the run that waits for this payer, durably, waits up to 3 s for what the ' +
      'provider says, and leads on. The query is that of Powens (guide "Cancelling a payment", "Receive a callback from the payer"); ' +
      'more is taken and ignored, the same name twice is not taken. Safe to repeat: a replay causes one read at most.',
    scope: null,
    query: ReturnQuery,
    body: null,
    requestHeaders: [],
    answers: [
      {
        status: 303,
        description:
          'To the next link where the payer still has to approve; with an outcome to `payer.returnUrl`, its query kept, `cancellation` ' +
          'and `status` added (a hint, not a proof); else to the status page.',
        body: null,
        headers: ['Location'],
      },
    ],
    headAnswers: [EMPTY],
    problems: ['invalid_request', 'not_found', 'cancellation_unreadable', 'temporal_unavailable'],
  },
];

/** Addresses providers send their news to. Each proves that it is the provider, and is believed in nothing else. */
const PROVIDER_OPERATIONS: readonly Operation[] = [
  {
    id: 'receiveSignedNews',
    caller: 'provider',
    method: 'POST',
    path: '/webhooks/{provider}/{account}',
    summary: 'News of a provider that signs them (Powens)',
    description:
      'The signature, HMAC-SHA256 with the webhook secret of the account, is verified over the bytes as they came: ' +
      '`POST.{public path}.{BI-Signature-Date}.{body}` (guide "Webhooks"). A payment nobody asked to cancel is taken and does nothing.',
    scope: null,
    proof: 'powensSignature',
    query: null,
    body: { schema: WebhookBody, required: false },
    requestHeaders: ['BI-Signature-Date'],
    answers: [{ ...EMPTY, description: 'Taken: the run that cares has been woken durably, or nobody cares.' }],
    problems: ['invalid_request', 'unauthorized', 'not_found', 'payload_too_large', 'cancellation_unreadable', 'temporal_unavailable'],
  },
  {
    id: 'receiveSecretNews',
    caller: 'provider',
    method: 'POST',
    path: '/webhooks/{provider}/{account}/{secret}',
    summary: 'News of a provider that cannot sign them (Swedbank Pay)',
    description:
      'The last part of the path is the callback secret of the account; a wrong one is a path that does not exist. It is kept out of ' +
      'every log. A payment nobody asked to cancel is taken and does nothing.',
    scope: null,
    query: null,
    body: { schema: WebhookBody, required: false },
    requestHeaders: [],
    answers: [{ ...EMPTY, description: 'Taken: the run that cares has been woken durably, or nobody cares.' }],
    problems: ['invalid_request', 'not_found', 'payload_too_large', 'cancellation_unreadable', 'temporal_unavailable'],
  },
];

/** Every call that no order service makes. */
export const OUTSIDE_OPERATIONS: readonly Operation[] = [...PAYER_OPERATIONS, ...PROVIDER_OPERATIONS];
