import { all, html } from './html.js';
import type { Page } from './html.js';
import { messageIcon } from './icons.js';
import { TEXTS } from './texts.js';
import type { Language } from './texts.js';
import type { PayerMessage } from './texts/payer-texts.js';

/** A page without any payment on it: a link that cannot be used, or trouble of ours. */
export function messagePage(message: PayerMessage, language: Language): Page {
  const texts = TEXTS[language];
  const { title, paragraphs } = texts.messages[message];
  return {
    language,
    title: `${title} – ${texts.where}`,
    body: all([
      html`<p class="where">${texts.where}</p>`,
      messageIcon(),
      html`<h1>${title}</h1>`,
      ...paragraphs.map((paragraph) => html`<p>${paragraph}</p>`),
      // An empty address is the page itself: the very request that failed is worth a repeat.
      message === 'trouble' ? html`<ul class="actions"><li><a class="first" href="">${texts.actions.checkAgain}</a></li></ul>` : null,
    ]),
  };
}
