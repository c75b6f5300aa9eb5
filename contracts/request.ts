import { parseDuration } from './duration.js';
import { ACCOUNT_PATTERN, STANDARD_ACCOUNT } from './payment.js';
import type { PaymentRef } from './payment.js';
import type { CancellationTerms } from './run.js';

/** What an order service asks for (design section 5). Left out and null mean the same. */
export interface CancellationRequestBody {
  readonly provider: string;
  /** Default `default`. */
  readonly account?: string | null | undefined;
  readonly paymentId: string | number;
  readonly orderRef?: string | null | undefined;
  readonly reason?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly payer?:
    | { readonly returnUrl?: string | null | undefined; readonly locale?: string | null | undefined }
    | null
    | undefined;
  /** ISO 8601 duration, 1 s to 30 days. */
  readonly deadline?: string | null | undefined;
  readonly maxRounds?: number | null | undefined;
  readonly payeeReference?: string | null | undefined;
}

/** One thing wrong with a request; `pointer` is a JSON pointer (RFC 6901) to the field. */
export interface RequestProblem {
  readonly pointer: string;
  readonly detail: string;
}

export const ORDER_REF_PATTERN = /^[A-Za-z0-9._/-]{1,64}$/;
export const LOCALE_PATTERN = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}$/;
export const MAX_TEXT_LENGTH = 255;
export const ROUNDS = { from: 1, to: 20 } as const;
export const DEADLINE_SECONDS = { from: 1, to: 30 * 86_400 } as const;
const MAX_URL_LENGTH = 2_048;
const PROVIDER_PATTERN = /^[a-z0-9-]{1,24}$/;
/** What every provider's ids have in common; their exact form is each provider's own. */
const PAYMENT_ID_PATTERN = /^[\x21-\x7e]{1,128}$/;
const PAYEE_REFERENCE_PATTERN = /^[\x21-\x7e]{1,64}$/;
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f]/;

/** The payment a request is about; its id is taken to be in canonical form. */
export function paymentOf({ provider, account, paymentId }: CancellationRequestBody): PaymentRef {
  return { provider, account: account ?? STANDARD_ACCOUNT, paymentId: String(paymentId) };
}

/** The terms of a request in canonical form: equal meanings, equal terms; or everything that is wrong with it. */
export function termsOf(
  body: CancellationRequestBody,
): { readonly terms: CancellationTerms } | { readonly problems: readonly RequestProblem[] } {
  const problems = CHECKS.flatMap(({ pointer, detail, passes }) => (passes(body) ? [] : [{ pointer, detail }]));
  if (problems.length > 0) return { problems };
  const { returnUrl, locale } = body.payer ?? {};
  return {
    terms: {
      orderRef: body.orderRef ?? null,
      reason: body.reason ?? null,
      description: body.description ?? null,
      payer: { returnUrl: given(returnUrl) ? new URL(returnUrl).href : null, locale: locale ?? null },
      deadlineSeconds: given(body.deadline) ? secondsOf(body.deadline) : null,
      maxRounds: body.maxRounds ?? null,
      payeeReference: body.payeeReference ?? null,
    },
  };
}

interface Check extends RequestProblem {
  passes(body: CancellationRequestBody): boolean;
}

