import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { statusPage } from '../../api/pages/status-page.js';
import { LANGUAGES, TEXTS } from '../../api/pages/texts.js';
import { CANCELLATION_STATUSES } from '../../contracts/run.js';
import { MONEY_MOVEMENTS } from './money.js';
import { cancelledOutcome, ended, input, notCancelledOutcome, resource, SCENES, VIEWS } from './scenes.js';
import { answerOf, wordsOf } from './serve.js';

const LARGEST_PAGE_BYTES = 20 * 1024;

describe.each(VIEWS)('the page %s', (view) => {
  const shown = SCENES[view];

  it.each(LANGUAGES)('says in title and heading how things stand, once, in %s', async (language) => {
    const texts = TEXTS[language];
    const { title, now, next } = texts.views[view];
    const { text } = await answerOf(statusPage(input(shown, language)));
    expect(text).toContain(`<html lang="${language}">`);
    expect(text).toContain(`<title>${title} – ${texts.where}</title>`);
    expect(text.match(/<h1>[^<]*<\/h1>/g)).toEqual([`<h1>${title}</h1>`]);
    const words = wordsOf(text);
    expect(words).toContain(now);
    expect(words).toContain(next);
    expect(Object.values(texts.money).filter((sentence) => words.includes(sentence))).toHaveLength(1);
  });

  it('is small and complete: no script, no form, no reload written into it, nothing from elsewhere', async () => {
    for (const language of LANGUAGES) {
      const { text } = await answerOf(statusPage(input(shown, language)));
      expect(Buffer.byteLength(text)).toBeLessThan(LARGEST_PAGE_BYTES);
      expect(text).not.toMatch(/<(?:script|form|img|link|iframe|object|base)\b|http-equiv|@import|url\(|\son\w+=|undefined|\[object/i);
    }
  });

  it('shows no code of ours outside the reference', async () => {
    const codes = [...CANCELLATION_STATUSES, view, shown.outcome?.reason, shown.outcome?.decidedBy?.actor, shown.id, shown.paymentId];
    for (const language of LANGUAGES) {
      const { text } = await answerOf(statusPage(input(shown, language)));
      const words = wordsOf(text);
      expect(codes.filter((code) => code != null && /[_A-Z]|\d/.test(code) && words.includes(code))).toEqual([]);
      expect(text).toContain(`<code translate="no">${shown.id}</code>`);
    }
  });
});

describe.each(LANGUAGES)('no page in %s promises more than the outcome says', (language) => {
  const { money } = TEXTS[language];

  it.each(MONEY_MOVEMENTS)('about money that is %s', async (moneyMovement) => {
    const kinds = [cancelledOutcome({ moneyMovement }), notCancelledOutcome({ moneyMovement }), notCancelledOutcome({ kind: 'tooLate', moneyMovement })];
    for (const outcome of kinds) {
      const words = wordsOf((await answerOf(statusPage(input(ended(outcome), language)))).text);
      expect(words).toContain(money[moneyMovement]);
      if (moneyMovement !== 'none') expect(words).not.toContain(money.none);
    }
  });
});

describe('the ways on', () => {
  async function links(...given: Parameters<typeof input>): Promise<string[]> {
    const { text } = await answerOf(statusPage(input(...given)));
    return [...text.matchAll(/<a[^>]*>([^<]*)<\/a>/g)].map(([, label]) => label ?? '');
  }

  it('lead to the bank first, as long as that is possible', async () => {
    expect(await links(SCENES.awaitingPayer, 'en')).toEqual(['Continue at my bank', 'Check again', 'Back to the shop']);
    expect(await links(SCENES.deadlinePassed, 'en')).toEqual(['Check again', 'Back to the shop']);
  });

  it('lead to another look first for those who are just back, and to the bank again', async () => {
    expect(await links(SCENES.verifying, 'en')).toEqual(['Check again', 'Continue at my bank', 'Back to the shop']);
    expect(await links(SCENES.needsReview, 'en')).toContain('Continue at my bank');
  });

  it('lead to the shop once there is an outcome, and nowhere without one', async () => {
    expect(await links(SCENES.cancelled, 'en')).toEqual(['Back to the shop']);
    expect(await links(SCENES.cancelled, 'en', { shopLink: null })).toEqual([]);
  });

  it('let the payer end what the page does by itself', async () => {
    expect(await links(SCENES.verifying, 'en', { stopLink: '/stop' })).toEqual([
      'Check again', 'Continue at my bank', 'Back to the shop', 'Stop updating',
    ]);
    const { text } = await answerOf(statusPage(input(SCENES.verifying, 'fi', { stopLink: '/stop' })));
    expect(wordsOf(text)).toContain(TEXTS.fi.looksAgain.text);
  });

  it('tell those who closed the bank’s window that they may go there again', async () => {
    const { heading, text } = TEXTS.fr.closedWindow;
    for (const view of ['awaitingPayer', 'verifying', 'needsReview'] as const) {
      const words = wordsOf((await answerOf(statusPage(input(SCENES[view], 'fr')))).text);
      expect(words).toContain(heading);
      expect(words).toContain(text);
    }
  });
});

describe('the details', () => {
  async function words(...given: Parameters<typeof input>): Promise<string> {
    return wordsOf((await answerOf(statusPage(input(...given)))).text).replaceAll(/[\u00a0\u202f]/g, ' ');
  }

  it('name the deadline in the reader’s words, with its zone', async () => {
    const german = await words(SCENES.awaitingPayer, 'de');
    expect(german).toMatch(/Freigabe möglich bis Dienstag, 1\. Dezember 2026 um 11:00 \(Mitteleuropäische Zeit\)/);
    expect(await words(SCENES.awaitingPayer, 'fi')).toMatch(/1\. joulukuuta 2026 klo 12\.00 \(Itä-Euroopan aika\)/);
  });

  it('keep a deadline to themselves that nobody can meet any more', async () => {
    expect(await words(SCENES.deadlinePassed, 'de')).not.toContain('Freigabe möglich bis');
    expect(await words(SCENES.payerDidNotValidate, 'de')).not.toContain('Freigabe möglich bis');
  });

  it('show what was released and what was taken as readers write amounts', async () => {
    expect(await words(SCENES.partlyCancelled, 'sv')).toMatch(/Annullerat belopp 1 234,50 kr Draget belopp 500,00 kr/);
    expect(await words(SCENES.partlyCancelled, 'en')).toMatch(/Amount cancelled SEK 1,234\.50 Amount taken SEK 500\.00/);
  });

  it('count in the minor units of the currency', async () => {
    const outcome = (currency: string) => ended(cancelledOutcome({ amounts: { currency, released: 5_000, captured: 0 } }));
    expect(await words(outcome('JPY'), 'en')).toMatch(/Amount cancelled JP¥5,000 /);
    expect(await words(outcome('KWD'), 'en')).toMatch(/Amount cancelled KWD 5\.000 /);
    expect(await words(outcome('EUR'), 'en')).not.toContain('Amount taken');
    expect(await words(outcome('euros'), 'en')).not.toContain('Amount cancelled');
  });

  it('say that a later result replaces an earlier one', async () => {
    expect(await words(SCENES.cancelled, 'nl')).toContain(TEXTS.nl.replacesEarlier);
    expect(await words(SCENES.alreadyCancelled, 'nl')).not.toContain(TEXTS.nl.replacesEarlier);
  });
});

describe('a hostile text', () => {
  it.each(['"><script>alert(1)</script>', "'><img src=x onerror=alert(1)>", '</title><h1>Paid</h1>', '&lt;script&gt;', '{{7*7}}${7*7}'])(
    'stays a text: %s',
    async (hostile) => {
      const page = statusPage(
        input(resource({ orderRef: hostile, id: hostile }), 'en', {
          shopLink: `https://shop.example/?q=${hostile}`,
          payerLink: `https://pay.shop.example/${hostile}`,
        }),
      );
      const { text } = await answerOf(page);
      expect(text).not.toMatch(/<script|<img|<h1>Paid/);
      expect(text.match(/<a [^>]*href="[^"<>]*"[^<>]*>/g)).toHaveLength(3);
      expect(wordsOf(text)).toContain(hostile);
    },
  );
});

describe('the headers of a page', () => {
  it('let nobody keep it, frame it, or learn its address', async () => {
    const { headers } = await answerOf(statusPage(input(SCENES.awaitingPayer, 'en')));
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
    expect(headers).not.toHaveProperty('refresh');
  });

  it('allow its own style and nothing else', async () => {
    const { headers, text } = await answerOf(statusPage(input(SCENES.awaitingPayer, 'en')));
    const style = /<style>([\s\S]*?)<\/style>/.exec(text)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(text).not.toMatch(/\sstyle=/);
  });
});
