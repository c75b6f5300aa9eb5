import { all, html } from './html.js';
import type { Page } from './html.js';
import { TEXTS } from './texts.js';
import type { Language, PayerMessage, PayerTexts } from './texts.js';

/** A page without any payment on it: a link that cannot be used, or trouble of ours. */
export function messagePage(message: PayerMessage, language: Language): Page {
  const texts: PayerTexts = TEXTS[language];
  const { title, paragraphs } = texts.messages[message];
  return {
    language,
    title,
    body: all([
      html`<p class="where">${texts.where}</p>`,
      html`<h1>${title}</h1>`,
      ...paragraphs.map((paragraph) => html`<p>${paragraph}</p>`),
    ]),
  };
}
