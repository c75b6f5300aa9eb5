import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { INSTALLING_MS, launchBrowser, SMALL_PHONE } from '../support/browser.js';
import { axeFaults, misfits } from '../support/page-faults.js';
import { startStack, type Stack } from '../support/stack.js';
import { begin, isEnded, linkOf, type Resource, type Story } from './story.js';

const AWAITED = { scenario: 'webview-approve' };
const TITLES = {
  awaitingPayer: 'Your bank needs your approval',
  verifying: 'We are checking your payment',
  cancelled: 'Your payment is cancelled',
};

let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
}, INSTALLING_MS);
afterEach(async () => {
  for (const device of browser.contexts()) await device.close();
});
afterAll(async () => {
  await browser.close();
});

/** A payer's phone, on which no script runs. */
function phone(): Promise<BrowserContext> {
  return browser.newContext({ viewport: SMALL_PHONE, isMobile: true, hasTouch: true, javaScriptEnabled: false, locale: 'en-GB' });
}

interface Asked {
  readonly story: Story;
  readonly id: string;
  readonly link: string;
}

async function asked(payment: object = AWAITED, terms: object = {}): Promise<Asked> {
  const story = await begin(stack, payment);
  const { id, ...first } = await story.cancel(terms);
  return { story, id, link: linkOf({ id, ...first }) };
}

/** A new tab at the bank's page behind a link. */
async function tabAtBank(device: BrowserContext, link: string): Promise<Page> {
  const page = await device.newPage();
  await page.goto(link);
  await page.getByRole('button', { name: 'Continue to my bank' }).click();
  return page;
}

const approve = (page: Page): Promise<void> => page.getByRole('button', { name: /^Approve/ }).click();
const leave = (page: Page): Promise<void> => page.getByRole('button', { name: 'Leave without deciding' }).click();
const heading = (page: Page): Promise<string> => page.getByRole('heading', { level: 1 }).innerText();

async function expectCancelledOnce({ story, id }: Asked, rounds: number): Promise<Resource> {
  const ended = await story.resource(id, isEnded);
  expect(ended).toMatchObject({ rounds, outcome: { kind: 'cancelled', how: 'afterPayerValidation' } });
  expect(await story.effectiveCancellations()).toBe(1);
  return ended;
}

