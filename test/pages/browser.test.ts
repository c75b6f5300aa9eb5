import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messagePage } from '../../api/pages/message-page.js';
import { standingOf } from '../../api/pages/standing.js';
import { statusPage } from '../../api/pages/status-page.js';
import { LANGUAGES, TEXTS } from '../../api/pages/texts.js';
import type { Language } from '../../api/pages/texts.js';
import type { PayerView } from '../../api/pages/texts/payer-texts.js';
import { DESKTOP, INSTALLING_MS, launchBrowser, SMALL_PHONE } from '../support/browser.js';
import { axeFaults, misfits } from '../support/page-faults.js';
import { input, NOW, SCENES, VIEWS } from './scenes.js';
import { serve } from './serve.js';

/** Many pages in one test. */
const MANY_PAGES_MS = 300_000;

const MESSAGES = ['invalidReturn', 'unknownLink', 'trouble'] as const;
const NAMES = [...VIEWS, ...MESSAGES];

let app: FastifyInstance;
let browser: Browser;
let origin: string;

beforeAll(async () => {
  app = serve(new Map(LANGUAGES.flatMap((language) => pagesIn(language))));
  [origin, browser] = await Promise.all([app.listen({ host: '127.0.0.1', port: 0 }), launchBrowser()]);
}, INSTALLING_MS);
afterAll(async () => {
  await browser.close();
  await app.close();
});

function pagesIn(language: Language): [string, ReturnType<typeof statusPage>][] {
  const links = (view: PayerView) => ({
    statusLink: `/${language}/${view}`,
    payerLink: `/${language}/refused`,
    stopLink: standingOf(SCENES[view], NOW).moves ? `/${language}/${view}` : null,
  });
  return [
    ...VIEWS.map((view): [string, ReturnType<typeof statusPage>] => [
      `/${language}/${view}`,
      statusPage(input(SCENES[view], language, links(view))),
    ]),
    ...MESSAGES.map((message): [string, ReturnType<typeof statusPage>] => [`/${language}/${message}`, messagePage(message, language)]),
  ];
}

/** A tab; what went wrong in it, and what it asked for beside the pages themselves, is kept. */
async function openTab(options: Parameters<Browser['newContext']>[0]): Promise<{ context: BrowserContext; page: Page; wrong: string[] }> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on('console', (message) => wrong.push(message.text()));
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('request', (request) => {
    if (!request.isNavigationRequest()) wrong.push(request.url());
  });
  return { context, page, wrong };
}

// Written as text: these run in the page, and the types of a browser are none of this project's.
const OPEN_DETAILS = `document.querySelector('details')?.setAttribute('open', '')`;
const FOCUSED = `({
  text: document.activeElement.textContent,
  outline: getComputedStyle(document.activeElement).outlineStyle + ' ' + getComputedStyle(document.activeElement).outlineWidth,
})`;

/** What is wrong with the page as it stands. */
async function faults(page: Page): Promise<string[]> {
  return [...(await axeFaults(page)), ...(await misfits(page))];
}

describe('every page with axe', () => {
  it.each(LANGUAGES)('has no fault on a small phone and on a desktop: %s', async (language) => {
    const { context, page, wrong } = await openTab({ viewport: SMALL_PHONE });
    const found: string[] = [];
    for (const name of NAMES) {
      await page.setViewportSize(SMALL_PHONE);
      await page.goto(`${origin}/${language}/${name}`);
      found.push(...(await faults(page)).map((fault) => `${name} on a small phone: ${fault}`));
      await page.setViewportSize(DESKTOP);
      found.push(...(await faults(page)).map((fault) => `${name} on a desktop: ${fault}`));
    }
    await context.close();
    expect(found).toEqual([]);
    expect(wrong).toEqual([]);
  }, MANY_PAGES_MS);

  it('has no fault in the dark, opened up', async () => {
    const { context, page, wrong } = await openTab({ viewport: SMALL_PHONE, colorScheme: 'dark' });
    const found: string[] = [];
    for (const [at, name] of NAMES.entries()) {
      await page.goto(`${origin}/${LANGUAGES[at % LANGUAGES.length] ?? 'en'}/${name}`);
      await page.evaluate(OPEN_DETAILS);
      found.push(...(await faults(page)).map((fault) => `${name}: ${fault}`));
    }
    await context.close();
    expect(found).toEqual([]);
    expect(wrong).toEqual([]);
  }, MANY_PAGES_MS);
});

describe('every page without script', () => {
  it('is complete', async () => {
    const { context, page, wrong } = await openTab({ viewport: SMALL_PHONE, javaScriptEnabled: false });
    for (const view of VIEWS) {
      await page.goto(`${origin}/fi/${view}`);
      const { title, now, next } = TEXTS.fi.views[view];
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(title);
      expect(await page.getByText(now, { exact: true }).isVisible()).toBe(true);
      expect(await page.getByText(next, { exact: true }).isVisible()).toBe(true);
      expect(await page.getByRole('link').count()).toBeGreaterThan(0);
    }
    await context.close();
    expect(wrong).toEqual([]);
  }, MANY_PAGES_MS);

  it('lets the payer look again, go on, go back and read the reference', async () => {
    const { context, page, wrong } = await openTab({ viewport: SMALL_PHONE, javaScriptEnabled: false });
    await page.goto(`${origin}/en/awaitingPayer`);
    await page.getByRole('link', { name: 'Check again' }).click();
    expect(page.url()).toBe(`${origin}/en/awaitingPayer`);
    await page.getByText('Reference', { exact: true }).click();
    expect(await page.getByText(SCENES.awaitingPayer.id).isVisible()).toBe(true);
    await page.getByRole('link', { name: 'Continue at my bank' }).click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(TEXTS.en.views.refused.title);
    await page.goBack();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(TEXTS.en.views.awaitingPayer.title);
    await context.close();
    expect(wrong).toEqual([]);
  });

  it('asks again with the very same address where something was in trouble', async () => {
    const { context, page } = await openTab({ javaScriptEnabled: false });
    const address = `${origin}/en/trouble?state=token`;
    await page.goto(address);
    const [again] = await Promise.all([page.waitForRequest(address), page.getByRole('link', { name: 'Check again' }).click()]);
    expect(again.isNavigationRequest()).toBe(true);
    await context.close();
  });
});

describe('a payer at the keyboard', () => {
  it('reaches everything, in order of sight, and sees where the focus is', async () => {
    const { context, page } = await openTab({ viewport: DESKTOP });
    await page.goto(`${origin}/en/awaitingPayer`);
    const reached: string[] = [];
    for (let stop = 0; stop < 4; stop++) {
      await page.keyboard.press('Tab');
      const { text, outline } = await page.evaluate<{ text: string; outline: string }>(FOCUSED);
      expect(outline).toBe('solid 3px');
      reached.push(text);
    }
    expect(reached).toEqual(['Continue at my bank', 'Check again', 'Back to the shop', 'Reference']);
    await context.close();
  });
});
