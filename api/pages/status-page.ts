import type { CancellationResource } from '../../contracts/resource.js';
import { factList } from './fact-list.js';
import { all, html } from './html.js';
import type { Html, Page } from './html.js';
import { iconOf } from './icons.js';
import { standingOf } from './standing.js';
import type { Standing } from './standing.js';
import { TEXTS } from './texts.js';
import type { Language } from './texts.js';
import type { Action, PayerTexts } from './texts/payer-texts.js';

export interface StatusPageInput {
  readonly resource: CancellationResource;
  readonly language: Language;
  /** The payer's way to the bank. */
  readonly payerLink: string;
  /** This very page. */
  readonly statusLink: string;
  /** The shop, or null where the payer cannot be sent there. */
  readonly shopLink: string | null;
  /** This page, looking no more; null where it does not look again by itself. */
  readonly stopLink: string | null;
  readonly now: Date;
}

/** The payer's page: where am I, what becomes of my money, what can I do, until when, what happens next. Complete without script. */
export function statusPage(input: StatusPageInput): Page {
  const { resource, language, now } = input;
  const texts = TEXTS[language];
  const standing = standingOf(resource, now);
  const { title } = texts.views[standing.view];
  return {
    language,
    title: `${title} – ${texts.where}`,
    body: all([
      html`<p class="where">${texts.where}</p>`,
      iconOf(standing.view),
      html`<h1>${title}</h1>`,
      whereItStands(resource, standing, texts),
      actionList(input, standing, texts),
      looksAgain(input, texts),
      factList({ resource, standing, texts, now }),
      whatHappensNext(standing, texts),
      html`<details><summary>${texts.reference.label}</summary>
<p>${texts.reference.hint}</p>
<p><code translate="no">${resource.id}</code></p></details>`,
    ]),
  };
}

function whereItStands({ supersedes, outcome }: CancellationResource, { view, money }: Standing, texts: PayerTexts): Html {
  return all([
    html`<p>${texts.views[view].now}</p>`,
    supersedes !== null && outcome !== null ? html`<p>${texts.replacesEarlier}</p>` : null,
    html`<p class="money"><strong>${texts.money[money]}</strong></p>`,
  ]);
}

function actionList(input: StatusPageInput, standing: Standing, { actions }: PayerTexts): Html | null {
  const links = linksOf(input, standing);
  if (links.length === 0) return null;
  const items = links.map(({ action, address }, at) => {
    const rank = at === 0 ? html` class="first"` : null;
    return html`<li><a${rank} href="${address}">${actions[action]}</a></li>`;
  });
  return html`<ul class="actions">${all(items)}</ul>`;
}

interface ActionLink {
  readonly action: Action;
  readonly address: string;
}

/** Best first. Whoever is just back from the bank should look again before going there again. */
function linksOf({ payerLink, statusLink, shopLink }: StatusPageInput, { view, payerMayContinue, mayChange }: Standing): ActionLink[] {
  const toBank: readonly ActionLink[] = payerMayContinue ? [{ action: 'continueAtBank', address: payerLink }] : [];
  const again: readonly ActionLink[] = mayChange ? [{ action: 'checkAgain', address: statusLink }] : [];
  const toShop: readonly ActionLink[] = shopLink === null ? [] : [{ action: 'backToShop', address: shopLink }];
  return view === 'awaitingPayer' ? [...toBank, ...again, ...toShop] : [...again, ...toBank, ...toShop];
}

function looksAgain({ stopLink }: StatusPageInput, { looksAgain: { text, stop } }: PayerTexts): Html | null {
  return stopLink === null ? null : html`<p class="again">${text} <a href="${stopLink}">${stop}</a></p>`;
}

function whatHappensNext({ view, payerMayContinue, mayChange }: Standing, texts: PayerTexts): Html {
  const { heading, text } = texts.closedWindow;
  return all([
    html`<h2>${texts.whatHappensNext}</h2>`,
    html`<p>${texts.views[view].next}</p>`,
    mayChange ? html`<p>${texts.mayClosePage}</p>` : null,
    payerMayContinue ? html`<h2>${heading}</h2>\n<p>${text}</p>` : null,
  ]);
}
