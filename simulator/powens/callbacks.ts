import { htmlAnswer, redirectAnswer, type Answer } from '../core/answer.js';
import { page } from '../core/page.js';
import type { World } from '../core/world.js';
import type { BankLink } from './bank-links.js';
import type { PowensPayment } from './payment.js';

const LATE_CALLBACK_JOB = 'powens.late-callback';

/** Where the webview was told to send the payer, and with what. */
export interface WebviewRedirect {
  readonly redirectUri: string;
  readonly state: string | null;
}

/**
 * The way back from the bank's interface: the redirect URL and state stored on the payment (reference "Webview"),
 * with `error_code` once the payment is rejected and `payment_state` (guide, "Receive a callback from the payer").
 */
export function returnFromBank(payment: PowensPayment, webview: BankLink['webviewRedirect']): string {
  const target = payment.knobs.redirectWins === 'webview' && webview !== null ? webview : storedRedirect(payment);
  return callbackUrl(target, {
    id_payment: payment.id,
    error_code: payment.state === 'rejected' ? payment.errorCode : null,
    bank_message: payment.knobs.bankMessage,
    payment_state: payment.knobs.callbackState ?? payment.state,
  });
}

/** The way back from the webview itself, to the redirect URL and state the webview was opened with. */
export function returnFromWebview(payment: PowensPayment, webview: WebviewRedirect, error: string | null): string {
  return callbackUrl(webview, {
    id_payment: payment.id,
    error,
    error_code: error === null && payment.state === 'rejected' ? payment.errorCode : null,
  });
}

/** The redirect URL and state stored on the payment. */
export function storedRedirect(payment: PowensPayment): WebviewRedirect {
  return { redirectUri: payment.clientRedirectUri, state: payment.clientState };
}

/** Sends payers back, with whatever is to go wrong on the way. */
export class Callbacks {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
    // The one seam: written by `#sendLate`.
    world.jobs.on(LATE_CALLBACK_JOB, (data) => this.#visit(data as LateCallback));
  }

  /** The answer that takes the payer's browser to `url`, or that keeps it from there. */
  sendBack(payment: PowensPayment, url: string): Answer {
    const interference = this.#world.interferences.of('callback', 'powens', payment.id);
    if (payment.knobs.forgedCallbacks) forgeries(payment, url).forEach((forged) => this.visit(payment.id, forged));
    this.#sendLate(payment, url);
    if (interference.drop) return windowClosed();
    for (let copy = 1; copy < interference.copies; copy += 1) this.visit(payment.id, url);
    return interference.delayMs > 0 ? delayedReturn(url, interference.delayMs) : redirectAnswer(url);
  }

  /** Visits a callback URL without a browser. */
  visit(paymentId: string, url: string): void {
    this.#visit({ paymentId, url });
  }

  #visit({ paymentId, url }: LateCallback): void {
    this.#world.deliveries.sendUndisturbed({
      provider: 'powens',
      payment: paymentId,
      channel: 'callback',
      event: 'copied return of the payer',
      method: 'GET',
      url,
      headers: { accept: 'text/html' },
      body: null,
    });
  }

  #sendLate(payment: PowensPayment, url: string): void {
    const { lateCallbackAfterMs } = payment.knobs;
    if (lateCallbackAfterMs === null) return;
    const late: LateCallback = { paymentId: payment.id, url };
    this.#world.jobs.schedule(LATE_CALLBACK_JOB, lateCallbackAfterMs, late);
  }
}

interface LateCallback {
  readonly paymentId: string;
  readonly url: string;
}

/** The page of a payer who will not come back. */
export function windowClosed(): Answer {
  return htmlAnswer(
    200,
    page({
      place: 'bank',
      title: 'This window was closed',
      body: '<p>The payer closed the window: nobody returns to the shop from here.</p>',
    }),
  );
}

function delayedReturn(url: string, delayMs: number): Answer {
  const seconds = Math.ceil(delayMs / 1000);
  const body = '<p>You are being sent back to the shop…</p>';
  return htmlAnswer(200, page({ place: 'bank', title: 'One moment', body, refresh: { afterSeconds: seconds, url } }));
}

function forgeries(payment: PowensPayment, url: string): readonly string[] {
  const forgedState = changed(url, (query) => query.set('state', 'Zm9yZ2Vk'));
  const otherPayment = changed(url, (query) => query.set('id_payment', `${payment.id}7`));
  const withoutState = changed(url, (query) => query.delete('state'));
  return [forgedState, otherPayment, withoutState];
}

function changed(url: string, change: (query: URLSearchParams) => void): string {
  const copy = new URL(url);
  change(copy.searchParams);
  return copy.href;
}

function callbackUrl(target: WebviewRedirect, values: Readonly<Record<string, string | null>>): string {
  const url = new URL(target.redirectUri);
  for (const [name, value] of Object.entries({ state: target.state, ...values })) {
    if (value !== null) url.searchParams.set(name, value);
  }
  return url.href;
}
