import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INSTALLING_MS, launchBrowser } from '../support/browser.js';
import { startStack, type Stack } from '../support/stack.js';

let stack: Stack;
let browser: Browser;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
}, INSTALLING_MS);
afterAll(async () => {
  await browser.close();
});

async function shop(): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${stack.urls.simulator}/shop`);
  return page;
}

/** The latest batch of orders comes first, and none of it was touched. */
async function cancel(page: Page, order: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Place these orders again' }).click();
  await page.getByRole('button', { name: order }).first().click();
}

describe('a newcomer with a browser', () => {
  it('cancels a payment that needs the payer: leaves once, is led back, approves, and sees the proof in the shop', async () => {
    const page = await shop();
    await cancel(page, /Cancel this payment: Reading lamp/);
    await page.getByRole('button', { name: 'Leave without deciding' }).click();
    await page.getByRole('button', { name: 'Continue to my bank' }).click();
    await page.getByRole('button', { name: /^Approve/ }).click();
    await page.waitForURL(/\/shop\/orders\//);
    const text = await page.locator('main').innerText();
    expect(text).toMatch(/cancelled/i);
    expect(text).toMatch(/cancelledBy/);
    await page.close();
  });

  it('cancels one that needs nobody with a single click', async () => {
    const page = await shop();
    await cancel(page, /Cancel this payment: Tea pot/);
    await page.waitForURL(/\/shop\/orders\//);
    expect(await page.locator('main').innerText()).toMatch(/cancelled/i);
    await page.close();
  });

  it('may close the bank, come back by the same link, go back and press twice, and still ends with one cancellation', async () => {
    const page = await shop();
    await cancel(page, /Cancel this payment: Reading lamp/);
    const webview = page.url();
    await page.getByRole('button', { name: 'Close without returning' }).click();
    await page.goto(webview);
    await page.getByRole('button', { name: 'Continue to my bank' }).click();
    await page.goBack();
    await page.goForward();
    await page.getByRole('button', { name: /^Approve/ }).dblclick();
    await page.waitForURL(/\/shop\/orders\//);
    expect(await page.locator('main').innerText()).toMatch(/cancelled/i);
    await page.close();
  });
});
