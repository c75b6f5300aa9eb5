import { createHmac } from 'node:crypto';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { TEXTS } from '../../api/pages/texts.js';
import type { Cancellation } from '../../client/index.js';
import { freshPaymentId, openClientRig, SAYS } from '../client/rig.js';
import type { ClientRig, Saying } from '../client/rig.js';
import { countingClient, openApi, WEBHOOK_SECRET } from './rig.js';
import type { CountingClient, TestApi } from './rig.js';

const BANK = 'https://bank.example/approve?code=canary';
const SHOP = 'https://shop.example/orders/A-17?x=1&x=2#top';
const WAIT = { waitMs: 20_000 };

let rig: ClientRig;
let api: TestApi;
let counting: CountingClient;
let deaf: TestApi;
beforeAll(async () => {
  rig = await openClientRig(inject('temporal'));
  api = await openApi({ client: rig.client, taskQueue: rig.taskQueue });
  counting = countingClient();
  deaf = await openApi({ client: counting.client });
});
afterAll(async () => {
  await api.close();
  await deaf.close();
  await rig.close();
});

async function started(says: readonly [Saying, ...Saying[]], more: object = {}): Promise<Cancellation> {
  const paymentId = freshPaymentId();
  rig.says(paymentId, ...says);
  return rig.cancellations.start({ provider: 'powens', paymentId, orderRef: 'A-17', ...more }, WAIT);
}

function get(url: string, headers: Record<string, string> = {}, to = api): Promise<LightMyRequestResponse> {
  return to.app.inject({ method: 'GET', url, headers });
}

function callback(cancellation: Cancellation, more = '', headers: Record<string, string> = {}, to = api): Promise<LightMyRequestResponse> {
  const { paymentId } = cancellation.payment;
  return get(`/callbacks/powens?state=${api.state(paymentId)}&id_payment=${paymentId}${more}`, headers, to);
}

const linkOf = ({ id }: Cancellation): string => `/r/${api.handle(id)}`;
const publicLinkOf = (cancellation: Cancellation): string => `http://127.0.0.1:3000${linkOf(cancellation)}`;

async function eventsOf({ resource }: Cancellation): Promise<number> {
  return (await rig.client.workflow.getHandle(resource.workflowId).describe()).historyLength;
}

async function signalsOf({ resource }: Cancellation): Promise<number> {
  const { events } = await rig.client.workflow.getHandle(resource.workflowId).fetchHistory();
  return (events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes).length;
}

describe('a return that is not authentic', () => {
  const paymentId = '12345';
  const state = (): string => deaf.state(paymentId);
  const changed = (): string => `${state().slice(0, -1)}${state().endsWith('A') ? 'B' : 'A'}`;
  it.each<[string, () => string]>([
    ['nothing at all', () => ''],
    ['no state', () => `?id_payment=${paymentId}`],
    ['an empty state', () => `?state=&id_payment=${paymentId}`],
    ['a made-up state', () => `?state=AAAA&id_payment=${paymentId}`],
    ['a changed state', () => `?state=${changed()}&id_payment=${paymentId}`],
    ['another payment', () => `?state=${state()}&id_payment=99999`],
    ['another spelling of the payment', () => `?state=${state()}&id_payment=0${paymentId}`],
    ['no payment', () => `?state=${state()}`],
    ['the state twice', () => `?state=${state()}&state=${state()}&id_payment=${paymentId}`],
    ['an error twice', () => `?state=${state()}&id_payment=${paymentId}&error=cancelled&error=cancelled`],
    ['a message of the bank twice', () => `?state=${state()}&id_payment=${paymentId}&bank_message=a&bank_message=b`],
    ['a state that is a list', () => `?state[]=${state()}&id_payment=${paymentId}`],
    ['a state in other letters', () => `?STATE=${state()}&id_payment=${paymentId}`],
    ['a zero byte behind the state', () => `?state=${state()}%00&id_payment=${paymentId}`],
    ['the payment twice', () => `?state=${state()}&id_payment=${paymentId}&id_payment=${paymentId}`],
    ['a giant query', () => `?state=${state()}&id_payment=${paymentId}&bank_message=${'x'.repeat(5_000)}`],
    ['an oversized state', () => `?state=${'A'.repeat(3_000)}&id_payment=${paymentId}`],
    ['a state of another provider’s kind', () => `?state=${encodeURIComponent('{"alg":"none"}')}&id_payment=${paymentId}`],
  ])('with %s gets the same page, and nothing is asked of anyone', async (_what, query) => {
    const before = counting.calls();
    const answer = await get(`/callbacks/powens${query()}`, {}, deaf);
    const reference = await get('/callbacks/powens', {}, deaf);
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
    expect(answer.body).toBe(reference.body);
    expect(counting.calls()).toBe(before);
  });

  it('or only looked at by a machine causes nothing', async () => {
    const before = counting.calls();
    const url = `/callbacks/powens?state=${state()}&id_payment=${paymentId}`;
    const prefetched = await get(url, { 'sec-purpose': 'prefetch;prerender' }, deaf);
    expect([prefetched.statusCode, prefetched.headers['cache-control']]).toEqual([503, 'no-store']);
    const head = await deaf.app.inject({ method: 'HEAD', url });
    expect([head.statusCode, head.body]).toEqual([200, '']);
    expect(counting.calls()).toBe(before);
  });

  it('never shows what it was sent', async () => {
    const answer = await get(`/callbacks/powens?state=x&error=<script>alert(1)</script>&bank_message=<b>`, {}, deaf);
    expect(answer.body).not.toMatch(/<script>|<b>/);
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  });
});

