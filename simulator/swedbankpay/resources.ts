import { INSTRUMENTS } from './instruments.js';
import { pathOf, type PaymentOrder, type Transaction } from './payment-order.js';

export type Json = Readonly<Record<string, unknown>>;

/** A sub-resource by its lower-case name, or null when an order has none of it. */
export function resourceOf(order: PaymentOrder, name: string): Json | null {
  const content = CONTENTS[name];
  return content === undefined ? null : { id: `${pathOf(order)}/${name}`, ...content(order) };
}

/** Names of the links in a 3.x and in a 2.0 order, as they are written there. */
export const LINKS_3 = [
  'orderItems',
  'urls',
  'payeeInfo',
  'payer',
  'history',
  'failed',
  'aborted',
  'paid',
  'cancelled',
  'reversed',
  'financialTransactions',
  'failedAttempts',
  'postPurchaseFailedAttempts',
  'metadata',
] as const;
export const LINKS_2 = ['urls', 'payeeInfo', 'payers', 'orderItems', 'metadata', 'payments', 'currentPayment'] as const;

const CONTENTS: Readonly<Record<string, (order: PaymentOrder) => Json>> = {
  orderitems: () => ({ orderItemList: [] }),
  urls: () => ({}),
  payeeinfo: (order) => ({ payeeName: order.merchant, orderReference: order.orderReference }),
  payer: () => ({}),
  payers: () => ({}),
  history: () => ({ historyList: [] }),
  metadata: () => ({}),
  failed: (order) => (order.status === 'Failed' ? { problem: { type: 'acquirerinsufficientfunds', title: 'Declined', status: 403 } } : {}),
  aborted: ({ abortReason }) => (abortReason === null ? {} : { abortReason }),
  paid: paid,
  cancelled: cancelled,
  reversed: () => ({}),
  financialtransactions: (order) => ({ financialTransactionsList: listed(order).map((one) => financialTransaction(order, one)) }),
  failedattempts: () => ({ failedAttemptList: [] }),
  postpurchasefailedattempts: ({ failedAttempts }) => ({
    postpurchaseFailedAttemptList: failedAttempts.map(({ problemType, ...attempt }) => ({
      ...attempt,
      status: 'Failed',
      problem: { type: `https://api.payex.com/psp/errordetail/${problemType}`, title: 'Failed', status: 403 },
    })),
  }),
  payments: (order) => ({ paymentList: [{ id: paymentPath(order), instrument: order.instrument, created: order.created }] }),
  currentpayment: (order) => ({ menuElementName: INSTRUMENTS[order.instrument].path, payment: payment(order) }),
};

/** Path of the instrument payment below the order. */
export function paymentPath(order: PaymentOrder): string {
  return `/psp/${INSTRUMENTS[order.instrument].path}/payments/${order.paymentId}`;
}

function paid(order: PaymentOrder): Json {
  const first = order.transactions.find(({ type, state }) => (type === 'Authorization' || type === 'Sale') && state === 'Completed');
  if (first === undefined) return {};
  const { number, payeeReference, type, amount } = first;
  return {
    instrument: order.instrument,
    number,
    payeeReference,
    orderReference: order.orderReference,
    transactionType: type,
    amount,
    submittedAmount: amount,
    feeAmount: 0,
    discountAmount: 0,
    tokens: [],
    details: {},
  };
}

/** Filled only when the order is completely cancelled. */
function cancelled(order: PaymentOrder): Json {
  const cancellation = order.transactions.find(({ type, state }) => type === 'Cancellation' && state === 'Completed');
  if (order.status !== 'Cancelled' || cancellation === undefined) return { paymentTokenGenerated: false };
  return { ...paid(order), cancelReason: cancellation.description, number: cancellation.number, payeeReference: cancellation.payeeReference };
}

/** Whether cancellations are listed is contradictory in the wild: a knob. */
function listed(order: PaymentOrder): readonly Transaction[] {
  const done = order.transactions.filter(({ state }) => state === 'Completed');
  return done.filter(({ type }) => type !== 'Cancellation' || order.knobs.cancellationListed);
}

function financialTransaction(order: PaymentOrder, { id, created, updated, type, number, amount, description, payeeReference }: Transaction): Json {
  return { id: `${pathOf(order)}/financialtransactions/${id}`, created, updated, type, number, amount, vatAmount: 0, description, payeeReference };
}

function payment(order: PaymentOrder): Json {
  const path = paymentPath(order);
  const cancellations = order.transactions.filter(({ type }) => type === 'Cancellation');
  return {
    id: path,
    instrument: order.instrument,
    operation: order.operation,
    intent: INSTRUMENTS[order.instrument].phases === 'two' ? 'Authorization' : 'Sale',
    state: 'Ready',
    currency: order.currency,
    amount: order.amount,
    transactions: { id: `${path}/transactions`, transactionList: order.transactions.map((one) => transactionBody(order, one)) },
    // "Field cancellations is unavailable" while there is none.
    ...(cancellations.length === 0
      ? {}
      : {
          cancellations: {
            id: `${path}/cancellations`,
            cancellationList: cancellations.map((one) => ({ id: `${path}/cancellations/${one.id}`, transaction: transactionBody(order, one) })),
          },
        }),
  };
}

/** A transaction as 2.0 shows it; `vatAmount` is 0 in every captured cancellation. */
export function transactionBody(order: PaymentOrder, transaction: Transaction): Json {
  const { id, problemType, ...rest } = transaction;
  return {
    id: `${paymentPath(order)}/transactions/${id}`,
    ...rest,
    vatAmount: 0,
    isOperational: false,
    operations: [],
    ...(problemType === null
      ? {}
      : { failedReason: 'Declined', problem: { type: `https://api.payex.com/psp/errordetail/${problemType}`, title: 'Declined', status: 403 } }),
  };
}
