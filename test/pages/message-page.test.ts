import { describe, expect, it } from 'vitest';
import { messagePage } from '../../api/pages/message-page.js';
import { LANGUAGES, TEXTS } from '../../api/pages/texts.js';
import { answerOf, wordsOf } from './serve.js';

const MESSAGES = ['invalidReturn', 'unknownLink', 'trouble'] as const;

describe.each(MESSAGES)('the page %s', (message) => {
  it.each(LANGUAGES)('says in %s what is wrong and what to do, and shows no payment', async (language) => {
    const { text } = await answerOf(messagePage(message, language));
    const { title, paragraphs } = TEXTS[language].messages[message];
    expect(text).toContain(`<html lang="${language}">`);
    expect(text).toContain(`<title>${title} – ${TEXTS[language].where}</title>`);
    for (const paragraph of paragraphs) expect(wordsOf(text)).toContain(paragraph);
    expect(text).not.toMatch(/<dl>|<details>|<script/);
  });

  it('offers a repeat only where that may help', async () => {
    const { text } = await answerOf(messagePage(message, 'en'));
    expect(text.includes('href=""')).toBe(message === 'trouble');
  });
});