describe('an authentic return', () => {
  it('after the payer approved leads to the shop with the outcome as a hint', async () => {
    const cancellation = await started([SAYS.payerNeeded, SAYS.cancelledByPayer], { payer: { returnUrl: SHOP } });
    const answer = await callback(cancellation, '&payment_state=rejected&error_code=cancelledByUser&bank_message=ok');
    expect(answer.statusCode).toBe(303);
    expect(answer.headers.location).toBe(
      `https://shop.example/orders/A-17?x=1&x=2&cancellation=${cancellation.id}&status=cancelled#top`,
    );
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  });

  it('without a shop to go to leads to the status page', async () => {
    const cancellation = await started([SAYS.payerNeeded, SAYS.cancelledByPayer]);
    expect((await callback(cancellation)).headers.location).toBe(`${publicLinkOf(cancellation)}/status`);
  });

  it('of a payer who still has to approve leads to the next link', async () => {
    const cancellation = await started([SAYS.payerNeeded, SAYS.payerNeeded]);
    await get(linkOf(cancellation));
    const answer = await callback(cancellation, '&error=cancelled');
    expect([answer.statusCode, answer.headers.location]).toEqual([303, publicLinkOf(cancellation)]);
    expect(await cancellation.status()).toMatchObject({ status: 'awaiting_payer', rounds: 2 });
  });

  it.each([
    ['nothing but state and id_payment', ''],
    ['error: the payer left the webview', '&error=cancelled'],
    ['error in words of its own', '&error=access_denied&error_description=The%20payer%20left'],
    ['error_code of a cancellation', '&error_code=cancelledByUser'],
    ['error_code of a rejection', '&error_code=insufficientFunds'],
    ['bank_message', '&bank_message=Op%C3%A9ration%20annul%C3%A9e%20%F0%9F%8F%A6'],
    ['bank_message that is markup, or broken', '&bank_message=%3Cscript%3Ealert(1)%3C/script%3E%E0%A4%A'],
    ['bank_message of a talkative bank', `&bank_message=${'x'.repeat(3_000)}`],
    ['payment_state that says cancelled', '&payment_state=rejected&error_code=cancelledByUser'],
    ['payment_state that says executed', '&payment_state=done'],
    ['payment_state that still waits', '&payment_state=pending'],
    ['payment_state nobody knows', '&payment_state=quantum'],
    ['all of them, empty', '&error=&error_code=&bank_message=&payment_state='],
    ['one the guide does not know yet', '&payment_id=99999&connection_id=7&cancellation=x&status=cancelled&outcome=cancelled'],
  ])('(guide, "Receive a callback from the payer") with %s is taken, and nothing in it is believed', async (_what, more) => {
    const cancellation = await started([SAYS.payerNeeded, SAYS.payerNeeded]);
    const answer = await callback(cancellation, more);
    expect(answer.statusCode).toBe(303);
    expect(await signalsOf(cancellation)).toBe(1);
    expect(await cancellation.status()).toMatchObject({ outcome: null, problem: null });
    expect(`${answer.headers.location}${answer.body}`).not.toMatch(/script|insufficientFunds|quantum|99999/);
  });

  it('that says the opposite of the provider ends as the provider says', async () => {
    const cancellation = await started([SAYS.payerNeeded, SAYS.cancelledByPayer]);
    await callback(cancellation, '&payment_state=done&error_code=insufficientFunds');
    expect((await cancellation.result(WAIT)).kind).toBe('cancelled');
  });

  it('replayed again and again uses up no round, until the payer opens the next link', async () => {
    const cancellation = await started([SAYS.payerNeeded, SAYS.payerNeeded], { maxRounds: 2 });
    await get(linkOf(cancellation));
    await callback(cancellation, '&error=cancelled');
    for (let replay = 0; replay < 3; replay += 1) {
      expect((await callback(cancellation, '&error=cancelled')).headers.location).toBe(publicLinkOf(cancellation));
    }
    expect(await cancellation.status()).toMatchObject({ status: 'awaiting_payer', rounds: 2 });
    await get(linkOf(cancellation));
    await callback(cancellation, '&error=cancelled');
    expect((await cancellation.result(WAIT)).kind).toBe('payerDidNotValidate');
  });

  it('counts the link as opened by the browser’s cookie, too', async () => {
    const cancellation = await started([SAYS.payerNeeded, SAYS.payerNeeded], { maxRounds: 1 });
    const cookie = String((await get(linkOf(cancellation))).headers['set-cookie']);
    expect(cookie).toMatch(/; Path=\/callbacks; .*HttpOnly; SameSite=Lax$/);
    const restarted = await openApi({ client: rig.client, taskQueue: rig.taskQueue });
    await callback(cancellation, '&error=cancelled', { cookie: `other=1; ${cookie.split(';')[0]}` }, restarted);
    expect((await cancellation.result(WAIT)).kind).toBe('payerDidNotValidate');
    await restarted.close();
  });

  it('while no worker is alive is kept, and answered in time with the status page', async () => {
    const cancellation = await started([SAYS.payerNeeded, SAYS.cancelledByPayer]);
    await rig.stopWorker();
    try {
      const answer = await callback(cancellation);
      expect([answer.statusCode, answer.headers.location]).toEqual([303, `${publicLinkOf(cancellation)}/status`]);
      expect((await get(`${linkOf(cancellation)}/status`)).statusCode).toBe(200);
    } finally {
      await rig.startWorker();
    }
    expect((await cancellation.result(WAIT)).kind).toBe('cancelled');
  });

  it('that has expired shows how things stand and wakes nobody', async () => {
    const cancellation = await started([SAYS.payerNeeded]);
    const before = await eventsOf(cancellation);
    const { paymentId } = cancellation.payment;
    const state = api.state(paymentId, { expiresAt: new Date(Date.now() - 60_000) });
    const answer = await get(`/callbacks/powens?state=${state}&id_payment=${paymentId}`);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `${publicLinkOf(cancellation)}/status`]);
    expect(await eventsOf(cancellation)).toBe(before);
  });

  it('for a payment nobody asked to cancel, or of another account, finds nothing', async () => {
    const paymentId = freshPaymentId();
    const url = `/callbacks/powens?state=${api.state(paymentId)}&id_payment=${paymentId}`;
    expect((await get(url)).statusCode).toBe(404);
    const cancellation = await started([SAYS.payerNeeded]);
    const other = cancellation.payment.paymentId;
    const foreign = `/callbacks/powens?state=${api.state(other, { account: 'shop-2' })}&id_payment=${other}`;
    expect((await get(foreign)).statusCode).toBe(404);
    expect(await signalsOf(cancellation)).toBe(0);
  });

  it('is heard five times in a row, then only shown how things stand', async () => {
    const cancellation = await started([SAYS.payerNeeded]);
    for (let time = 0; time < 8; time += 1) expect((await callback(cancellation, '&error=cancelled')).statusCode).toBe(303);
    expect(await signalsOf(cancellation)).toBe(5);
    expect((await callback(cancellation)).headers.location).toBe(`${publicLinkOf(cancellation)}/status`);
  });

  it('after a final outcome goes to the shop at once', async () => {
    const cancellation = await started([SAYS.cancelled], { payer: { returnUrl: SHOP } });
    await cancellation.result(WAIT);
    expect((await callback(cancellation)).headers.location).toContain('status=cancelled');
  });

  it('after an outcome that left the payment alive is late news', async () => {
    const cancellation = await started([SAYS.refused, SAYS.cancelledByPayer], { payer: { returnUrl: SHOP } });
    await cancellation.result(WAIT);
    const late = await callback(cancellation);
    const superseding = await cancellation.superseding();
    expect(superseding?.resource.outcome?.kind).toBe('cancelled');
    expect(late.headers.location).toContain(`cancellation=${superseding?.id}&status=cancelled`);
    const direct = await started([SAYS.cancelled]);
    const title = /<title>.*?<\/title>/;
    const cancelledTitle = title.exec((await get(`${linkOf(direct)}/status`)).body)?.[0];
    expect(title.exec((await get(`${linkOf(cancellation)}/status`)).body)?.[0]).toBe(cancelledTitle);
    expect((await cancellation.status()).outcome?.kind).toBe('refused');
  });

  it('while Temporal is away is a page that says nothing is lost', async () => {
    const paymentId = freshPaymentId();
    const answer = await get(`/callbacks/powens?state=${deaf.state(paymentId)}&id_payment=${paymentId}`, {}, deaf);
    expect(answer.statusCode).toBe(503);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
  });
});

