import { createHash } from 'node:crypto';
import type { CancellationAnswer } from '../../contracts/answer.js';
import { ProviderFault } from '../../contracts/fault.js';
import type {
  CancellationProvider,
  HttpAnswer,
  HttpCall,
  HttpClient,
  ProviderReading,
  RunFacts,
} from '../../contracts/provider.js';
import { connectSwedbankPay } from '../../providers/swedbankpay/provider.js';
import type { SwedbankPayCredentials } from '../../providers/swedbankpay/settings.js';

/** Swedbank Pay's side for unit tests: orders by shape, scripted answers, and a run's own bookkeeping. */

export const BASE = 'https://api.externalintegration.payex.com';
export const ORDER = '/psp/paymentorders/09ccd29a-7c4f-4752-9396-12100cbfecce';
export const TOKEN = 'secret-token-canary';
export const DERIVED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ2345';

export type Json = Readonly<Record<string, unknown>>;

interface Operation {
  readonly rel: string;
  readonly method: string;
  readonly href: string;
  readonly contentType?: string;
}

const V3_OPERATIONS = {
  cancel: { rel: 'cancel', method: 'POST', href: `${BASE}${ORDER}/cancellations` },
  abort: { rel: 'abort', method: 'PATCH', href: `${BASE}${ORDER}` },
  abortAttempt: { rel: 'abort-paymentattempt', method: 'PATCH', href: `${BASE}${ORDER}` },
  capture: { rel: 'capture', method: 'POST', href: `${BASE}${ORDER}/captures` },
  reversal: { rel: 'reversal', method: 'POST', href: `${BASE}${ORDER}/reversals` },
  view: { rel: 'view-checkout', method: 'GET', href: 'https://ecom.externalintegration.payex.com/checkout/client/1' },
} as const satisfies Record<string, Operation>;

const V2_OPERATIONS = {
  cancel: { ...V3_OPERATIONS.cancel, rel: 'create-paymentorder-cancel' },
  abort: { ...V3_OPERATIONS.abort, rel: 'update-paymentorder-abort' },
  capture: { ...V3_OPERATIONS.capture, rel: 'create-paymentorder-capture' },
  reversal: { ...V3_OPERATIONS.reversal, rel: 'create-paymentorder-reversal' },
  paid: { rel: 'paid-paymentorder', method: 'GET', href: `${BASE}${ORDER}/paid` },
} as const satisfies Record<string, Operation>;

export type V3Operation = keyof typeof V3_OPERATIONS;
export type V2Operation = keyof typeof V2_OPERATIONS;

/** A 3.x order: status, operations and remaining amounts (capture, cancellation, reversal; null = absent). */
export function order3({
  status,
  operations = [],
  remaining = [null, null, null],
  fields = {},
}: {
  readonly status: string;
  readonly operations?: readonly V3Operation[];
  readonly remaining?: readonly [number | null, number | null, number | null];
  readonly fields?: Json;
}): { readonly paymentOrder: Json; readonly operations: readonly Operation[] } {
  return {
    paymentOrder: {
      id: ORDER,
      created: '2026-03-03T07:19:27.5636519Z',
      updated: '2026-03-03T07:21:00.5605905Z',
      operation: 'Purchase',
      status,
      currency: 'SEK',
      amount: 1500,
      vatAmount: 375,
      ...remainingFields(remaining),
      paid: { id: `${ORDER}/paid` },
      financialTransactions: { id: `${ORDER}/financialtransactions` },
      ...fields,
    },
    operations: operations.map((name) => V3_OPERATIONS[name]),
  };
}

/** A 2.0 order: no status, a state for display, and its current payment as a link or with transactions. */
export function order2({
  state = 'Ready',
  operations = [],
  remaining = [null, null, null],
  transactions = null,
}: {
  readonly state?: string;
  readonly operations?: readonly V2Operation[];
  readonly remaining?: readonly [number | null, number | null, number | null];
  readonly transactions?: readonly Json[] | null;
}): { readonly paymentOrder: Json; readonly operations: readonly Operation[] } {
  const link = { id: `${ORDER}/currentpayment` };
  const shown = { ...link, menuElementName: 'creditcard', payment: { intent: 'Authorization', transactions: { transactionList: transactions } } };
  return {
    paymentOrder: {
      id: ORDER,
      operation: 'Purchase',
      state,
      currency: 'SEK',
      amount: 1500,
      vatAmount: 0,
      ...remainingFields(remaining),
      payments: { id: `${ORDER}/payments` },
      currentPayment: transactions === null ? link : shown,
    },
    operations: operations.map((name) => V2_OPERATIONS[name]),
  };
}

