import { htmlAnswer, redirectAnswer, type Answer } from '../core/answer.js';
import { buttonForm, escapeHtml, factList, formatAmount, page } from '../core/page.js';
import type { MatchedRequest, ProviderRoute, ReceivedCall } from '../core/route.js';
import { returnFromWebview, windowClosed, type WebviewRedirect } from './callbacks.js';
import { findConnector } from './connectors.js';
import { API_BASE, type PowensParts } from './parts.js';
import { isCancelling, totalMinorUnits, type PowensPayment } from './payment.js';
import { readWebviewRequest } from './webview-request.js';

/** The form on the API's host, with and without a language, and the one on a host of its own. */
const FORMS = [
  { path: `${API_BASE}/auth/webview/payment`, needsDomain: false },
  { path: `${API_BASE}/auth/webview/:language/payment`, needsDomain: false },
  { path: '/webview/payment', needsDomain: true },
  { path: '/webview/:language/payment', needsDomain: true },
] as const;

interface Visit {
  readonly received: ReceivedCall;
  readonly payment: PowensPayment;
  readonly redirect: WebviewRedirect;
}

/** The webview a payer's browser clicks through (guide "Cancelling a payment", "Build the payment validation URL"). */
export function webviewRoutes(parts: PowensParts): readonly ProviderRoute[] {
  return FORMS.flatMap(({ path, needsDomain }) => [
    {
      method: 'GET',
      path,
      call: 'webview',
      payment: paymentOf,
      handle: (received: ReceivedCall) => enter(parts, received, needsDomain, (visit) => openWebview(parts, visit)),
    },
    {
      method: 'POST',
      path,
      call: 'webview-action',
      payment: paymentOf,
      handle: (received: ReceivedCall) => enter(parts, received, needsDomain, (visit) => act(parts, visit)),
    },
  ]);
}

function paymentOf(request: MatchedRequest): string | null {
  return request.query.get('payment_id');
}

function enter(parts: PowensParts, received: ReceivedCall, needsDomain: boolean, go: (visit: Visit) => Answer): Answer {
  const language = received.parameters['language'] ?? null;
  const opened = readWebviewRequest(parts, received, { language, needsDomain });
  switch (opened.kind) {
    case 'wrong':
      return problemPage(opened.status, opened.problem);
    case 'sessionExpired':
      return sessionExpired(parts, opened.payment, opened.redirect);
    case 'open':
      return go({ received, payment: opened.payment, redirect: opened.redirect });
  }
}

function openWebview(parts: PowensParts, { received, payment, redirect }: Visit): Answer {
  const visited = parts.life.visit(payment);
  const pays = visited.state === 'created' || visited.state === 'validating';
  if (!pays && !isCancelling(visited)) {
    return parts.callbacks.sendBack(visited, returnFromWebview(visited, redirect, null));
  }
  return htmlAnswer(200, webviewPage(visited, received.target, pays ? 'pay' : 'cancel'));
}

function act(parts: PowensParts, { received, payment, redirect }: Visit): Answer {
  switch (new URLSearchParams(received.body).get('action')) {
    case 'bank':
      return redirectAnswer(parts.bankLinks.issue(payment.id, { from: 'webview', webviewRedirect: redirect }));
    case 'leave': {
      const left = parts.life.abandoned(payment, received.callSeq);
      return parts.callbacks.sendBack(left, returnFromWebview(left, redirect, 'cancelled'));
    }
    case 'close':
      return windowClosed();
    case null:
    default:
      return problemPage(400, 'Unknown action.');
  }
}

/** What an expired code leads to is not documented: see knob `expiredSession`. */
function sessionExpired(parts: PowensParts, payment: PowensPayment, redirect: WebviewRedirect): Answer {
  if (payment.knobs.expiredSession === 'page') return problemPage(401, 'Your session has expired.');
  return parts.callbacks.sendBack(payment, returnFromWebview(payment, redirect, 'session_expired'));
}

function webviewPage(payment: PowensPayment, target: string, purpose: 'pay' | 'cancel'): string {
  const words =
    purpose === 'cancel'
      ? { title: 'Cancel your payment', lead: 'Your bank asks you to confirm that this payment is to be cancelled.' }
      : { title: 'Confirm your payment', lead: 'Your bank asks you to confirm this payment.' };
  const instruction = payment.instructions[0];
  const facts = factList({
    Amount: formatAmount(totalMinorUnits(payment), instruction?.currency ?? 'EUR'),
    To: instruction?.beneficiaryName ?? 'unknown',
    Reference: instruction?.label ?? '',
    Bank: findConnector(payment.connectorUuid)?.name ?? 'unknown',
    Payment: payment.id,
  });
  const buttons = [
    buttonForm({ action: target, label: 'Continue to my bank', fields: { action: 'bank' }, first: true }),
    buttonForm({ action: target, label: 'Leave without deciding', fields: { action: 'leave' } }),
    buttonForm({ action: target, label: 'Close without returning', fields: { action: 'close' } }),
  ];
  const body = `<p>${words.lead}</p>${facts}<div>${buttons.join('')}</div>`;
  return page({ place: 'webview', title: words.title, body });
}

function problemPage(status: number, problem: string): Answer {
  const body = `<p class="note bad">${escapeHtml(problem)}</p>`;
  return htmlAnswer(status, page({ place: 'webview', title: 'This link does not work', body }));
}