describe('GET /r/{handle}', () => {
  it('sends the payer to the bank, with nothing kept and nothing told', async () => {
    const cancellation = await started([SAYS.payerNeeded]);
    for (let press = 0; press < 2; press += 1) {
      const answer = await get(linkOf(cancellation));
      expect([answer.statusCode, answer.headers.location]).toEqual([303, BANK]);
      expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    }
    expect(api.log()).not.toContain('canary');
  });

  it('leads to the status page once it has ended, or while no payer is waited for', async () => {
    for (const says of [SAYS.cancelled, SAYS.inProgress]) {
      const cancellation = await started([says]);
      const answer = await get(linkOf(cancellation));
      expect([answer.statusCode, answer.headers.location]).toEqual([303, `${publicLinkOf(cancellation)}/status`]);
    }
  });

  it('replaces a link that is nearly over, and takes the fresh one', async () => {
    const cancellation = await started([SAYS.payerNeeded, SAYS.payerNeeded]);
    const later = new Date(Date.now() + 6.5 * 86_400_000);
    const patient = await openApi({ client: rig.client, taskQueue: rig.taskQueue, now: () => later });
    const before = await cancellation.sealedPayerLink();
    expect((await get(linkOf(cancellation), {}, patient)).headers.location).toBe(BANK);
    expect((await cancellation.sealedPayerLink())?.sealed).not.toBe(before?.sealed);
    await patient.close();
  });

  it('is a 404 for a handle nobody made, changed or of another key', async () => {
    const cancellation = await started([SAYS.payerNeeded]);
    const handle = api.handle(cancellation.id);
    const elsewhere = await openApi({
      client: rig.client,
      env: { SECRET_KEYS: `other:${Buffer.alloc(32, 9).toString('base64')}` },
    });
    for (const other of ['x', cancellation.id, `${cancellation.id}.`, `${handle}A`, elsewhere.handle(cancellation.id)]) {
      for (const tail of ['', '/status']) expect((await get(`/r/${other}${tail}`)).statusCode).toBe(404);
    }
    await elsewhere.close();
  });

  it('does nothing for HEAD and for a browser that only guesses', async () => {
    const before = counting.calls();
    const url = `/r/${deaf.handle('anything')}`;
    expect((await deaf.app.inject({ method: 'HEAD', url })).statusCode).toBe(200);
    expect((await get(url, { 'sec-purpose': 'prefetch' }, deaf)).statusCode).toBe(503);
    expect(counting.calls()).toBe(before);
  });
});