function remainingFields([capture, cancellation, reversal]: readonly [number | null, number | null, number | null]): Json {
  const fields = { remainingCaptureAmount: capture, remainingCancellationAmount: cancellation, remainingReversalAmount: reversal };
  return Object.fromEntries(Object.entries(fields).filter(([, amount]) => amount !== null));
}

/** The order most tests begin with: authorised, nothing captured. */
export const authorised = order3({ status: 'Paid', operations: ['view', 'capture', 'cancel'], remaining: [1500, 1500, null] });
/** 500 of 1500 captured. */
export const partlyCaptured = order3({ status: 'Paid', operations: ['cancel', 'capture', 'reversal'], remaining: [1000, 1000, 500] });
/** The rest released after 500 were captured. */
export const remainderGone = order3({ status: 'Paid', operations: ['reversal'], remaining: [null, null, 500] });
export const idle = order3({ status: 'Initialized', operations: ['abort', 'abortAttempt', 'view'] });
export const inApp = order3({ status: 'Initialized', operations: ['view'] });
export const cancelledOrder = order3({ status: 'Cancelled' });
export const abortedOrder = order3({ status: 'Aborted', operations: ['view'] });

/** Transactions a 3.x order lists as done. */
export function listed(...types: readonly (readonly [string, number])[]): Json {
  return {
    financialTransactions: {
      id: `${ORDER}/financialtransactions`,
      financialTransactionsList: types.map(([type, amount], index) => ({ id: `t${index}`, type, number: 71100732065 + index, amount, vatAmount: 0 })),
    },
  };
}

/** The 2.0 and 3.0 answer to a cancel request, with the fields captured answers have. */
export function cancellation({ state = 'Completed', amount = 1500, more = {} }: { readonly state?: string; readonly amount?: number; readonly more?: Json } = {}): Json {
  const payment = '/psp/creditcard/payments/7e6cdfc3-1276-44e9-9992-7cf4419750e1';
  return {
    payment,
    cancellation: {
      id: `${payment}/cancellations/ec2a9b09-601a-42ae-8e33-a5737e1cf177`,
      transaction: {
        id: `${payment}/transactions/ec2a9b09-601a-42ae-8e33-a5737e1cf177`,
        created: '2022-01-31T09:49:13.7567756Z',
        updated: '2022-01-31T09:49:12.7374165Z',
        type: 'Cancellation',
        state,
        number: 71100732065,
        amount,
        vatAmount: 0,
        description: 'Test Cancellation',
        payeeReference: DERIVED,
        isOperational: false,
        operations: [],
        ...more,
      },
    },
  };
}

/** A problem document as Swedbank Pay writes it. */
export function problem(type: string, { status = 400, names = [] }: { readonly status?: number; readonly names?: readonly string[] } = {}): Json {
  return {
    sessionId: '27146b5f-0000-4000-8000-000000000000',
    type: `https://api.payex.com/psp/errordetail/${type}`,
    title: 'Operation not allowed',
    status,
    instance: 'https://api.payex.com/psp/instance',
    detail: 'description in problems node!',
    problems: names.map((name) => ({ name, description: 'something about it' })),
  };
}

/** One scripted answer: a body under a status, text under a status, or a fault. */
export type Scripted =
  | { readonly status?: number; readonly json: unknown; readonly headers?: Readonly<Record<string, string>> }
  | { readonly status: number; readonly text: string; readonly headers?: Readonly<Record<string, string>> }
  | ProviderFault;

export const answerLost = new ProviderFault({ code: 'http.connection_lost', message: 'lost', retryable: true });
export const neverConnected = new ProviderFault({ code: 'http.unreachable', message: 'refused', retryable: true, neverProcessed: true });

/** Answers calls in order; running out of answers is a test's failure. */
export class ScriptedHttp implements HttpClient {
  readonly calls: HttpCall[] = [];
  readonly #script: Scripted[];

  constructor(script: readonly Scripted[]) {
    this.#script = [...script];
  }

