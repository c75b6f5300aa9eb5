import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countingClient, openApi } from '../api/rig.js';
import type { TestApi } from '../api/rig.js';
import { DESKTOP, INSTALLING_MS, launchBrowser, SMALL_PHONE } from '../support/browser.js';
import { axeFaults } from '../support/page-faults.js';

const SIDEWAYS = 'document.documentElement.scrollWidth > window.innerWidth';

let api: TestApi;
let origin: string;
let browser: Browser;
beforeAll(async () => {
  api = await openApi({ client: countingClient().client });
  [origin, browser] = await Promise.all([api.app.listen({ host: '127.0.0.1', port: 0 }), launchBrowser()]);
}, INSTALLING_MS);
afterAll(async () => {
  await browser.close();
  await api.close();
});

describe('the documentation page', () => {
  it.each([
    ['a small phone', SMALL_PHONE],
    ['a desktop', DESKTOP],
  ])('has no fault in the eyes of axe, and fits, on %s', async (_where, viewport) => {
    const page = await browser.newPage({ viewport });
    const wrong: string[] = [];
    page.on('console', (message) => wrong.push(message.text()));
    await page.goto(`${origin}/docs`);
    expect(await axeFaults(page)).toEqual([]);
    expect(await page.evaluate(SIDEWAYS)).toBe(false);
    expect(wrong).toEqual([]);
    await page.close();
  }, 120_000);
});