describe('the status page', () => {
  const bankLinkOf = (cancellation: Cancellation): string => `href="${publicLinkOf(cancellation)}"`;
  /** Where the browser goes by itself, as a path of the API. */
  const nextOf = ({ headers }: LightMyRequestResponse): string =>
    String(headers['refresh']).replace(/^1; url=http:\/\/127\.0\.0\.1:3000/, '');
  const headingOf = (body: string): string => /<h1>(.*?)<\/h1>/.exec(body)?.[1] ?? '';

  it('offers the bank while that is possible, the shop, and no script', async () => {
    const cancellation = await started([SAYS.payerNeeded], { payer: { returnUrl: SHOP } });
    const page = await get(`${linkOf(cancellation)}/status`);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain(bankLinkOf(cancellation));
    expect(page.body).toContain('https://shop.example/orders/A-17?x=1&amp;x=2&amp;cancellation=');
    expect(page.body).toContain(`<title>${headingOf(page.body)}`);
    expect(page.body).toContain('A-17');
    expect(page.body).not.toMatch(/<script|http-equiv/i);
  });

  it('says of every end something else, and offers no bank any more', async () => {
    const headings = new Set<string>();
    for (const says of [SAYS.cancelled, SAYS.refused, SAYS.tooLate]) {
      const cancellation = await started([says]);
      await cancellation.result(WAIT);
      const { body } = await get(`${linkOf(cancellation)}/status`);
      expect(body).not.toContain(bankLinkOf(cancellation));
      headings.add(headingOf(body));
    }
    expect(headings.size).toBe(3);
  });

  it('of a run that broke promises nothing', async () => {
    const cancellation = await started([SAYS.payerNeeded]);
    const before = headingOf((await get(`${linkOf(cancellation)}/status`)).body);
    await rig.client.workflow.getHandle(cancellation.resource.workflowId).terminate('by hand');
    const { body } = await get(`${linkOf(cancellation)}/status`);
    expect(headingOf(body)).not.toBe(before);
    expect(body).not.toContain(bankLinkOf(cancellation));
  });

  it('says so while late news are being read, and what it said before where they told nothing new', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((done) => (release = done));
    const cancellation = await started([SAYS.refused, () => held.then(() => SAYS.refused)]);
    await cancellation.result(WAIT);
    const heading = async (): Promise<string> => headingOf((await get(`${linkOf(cancellation)}/status`)).body);
    const before = await heading();
    const told = await rig.cancellations.providerNotified(cancellation.payment, {});
    expect(await heading()).not.toBe(before);
    release();
    if (told.kind === 'woken') await told.verdict(WAIT);
    expect(await heading()).toBe(before);
  });

  it('looks again by itself while things move: at once, and answered when there is something new', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((done) => (release = done));
    const cancellation = await started([SAYS.payerNeeded, () => held.then(() => SAYS.cancelledByPayer)]);
    const waiting = await get(`${linkOf(cancellation)}/status`);
    expect(waiting.headers).not.toHaveProperty('refresh');
    await rig.cancellations.payerReturned(cancellation.payment, () => ({ left: false }));
    await cancellation.changed(WAIT);
    const moving = await get(`${linkOf(cancellation)}/status`);
    const next = nextOf(moving);
    expect(next).toMatch(/\/status\?look=1&seen=[\w-]+$/);
    expect(moving.body).toContain(`${publicLinkOf(cancellation)}/status?look=off`);
    const [news] = await Promise.all([get(next), new Promise((done) => setTimeout(done, 200)).then(release)]);
    expect(headingOf(news.body)).toBe(TEXTS.en.views.cancelled.title);
    expect(news.headers).not.toHaveProperty('refresh');
  });

  it('looks again no longer than minutes, nor where the payer does not want it', async () => {
    const cancellation = await started([SAYS.inProgress]);
    const status = `${linkOf(cancellation)}/status`;
    expect(nextOf(await get(status))).toContain('look=1&');
    for (const query of ['look=12&seen=x', 'look=off', 'look=999']) {
      const page = await get(`${status}?${query}`);
      expect(page.headers).not.toHaveProperty('refresh');
      expect(page.body).not.toContain(TEXTS.en.looksAgain.text);
    }
    for (const odd of ['look=-1', 'look=x', 'seen=&look=1e3', 'look=1&look=2&seen=%00']) {
      expect((await get(`${status}?${odd}`)).statusCode).toBe(200);
    }
  });

  it('speaks the language the request asked for, else the browser’s', async () => {
    const asked = await started([SAYS.payerNeeded], { payer: { locale: 'nn-NO' } });
    const notAsked = await started([SAYS.payerNeeded]);
    const browser = { 'accept-language': 'ja, pt-BR;q=0.8, en;q=0.1' };
    expect((await get(`${linkOf(asked)}/status`, browser)).body).toContain('<html lang="nb">');
    expect((await get(`${linkOf(notAsked)}/status`, browser)).body).toContain('<html lang="pt">');
    expect((await get('/r/unknown', browser)).body).toContain('<html lang="pt">');
  });

  it('is kept by nobody, framed by nobody, and tells nobody its address', async () => {
    const cancellation = await started([SAYS.payerNeeded]);
    const { headers } = await get(`${linkOf(cancellation)}/status`);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' });
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; .*frame-ancestors 'none'$/);
  });

  it('leads to no shop that is not allowed any more', async () => {
    const cancellation = await started([SAYS.payerNeeded], { payer: { returnUrl: SHOP } });
    const strict = await openApi({ client: rig.client, env: { RETURN_URL_ORIGINS: 'https://other.example' } });
    expect((await get(`${linkOf(cancellation)}/status`, {}, strict)).body).not.toContain('shop.example');
    await strict.close();
  });
});

