import { htmlAnswer, type Answer } from '../core/answer.js';
import { buttonForm, factList, formatAmount, page } from '../core/page.js';
import type { MatchedRequest, ProviderRoute, ReceivedCall } from '../core/route.js';
import type { BankLink } from './bank-links.js';
import { returnFromBank, windowClosed } from './callbacks.js';
import type { PowensParts } from './parts.js';
import { isCancelling, totalMinorUnits, type PowensPayment } from './payment.js';

interface Visit {
  readonly received: ReceivedCall;
  readonly link: BankLink;
  readonly payment: PowensPayment;
}

/** The bank's own page: behind the webview, or straight behind `validate_uri`. */
export function bankRoutes(parts: PowensParts): readonly ProviderRoute[] {
  const payment = (request: MatchedRequest): string | null =>
    parts.bankLinks.find(request.parameters['name'] ?? '')?.paymentId ?? null;
  return [
    {
      method: 'GET',
      path: '/bank/:name',
      call: 'bank',
      payment,
      handle: (received) => enter(parts, received, (visit) => openBank(parts, visit)),
    },
    {
      method: 'POST',
      path: '/bank/:name',
      call: 'bank-action',
      payment,
      handle: (received) => enter(parts, received, (visit) => act(parts, visit)),
    },
  ];
}

function enter(parts: PowensParts, received: ReceivedCall, go: (visit: Visit) => Answer): Answer {
  const link = parts.bankLinks.find(received.parameters['name'] ?? '');
  const payment = link === undefined ? undefined : parts.payments.get(link.paymentId);
  if (link === undefined || payment === undefined) return unknownPage();
  return go({ received, link, payment });
}

function openBank(parts: PowensParts, { received, link, payment }: Visit): Answer {
  const visited = link.from === 'payment' ? parts.life.visit(payment) : payment;
  if (isCancelling(visited)) return htmlAnswer(200, bankPage(visited, received.path, 'cancel'));
  if (isPayable(visited)) return htmlAnswer(200, bankPage(visited, received.path, 'pay'));
  return parts.callbacks.sendBack(visited, returnFromBank(visited, link.webviewRedirect));
}

function act(parts: PowensParts, { received, link, payment }: Visit): Answer {
  const action = new URLSearchParams(received.body).get('action');
  if (action === 'close') return windowClosed();
  if (action !== 'approve' && action !== 'refuse' && action !== 'leave') return unknownPage();
  const after = decide(parts, payment, action, received.callSeq);
  return parts.callbacks.sendBack(after, returnFromBank(after, link.webviewRedirect));
}

function decide(
  { life }: PowensParts,
  payment: PowensPayment,
  action: 'approve' | 'refuse' | 'leave',
  callSeq: number,
): PowensPayment {
  if (action === 'leave') return payment;
  if (isPayable(payment)) {
    return action === 'approve'
      ? life.validated(payment, callSeq)
      : life.settle(payment, 'rejected', 'authenticationFailed', 'payer');
  }
  return action === 'approve' ? life.approve(payment, callSeq) : life.refuse(payment, callSeq);
}

function isPayable(payment: PowensPayment): boolean {
  return payment.state === 'created' || payment.state === 'validating';
}

function bankPage(payment: PowensPayment, path: string, purpose: 'pay' | 'cancel'): string {
  const what = purpose === 'cancel' ? 'the cancellation' : 'the payment';
  const instruction = payment.instructions[0];
  const facts = factList({
    Account: payment.payerIban.replace(/^(.{4}).*(.{4})$/, '$1 … $2'),
    Amount: formatAmount(totalMinorUnits(payment), instruction?.currency ?? 'EUR'),
    To: instruction?.beneficiaryName ?? 'unknown',
    Execution: instruction?.executionDate ?? 'next open day',
  });
  const buttons = [
    buttonForm({ action: path, label: `Approve ${what}`, fields: { action: 'approve' }, first: true }),
    buttonForm({ action: path, label: `Refuse ${what}`, fields: { action: 'refuse' } }),
    buttonForm({ action: path, label: 'Back without deciding', fields: { action: 'leave' } }),
    buttonForm({ action: path, label: 'Close without returning', fields: { action: 'close' } }),
  ];
  const title = purpose === 'cancel' ? 'Cancel this transfer?' : 'Approve this transfer?';
  return page({ place: 'bank', title, body: `${facts}<div>${buttons.join('')}</div>` });
}

function unknownPage(): Answer {
  const body = '<p class="note bad">The bank does not know this address.</p>';
  return htmlAnswer(404, page({ place: 'bank', title: 'This link does not work', body }));
}
