import type { CancellationResource } from '../../contracts/resource.js';
import { all, html } from './html.js';
import type { Html } from './html.js';
import { formatAmount, formatMoment } from './local-formats.js';
import type { Standing } from './standing.js';
import type { Fact, PayerTexts } from './texts/payer-texts.js';

interface Facts {
  readonly resource: CancellationResource;
  readonly standing: Standing;
  readonly texts: PayerTexts;
  readonly now: Date;
}

/** What is known of this cancellation, row by row, as the reader writes it; null where nothing is. */
export function factList(known: Facts): Html | null {
  const { resource, texts } = known;
  const rows = [
    ...(resource.orderRef === null ? [] : [row('order', html`<span translate="no">${resource.orderRef}</span>`, texts)]),
    ...amountRows(known),
    ...timeRows(known),
  ];
  return rows.length === 0 ? null : html`<dl>${all(rows)}</dl>`;
}

function amountRows({ resource, texts }: Facts): Html[] {
  const { currency, released, captured } = resource.outcome?.amounts ?? { currency: '', released: 0, captured: 0 };
  const rows = [
    { fact: 'released', amount: released },
    { fact: 'captured', amount: captured },
  ] as const;
  return rows
    .filter(({ amount }) => amount > 0)
    .map(({ fact, amount }) => ({ fact, text: formatAmount(amount, currency, texts) }))
    .flatMap(({ fact, text }) => (text === null ? [] : [row(fact, text, texts)]));
}

/** The payer's time; when the payment was last read; and while things move, that this page is a new one. */
function timeRows({ resource, standing, texts, now }: Facts): Html[] {
  const { deadline, outcome } = resource;
  const approveBy = standing.payerMayContinue ? deadline : null;
  const readAt = outcome?.proof?.readAt ?? null;
  return [
    ...(approveBy === null ? [] : [row('approveBy', moment(new Date(approveBy), texts), texts)]),
    ...(readAt === null ? [] : [row('readAt', moment(new Date(readAt), texts), texts)]),
    ...(standing.mayChange ? [row('statusAt', moment(now, texts), texts)] : []),
  ];
}

function moment(at: Date, texts: PayerTexts): Html {
  return html`<time datetime="${at.toISOString()}">${formatMoment(at, texts)}</time>`;
}

function row(fact: Fact, value: string | Html, { facts }: PayerTexts): Html {
  return html`<div><dt>${facts[fact]}</dt><dd>${value}</dd></div>`;
}
