import { buttonForm, escapeHtml, factList, formatAmount, page } from '../core/page.js';
import type { ApiResult, Cancellation, ShopProblem } from './countermand.js';
import type { Order } from './order.js';
import { providerName } from './shop-page.js';

export type OrderView = { readonly kind: 'paid' } | ApiResult;

type Outcome = NonNullable<Cancellation['outcome']>;
type Proof = NonNullable<Outcome['proof']>;

const REFRESH_SECONDS = 3;

/** One order, and how the cancellation of its payment stands. */
export function orderPage(order: Order, view: OrderView): string {
  const facts = factList({
    Order: order.ref,
    Article: order.title,
    Amount: formatAmount(order.amountMinorUnits, order.currency),
    'Paid with': `${providerName(order.provider)}, payment ${order.paymentId}`,
  });
  const orderUrl = `/shop/orders/${encodeURIComponent(order.ref)}`;
  const moving = view.kind === 'cancellation' && isMoving(view.cancellation);
  return page({
    place: 'shop',
    title: `Order ${order.ref}`,
    body: `${facts}${sectionOf(order, view)}<p><a href="/shop">All orders</a></p>`,
    refresh: moving ? { afterSeconds: REFRESH_SECONDS, url: orderUrl } : undefined,
  });
}

function sectionOf(order: Order, view: OrderView): string {
  switch (view.kind) {
    case 'paid':
      return `<p class="note">Paid. ${escapeHtml(order.expectation)}</p>${cancelButton(order)}`;
    case 'problem':
      return `${problemSection(view.problem)}${cancelButton(order)}`;
    case 'cancellation':
      return cancellationSection(order, view.cancellation);
  }
}

function cancelButton(order: Order): string {
  const action = `/shop/orders/${encodeURIComponent(order.ref)}/cancel`;
  return buttonForm({ action, label: 'Cancel this payment', first: true });
}

function problemSection(problem: ShopProblem): string {
  const fields = problem.fields.map((field) => `<li>${escapeHtml(field)}</li>`).join('');
  const code = problem.code === null ? '' : `<p class="muted">Code: ${escapeHtml(problem.code)}</p>`;
  const list = fields === '' ? '' : `<ul>${fields}</ul>`;
  const said = `<strong>${escapeHtml(problem.title)}</strong><p>${escapeHtml(problem.detail)}</p>`;
  return `<div class="note bad" role="alert">${said}${list}${code}</div>`;
}

/** A status the next moments may change by themselves, so that looking again is worth it. */
function isMoving(cancellation: Cancellation): boolean {
  return ['requested', 'verifying', 'awaiting_provider'].includes(cancellation.status);
}

function cancellationSection(order: Order, cancellation: Cancellation): string {
  const { outcome } = cancellation;
  const heading = `<h2>Cancellation</h2>${statusNote(cancellation)}`;
  const ended = outcome == null ? '' : outcomeSection(order, outcome);
  const again = cancellation.status === 'not_cancelled' ? cancelButton(order) : '';
  const id = `<p class="muted">Cancellation ${escapeHtml(cancellation.id)}</p>`;
  return `${heading}${ended}${again}${id}`;
}

function statusNote(cancellation: Cancellation): string {
  const { status, nextAction } = cancellation;
  const { tone, text } = STATUS_TEXTS[status] ?? { tone: 'wait', text: 'We are looking into it.' };
  const link =
    nextAction?.type === 'redirect_payer' && /^https?:\/\//.test(nextAction.url)
      ? `<p><a class="button first" href="${escapeHtml(nextAction.url)}">Continue at my bank</a></p>`
      : '';
  const name = escapeHtml(status.replaceAll('_', ' '));
  return `<div class="note ${tone}" role="status"><strong>${name}</strong><p>${text}</p>${link}</div>`;
}

const STATUS_TEXTS: Readonly<Record<string, { readonly tone: string; readonly text: string }>> = {
  requested: { tone: 'wait', text: 'The provider is being asked. This page looks again by itself.' },
  awaiting_payer: { tone: 'wait', text: 'Your bank needs your approval before the payment is cancelled.' },
  verifying: { tone: 'wait', text: 'You are back; the provider is being asked what your bank says.' },
  awaiting_provider: { tone: 'wait', text: 'The provider is still busy with it. This page looks again by itself.' },
  needs_review: { tone: 'wait', text: 'A person has to look at this. Nothing is lost.' },
  cancelled: { tone: 'good', text: 'The payment is cancelled.' },
  not_cancelled: { tone: 'bad', text: 'The payment was not cancelled.' },
};

const MONEY_TEXTS: Readonly<Record<string, string>> = {
  none: 'No money moves',
  partial: 'Part of the money moved',
  done: 'The money has moved',
  expected: 'The money is expected to move',
  unknown: 'Unknown',
};

function outcomeSection(order: Order, outcome: Outcome): string {
  const { amounts, decidedBy, moneyMovement } = outcome;
  const facts: Record<string, string> = { Outcome: words(outcome.kind) };
  if (outcome.how != null) facts['How'] = words(outcome.how);
  if (moneyMovement != null) facts['Money'] = MONEY_TEXTS[moneyMovement] ?? moneyMovement;
  if (outcome.reason != null) facts['Reason'] = outcome.reason;
  if (outcome.remedy != null) facts['What would give the money back'] = outcome.remedy;
  if (amounts != null) {
    facts['Released'] = formatAmount(amounts.released, amounts.currency);
    facts['Captured'] = formatAmount(amounts.captured, amounts.currency);
  }
  if (decidedBy != null) facts['Decided by'] = `${decidedBy.actor}: ${decidedBy.reason ?? ''}`;
  return `${factList(facts)}${outcome.proof == null ? '' : proofSection(order, outcome.proof)}`;
}

function proofSection(order: Order, proof: Proof): string {
  const state = Object.entries(proof.state).map(([name, value]) => `${name}: ${String(value)}`);
  return `<h2>Proof</h2>${factList({
    [`Read at ${providerName(order.provider)}`]: proof.resource,
    State: state.join(', '),
    At: proof.readAt,
    Digest: proof.digest,
  })}`;
}

/** `afterPayerValidation` → `after payer validation`. */
function words(name: string): string {
  return name.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`).trim();
}
