import type { Answer } from '../core/answer.js';
import type { Clock } from '../core/clock.js';
import type { ReceivedCall } from '../core/route.js';
import type { ClientApplication, ClientApplications } from './client-application.js';
import { errorAnswer, forbidden, notFound, unauthorised } from './errors.js';
import type { PowensPayment } from './payment.js';
import type { Payments } from './payments.js';
import { grants, type Scope, type Token, type Tokens } from './tokens.js';

/** A caller who may do what it asked for. */
export interface Caller {
  readonly token: Token;
  readonly client: ClientApplication;
}

/** Either the caller (and payment) or the answer that turns it away. */
export type Admitted<Value> = { readonly value: Value; readonly refusal: null } | { readonly refusal: Answer };

/** Bearer tokens, scopes, the binding of scoped tokens, and the rate limit. */
export class Access {
  readonly #clients: ClientApplications;
  readonly #tokens: Tokens;
  readonly #payments: Payments;
  readonly #clock: Clock;
  readonly #recentCalls = new Map<string, readonly number[]>();

  constructor(parts: { clients: ClientApplications; tokens: Tokens; payments: Payments; clock: Clock }) {
    this.#clients = parts.clients;
    this.#tokens = parts.tokens;
    this.#payments = parts.payments;
    this.#clock = parts.clock;
  }

  /** 401 without a living bearer token, 429 over the limit, 403 without one of the scopes. */
  admit(received: ReceivedCall, scopes: readonly Scope[]): Admitted<Caller> {
    const bearer = /^Bearer (.+)$/.exec(received.headers['authorization'] ?? '')?.[1];
    if (bearer === undefined) return { refusal: unauthorised('A bearer token is needed.') };
    const found = this.#tokens.find(bearer);
    if (found === null) return { refusal: unauthorised('Unknown token.') };
    if (found.expired) return { refusal: unauthorised('The token has expired.') };
    const client = this.#clients.get(found.token.clientId);
    if (client === undefined) return { refusal: unauthorised('Unknown client.') };
    if (this.#isOverRate(client)) return { refusal: errorAnswer(429, 'tooManyRequests', 'Too many requests.') };
    if (!grants(found.token, scopes)) return { refusal: forbidden(scopes) };
    return { value: { token: found.token, client }, refusal: null };
  }

  /** The same for one payment: 404 when the token's client, or the token's own binding, does not reach it. */
  admitToPayment(
    received: ReceivedCall,
    scopes: readonly Scope[],
  ): Admitted<Caller & { readonly payment: PowensPayment }> {
    const admitted = this.admit(received, scopes);
    if (admitted.refusal !== null) return admitted;
    const { token, client } = admitted.value;
    const payment = this.#payments.get(received.parameters['id'] ?? '');
    if (payment === undefined || payment.clientId !== client.clientId) return { refusal: notFound() };
    if (token.payment !== null && token.payment !== payment.id) return { refusal: notFound() };
    return { value: { token, client, payment }, refusal: null };
  }

  #isOverRate(client: ClientApplication): boolean {
    if (client.ratePerMinute === null) return false;
    const now = this.#clock.now().getTime();
    const recent = (this.#recentCalls.get(client.clientId) ?? []).filter((at) => at > now - 60_000);
    if (recent.length >= client.ratePerMinute) return true;
    this.#recentCalls.set(client.clientId, [...recent, now]);
    return false;
  }
}