  exchange(call: HttpCall): Promise<HttpAnswer> {
    this.calls.push(call);
    const next = this.#script.shift();
    if (next === undefined) return Promise.reject(new Error(`unexpected call: ${call.method} ${call.url}`));
    return next instanceof ProviderFault ? Promise.reject(next) : Promise.resolve(httpAnswer(next));
  }

  get sends(): readonly HttpCall[] {
    return this.calls.filter(({ method }) => method !== 'GET');
  }

  get left(): number {
    return this.#script.length;
  }
}

function httpAnswer(scripted: Exclude<Scripted, ProviderFault>): HttpAnswer {
  const text = 'text' in scripted ? scripted.text : JSON.stringify(scripted.json);
  return {
    status: scripted.status ?? 200,
    headers: { 'content-type': 'application/json; charset=utf-8; version=3.1', ...scripted.headers },
    text,
    digest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
    receivedAt: '2026-11-21T12:00:00.000Z',
  };
}

export const credentials: SwedbankPayCredentials = {
  baseUrl: BASE,
  token: TOKEN,
  payeeReferenceProfile: 'alphanumeric',
  allowedOrigins: [BASE],
};

export const freshFacts: RunFacts = {
  reads: 0,
  sends: { begun: 0, accepted: 0, rejected: 0, notSent: 0 },
  linkIssued: false,
  memory: {},
};

const budget = { remainingMs: () => 20_000, signal: new AbortController().signal };

/** One run against scripted answers, keeping its facts as the activities keep them. */
export class Run {
  readonly http: ScriptedHttp;
  readonly provider: CancellationProvider;
  facts: RunFacts;
  /** What the clock says; a re-read comes at least 2 s after the read before. */
  now = Date.parse('2026-11-21T12:00:00.000Z');

  constructor(script: readonly Scripted[], { facts = freshFacts, ...own }: { readonly facts?: RunFacts } & Partial<SwedbankPayCredentials> = {}) {
    this.http = new ScriptedHttp(script);
    this.provider = connectSwedbankPay({ ...credentials, ...own }, { http: this.http, now: () => new Date(this.now) });
    this.facts = facts;
  }

  /** One call of `requestCancellation`. */
  async ask({ supplied = null, description = 'Order A-17 cancelled' }: { readonly supplied?: string | null; readonly description?: string } = {}): Promise<ProviderReading> {
    const reading = await this.provider.requestCancellation({
      payment: { provider: 'swedbankpay', account: 'default', paymentId: ORDER },
      facts: this.facts,
      budget,
      payeeReference: { derived: DERIVED, supplied },
      description,
      payerReturn: { url: 'https://pay.example/callbacks', state: 'x' },
      beforeSend: () => {
        const { sends } = this.facts;
        this.facts = { ...this.facts, sends: { ...sends, begun: sends.begun + 1 } };
        return Promise.resolve();
      },
    });
    return this.#absorb(reading);
  }

  /** One call of `readPayment`. */
  async read(): Promise<ProviderReading> {
    const payment = { provider: 'swedbankpay', account: 'default', paymentId: ORDER };
    return this.#absorb(await this.provider.readPayment({ payment, facts: this.facts, budget }));
  }

  /** Asks again as an activity does: while the answer is unknown or not confirmed, at most `times` more. */
  async settle(times = 3): Promise<ProviderReading> {
    let reading = await this.ask();
    let confirmations = 0;
    for (let time = 0; time < times; time += 1) {
      const needed = reading.rereads === 'all' ? times : reading.rereads;
      if (reading.answer.kind !== 'indeterminate' && confirmations >= needed) break;
      const next = await this.ask();
      confirmations = sameAnswer(next.answer, reading.answer) ? confirmations + 1 : 0;
      reading = next;
    }
    return reading;
  }

  /** The worker dies after the last send's answer, before it was kept. */
  loseLastAnswer(before: RunFacts): void {
    const { sends } = before;
    this.facts = { ...before, sends: { ...sends, begun: sends.begun + 1 } };
  }

  #absorb(reading: ProviderReading): ProviderReading {
    this.now += 2_000;
    const { sends } = this.facts;
    const fate = reading.send === null || reading.send === 'lost' ? {} : { [reading.send]: sends[reading.send] + 1 };
    this.facts = {
      ...this.facts,
      reads: this.facts.reads + (reading.toldSomething ? 1 : 0),
      sends: { ...sends, ...fate },
      memory: reading.memory,
    };
    return reading;
  }
}

function sameAnswer(one: CancellationAnswer, other: CancellationAnswer): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