describe('a webhook', () => {
  function signed(body: string, secret = WEBHOOK_SECRET, path = '/webhooks/powens/default'): Record<string, string> {
    const date = '2026-11-21T10:00:00.000000Z';
    const signature = createHmac('sha256', secret).update(`POST.${path}.${date}.${body}`).digest('base64');
    return { 'bi-signature-date': date, 'bi-signature': signature, 'content-type': 'application/json' };
  }

  function deliver(body: string, headers: Record<string, string>, url = '/webhooks/powens/default', to = api): Promise<LightMyRequestResponse> {
    return to.app.inject({ method: 'POST', url, payload: body, headers });
  }

  const about = (paymentId: string): string => JSON.stringify({ id: Number(paymentId), state: 'rejected', id_webhook_data: 1 });

  it('that is authentic wakes the run before it is answered', async () => {
    const cancellation = await started([SAYS.payerNeeded, SAYS.cancelledByPayer]);
    const body = about(cancellation.payment.paymentId);
    const answer = await deliver(body, signed(body));
    expect([answer.statusCode, answer.body]).toEqual([200, '']);
    expect(await signalsOf(cancellation)).toBe(1);
    expect((await cancellation.result(WAIT)).kind).toBe('cancelled');
  });

  it('is verified over the public path, proxies’ prefix included', async () => {
    const prefixed = await openApi({ client: rig.client, taskQueue: rig.taskQueue, env: { PUBLIC_URL: 'http://127.0.0.1:3000/pay' } });
    const body = about(freshPaymentId());
    expect((await deliver(body, signed(body, WEBHOOK_SECRET, '/pay/webhooks/powens/default'), undefined, prefixed)).statusCode).toBe(200);
    expect((await deliver(body, signed(body), undefined, prefixed)).statusCode).toBe(401);
    await prefixed.close();
  });

  it('about a payment nobody asked to cancel, or about none, is taken and does nothing', async () => {
    for (const body of [about(freshPaymentId()), '{}', '']) {
      expect((await deliver(body, signed(body))).statusCode).toBe(200);
    }
  });

  it('with a wrong signature, or for an account without a secret, has no effect', async () => {
    const before = counting.calls();
    const body = about('12345');
    for (const headers of [{}, signed(body, 'other'), signed(`${body} `), { ...signed(body), 'bi-signature': '' }]) {
      expect((await deliver(body, headers, '/webhooks/powens/default', deaf)).statusCode).toBe(401);
    }
    for (const url of ['/webhooks/powens/shop-9', '/webhooks/powens/default/secret', '/webhooks/acme/default']) {
      expect((await deliver(body, signed(body), url, deaf)).statusCode).toBe(404);
    }
    const unset = await openApi({ client: counting.client, env: { POWENS_WEBHOOK_SECRET: '' } });
    expect((await deliver(body, signed(body), undefined, unset)).statusCode).toBe(404);
    await unset.close();
    expect(counting.calls()).toBe(before);
  });

  it('while Temporal is away is a 503, so that the provider sends it again', async () => {
    const body = about('12345');
    const answer = await deliver(body, signed(body), '/webhooks/powens/default', deaf);
    expect(answer.statusCode).toBe(503);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('after an outcome that left the payment alive is late news', async () => {
    const cancellation = await started([SAYS.refused, SAYS.cancelledByPayer]);
    await cancellation.result(WAIT);
    const body = about(cancellation.payment.paymentId);
    expect((await deliver(body, signed(body))).statusCode).toBe(200);
    const superseding = await cancellation.superseding();
    expect((await superseding?.result(WAIT))?.kind).toBe('cancelled');
  });
});