const CHECKS: readonly Check[] = [
  {
    pointer: '/provider',
    detail: 'name a provider, such as powens',
    passes: ({ provider }) => PROVIDER_PATTERN.test(provider),
  },
  {
    pointer: '/paymentId',
    detail: 'a number this large has lost its last digits on the way: send it as a string',
    passes: ({ paymentId }) => typeof paymentId === 'string' || Number.isSafeInteger(paymentId),
  },
  {
    pointer: '/paymentId',
    detail: 'use 1 to 128 visible ASCII characters',
    passes: ({ paymentId }) => PAYMENT_ID_PATTERN.test(String(paymentId)),
  },
  {
    pointer: '/account',
    detail: 'use 1 to 24 of a-z, 0-9 and -',
    passes: ({ account }) => !given(account) || ACCOUNT_PATTERN.test(account),
  },
  {
    pointer: '/orderRef',
    detail: 'use 1 to 64 of letters, digits and . _ / -',
    passes: ({ orderRef }) => !given(orderRef) || ORDER_REF_PATTERN.test(orderRef),
  },
  {
    pointer: '/reason',
    detail: `use 1 to ${MAX_TEXT_LENGTH} characters without line breaks`,
    passes: ({ reason }) => !given(reason) || isPlainText(reason),
  },
  {
    pointer: '/description',
    detail: `use 1 to ${MAX_TEXT_LENGTH} characters without line breaks`,
    passes: ({ description }) => !given(description) || isPlainText(description),
  },
  {
    pointer: '/payer/returnUrl',
    detail: 'use an absolute https address without user and password',
    passes: ({ payer }) => !given(payer?.returnUrl) || isWebAddress(payer.returnUrl),
  },
  {
    pointer: '/payer/locale',
    detail: 'use a language tag such as fr or nb-NO',
    passes: ({ payer }) => !given(payer?.locale) || LOCALE_PATTERN.test(payer.locale),
  },
  {
    pointer: '/deadline',
    detail: 'use an ISO 8601 duration from PT1S to P30D, such as P7D',
    passes: ({ deadline }) => !given(deadline) || isWithin(secondsOf(deadline), DEADLINE_SECONDS),
  },
  {
    pointer: '/maxRounds',
    detail: `use a whole number from ${ROUNDS.from} to ${ROUNDS.to}`,
    passes: ({ maxRounds }) => !given(maxRounds) || (Number.isInteger(maxRounds) && isWithin(maxRounds, ROUNDS)),
  },
  {
    pointer: '/payeeReference',
    detail: 'use 1 to 64 visible ASCII characters',
    passes: ({ payeeReference }) => !given(payeeReference) || PAYEE_REFERENCE_PATTERN.test(payeeReference),
  },
];

function given<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}

function isPlainText(text: string): boolean {
  return text !== '' && isTextShort(text) && !CONTROL_CHARACTERS.test(text);
}

/** Whether a text has at most 255 characters, counted as JSON Schema counts them: an emoji is one. */
export function isTextShort(text: string): boolean {
  return [...text].length <= MAX_TEXT_LENGTH;
}

function isWebAddress(text: string): boolean {
  if (text.length > MAX_URL_LENGTH || CONTROL_CHARACTERS.test(text) || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

function secondsOf(duration: string): number {
  return (parseDuration(duration) ?? Number.NaN) / 1_000;
}

function isWithin(value: number, range: { readonly from: number; readonly to: number }): boolean {
  return value >= range.from && value <= range.to;
}

/**
 * The terms that a repeat gives and that differ from those already agreed, by field name; a term the repeat leaves
 * out does not differ (design section 5).
 */
export function differingTerms(agreed: CancellationTerms, repeat: CancellationTerms): string[] {
  return COMPARED_TERMS.filter(({ of }) => of(repeat) !== null && of(repeat) !== of(agreed)).map(({ name }) => name);
}

const COMPARED_TERMS: readonly { readonly name: string; of(terms: CancellationTerms): string | number | null }[] = [
  { name: 'orderRef', of: (terms) => terms.orderRef },
  { name: 'payeeReference', of: (terms) => terms.payeeReference },
  { name: 'deadline', of: (terms) => terms.deadlineSeconds },
  { name: 'maxRounds', of: (terms) => terms.maxRounds },
  { name: 'payer.returnUrl', of: (terms) => terms.payer.returnUrl },
];

/** One text per meaning of a request, for its fingerprint. */
export function canonicalRequest(payment: PaymentRef, terms: CancellationTerms): string {
  return JSON.stringify([
    payment.provider,
    payment.account,
    payment.paymentId,
    terms.orderRef,
    terms.reason,
    terms.description,
    terms.payer.returnUrl,
    terms.payer.locale,
    terms.deadlineSeconds,
    terms.maxRounds,
    terms.payeeReference,
  ]);
}
