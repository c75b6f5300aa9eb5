import type { CancellationResource } from '../../contracts/resource.js';
import { all, html } from './html.js';
import type { Html, Page } from './html.js';
import { TEXTS } from './texts.js';
import type { Language, PayerTexts, PayerView } from './texts.js';

export interface StatusPageInput {
  readonly resource: CancellationResource;
  readonly language: Language;
  /** The payer's way to the bank. */
  readonly payerLink: string;
  /** This very page. */
  readonly statusLink: string;
  /** The shop, or null where the payer cannot be sent there. */
  readonly shopLink: string | null;
  readonly now: Date;
}

/** The payer's page: where am I, what happens next, what becomes of my money. */
export function statusPage(input: StatusPageInput): Page {
  const { resource, language } = input;
  const texts: PayerTexts = TEXTS[language];
  const { title, paragraphs } = texts.views[viewOf(resource)];
  const where = resource.orderRef === null ? texts.where : texts.whereWithOrder(resource.orderRef);
  return {
    language,
    title,
    body: all([
      html`<p class="where">${where}</p>`,
      html`<h1>${title}</h1>`,
      ...paragraphs.map((paragraph) => html`<p>${paragraph}</p>`),
      ...(resource.outcome === null ? [] : [html`<p><strong>${texts.money[resource.outcome.moneyMovement]}</strong></p>`]),
      ...(mayContinue(input) ? [deadlineText(resource, language, texts)] : []),
      html`<ul class="actions">${all(actions(input, texts))}</ul>`,
      html`<details><summary>${texts.reference}</summary><p>${resource.id}</p></details>`,
    ]),
  };
}

/** What there is to say; a run that broke is something a person looks into. */
function viewOf({ status, outcome }: CancellationResource): PayerView {
  switch (status) {
    case 'requested':
    case 'awaiting_payer':
    case 'verifying':
    case 'awaiting_provider':
    case 'needs_review':
      return status;
    case 'cancelled':
    case 'not_cancelled':
      return outcome?.kind ?? 'needs_review';
  }
}

/** While a link is open: the bank may be tried again even while we are still asking it. */
function mayContinue({ resource, now }: StatusPageInput): boolean {
  const { status, rounds, deadline, problem } = resource;
  const inTime = deadline === null || Date.parse(deadline) > now.getTime();
  const open = status === 'awaiting_payer' || status === 'verifying' || status === 'needs_review';
  return open && inTime && rounds > 0 && problem === null;
}

function actions(input: StatusPageInput, texts: PayerTexts): Html[] {
  const { resource, payerLink, statusLink, shopLink } = input;
  const canContinue = mayContinue(input);
  const closed = resource.outcome !== null;
  return [
    ...(canContinue ? [html`<li><a class="first" href="${payerLink}">${texts.continueAtBank}</a></li>`] : []),
    ...(closed ? [] : [html`<li><a href="${statusLink}">${texts.checkAgain}</a></li>`]),
    ...(shopLink === null ? [] : [html`<li><a href="${shopLink}" rel="noreferrer">${texts.backToShop}</a></li>`]),
  ];
}

function deadlineText({ deadline }: CancellationResource, language: Language, texts: PayerTexts): Html {
  if (deadline === null) return html``;
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return html`<p class="quiet">${texts.deadline(`${when.format(new Date(deadline))} UTC`)}</p>`;
}