describe('a payer with a phone', () => {
  it('goes from the shop to the bank, leaves, is led back, approves and is in the shop again', async () => {
    const page = await (await phone()).newPage();
    await page.goto(`${stack.urls.simulator}/shop`);
    await page.getByRole('button', { name: 'Place these orders again' }).click();
    await page.getByRole('button', { name: /Cancel this payment: Reading lamp/ }).first().click();
    await leave(page);
    await page.getByRole('button', { name: 'Continue to my bank' }).click();
    await approve(page);
    await page.waitForURL(/\/shop\/orders\//);
    expect(new URL(page.url()).searchParams.get('status')).toBe('cancelled');
    expect(await page.locator('main').innerText()).toContain('The payment is cancelled.');
  });

  it('sees the outcome come by itself, and gets back to where they came from', async () => {
    const whole = await asked();
    const device = await phone();
    const page = await tabAtBank(device, whole.link);
    await answersAfter(4_000);
    await approve(page);
    expect(await heading(page)).toBe(TITLES.verifying);
    await page.getByRole('heading', { name: TITLES.cancelled }).waitFor();
    await answersAfter(0);
    await expectCancelledOnce(whole, 1);
    expect(page.url()).toContain('/status?look=');
    // The bank has nothing to ask any more and sends them here again; an earlier look would have stayed an earlier look.
    await page.goBack();
    expect(page.url()).toMatch(/\/status$/);
  });

  it('reads our pages without scrolling sideways, hits every link, and is stopped by no fault axe knows', async () => {
    const { story, id, link } = await asked(AWAITED, { payer: { returnUrl: stack.urls.simulator } });
    const page = await (await browser.newContext({ viewport: SMALL_PHONE, isMobile: true, hasTouch: true })).newPage();
    for (const address of [`${link}/status`, `${link.slice(0, -4)}`, `${stack.urls.api}/callbacks/powens?state=x`]) {
      await page.goto(address);
      expect([address, ...(await misfits(page)), ...(await axeFaults(page))]).toEqual([address]);
    }
    expect((await story.resource(id)).rounds).toBe(1);
  });
});

describe('a payer who does things twice', () => {
  it('presses every button and link twice: one round each, one cancellation', async () => {
    const whole = await asked();
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${whole.link}/status`);
    expect(await heading(page)).toBe(TITLES.awaitingPayer);
    await page.getByRole('link', { name: 'Continue at my bank' }).dblclick();
    await page.getByRole('button', { name: 'Leave without deciding' }).dblclick();
    await page.getByRole('button', { name: 'Continue to my bank' }).dblclick();
    await page.getByRole('button', { name: /^Approve/ }).dblclick();
    await page.getByRole('heading', { name: TITLES.cancelled }).waitFor();
    await expectCancelledOnce(whole, 2);
  });

  it('opens the link in two tabs: one finishes, the other goes on and sees the same', async () => {
    const whole = await asked(AWAITED, { payer: { returnUrl: `${stack.urls.simulator}/shop?from=bank` } });
    const device = await phone();
    const [one, other] = [await tabAtBank(device, whole.link), await tabAtBank(device, whole.link)];
    await approve(one);
    const shop = await landedInShop(one);
    expect(shop).toMatchObject({ from: 'bank', cancellation: whole.id, status: 'cancelled' });
    await approve(other);
    expect(await landedInShop(other)).toEqual(shop);
    await expectCancelledOnce(whole, 1);
  });

  it('gives up in one tab and approves in the other', async () => {
    const whole = await asked();
    const device = await phone();
    const [one, other] = [await device.newPage(), await tabAtBank(device, whole.link)];
    await one.goto(whole.link);
    await leave(one);
    await approve(other);
    await other.getByRole('heading', { name: TITLES.cancelled }).waitFor();
    await expectCancelledOnce(whole, 2);
    await leave(one);
    expect(await heading(one)).toBe(TITLES.cancelled);
    await expectCancelledOnce(whole, 2);
  });

  it('goes back after the end and approves again: nothing changes', async () => {
    const whole = await asked();
    const page = await tabAtBank(await phone(), whole.link);
    const bank = page.url();
    await approve(page);
    expect(await heading(page)).toBe(TITLES.cancelled);
    const ended = await expectCancelledOnce(whole, 1);
    const calls = await whole.story.calls();
    for (const way of [() => page.goBack(), () => page.goForward(), () => page.goto(bank), () => page.reload()]) {
      await way();
      expect(await heading(page)).toBe(TITLES.cancelled);
    }
    expect(await expectCancelledOnce(whole, 1)).toEqual(ended);
    expect((await whole.story.calls())['powens.cancel']).toBe(calls['powens.cancel']);
  });
});

describe('a link from an e-mail', () => {
  it('works on two devices, and again when what it led to has long expired', async () => {
    const whole = await asked({ ...AWAITED, knobs: { scopedTokenSeconds: 30 } });
    const [first, second] = [await (await phone()).newPage(), await (await browser.newContext()).newPage()];
    await first.goto(whole.link);
    await second.goto(whole.link);
    for (const page of [first, second]) expect(await heading(page)).toBe('Cancel your payment');
    await stack.simulator.post('/admin/clock', { advanceMs: 31_000 });
    await second.goto(whole.link);
    await second.getByRole('button', { name: 'Continue to my bank' }).click();
    await approve(second);
    expect(await heading(second)).toBe(TITLES.cancelled);
    // The provider sent the payer back from the expired session, and that is a return like any other.
    await expectCancelledOnce(whole, 2);
  });

  it('pressed after the end shows the outcome and the way to the shop', async () => {
    const whole = await asked(AWAITED, { payer: { returnUrl: `${stack.urls.simulator}/shop` } });
    await whole.story.visit(whole.link, ['approve']);
    await expectCancelledOnce(whole, 1);
    const page = await (await phone()).newPage();
    await page.goto(whole.link);
    expect([page.url(), await heading(page)]).toEqual([`${whole.link}/status`, TITLES.cancelled]);
    expect(await page.getByRole('link', { name: 'Continue at my bank' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Back to the shop' }).click();
    expect((await landedInShop(page))['cancellation']).toBe(whole.id);
  });
});

async function landedInShop(page: Page): Promise<Record<string, string>> {
  await page.waitForURL(/\/shop/);
  return Object.fromEntries(new URL(page.url()).searchParams);
}

/** From now on the provider needs so long for every read. */
async function answersAfter(milliseconds: number): Promise<void> {
  await stack.simulator.request('PUT', '/admin/service-times', { body: { provider: 'powens', call: 'read', milliseconds } });
}
