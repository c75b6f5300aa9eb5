import { buttonForm, escapeHtml, formatAmount, page } from '../core/page.js';
import type { Order } from './order.js';

/** All orders, each with a button to cancel its payment. */
export function shopPage(orders: readonly Order[]): string {
  const rows = orders.map(orderRow).join('');
  const headings = ['Order', 'Amount', 'If cancelled', 'Payment']
    .map((name) => `<th scope="col">${name}</th>`)
    .join('');
  const table = `<table><thead><tr>${headings}</tr></thead><tbody>${rows}</tbody></table>`;
  const none = '<p class="note">No payments could be set up: no provider is ready to take them.</p>';
  const again = buttonForm({ action: '/shop/orders', label: 'Place these orders again' });
  return page({
    place: 'shop',
    title: 'Your orders',
    body: `<p>Every order here is paid. Cancel a payment and see how it ends.</p>
${orders.length === 0 ? none : table}<p>${again}</p>`,
  });
}

/** The page for an order nobody placed. */
export function unknownOrderPage(): string {
  return page({
    place: 'shop',
    title: 'No such order',
    body: '<p>This order does not exist. <a href="/shop">See all orders</a></p>',
  });
}

/** The name of a provider, for people. */
export function providerName(provider: string): string {
  const names: Readonly<Record<string, string>> = { powens: 'Powens', swedbankpay: 'Swedbank Pay' };
  return names[provider] ?? provider;
}

function orderRow(order: Order): string {
  const orderUrl = `/shop/orders/${encodeURIComponent(order.ref)}`;
  const payment =
    order.cancellationId === null
      ? buttonForm({
          action: `${orderUrl}/cancel`,
          label: 'Cancel this payment',
          spokenLabel: `Cancel this payment: ${order.title}`,
        })
      : `<a href="${orderUrl}">See how it stands</a>`;
  const whose = `${escapeHtml(order.ref)}, ${escapeHtml(providerName(order.provider))}`;
  return `<tr><td><a href="${orderUrl}">${escapeHtml(order.title)}</a><br><span class="muted">${whose}</span></td>
<td class="amount">${formatAmount(order.amountMinorUnits, order.currency)}</td>
<td>${escapeHtml(order.expectation)}</td><td>${payment}</td></tr>`;
}
