import { z } from 'zod';
import { adminAnswer, adminProblem, withBody } from '../admin/admin-answer.js';
import type { Answer } from '../core/answer.js';
import type { MatchedRequest, PlainRoute } from '../core/route.js';
import { createScenarioOrder } from './create-scenario.js';
import { INSTRUMENT_NAMES } from './instruments.js';
import { knobsSchema } from './knobs.js';
import { ALL_PERMISSIONS } from './merchants.js';
import type { SwedbankPayParts } from './parts.js';
import { pathOf, type PaymentOrder, remainingOf } from './payment-order.js';
import { findScenario, SCENARIOS } from './scenarios.js';

const LARGEST_COUNT = 100_000;
const ADMIN = '/admin/swedbankpay';

const orderSchema = z.strictObject({
  scenario: z.string().refine((name) => findScenario(name) !== undefined, `unknown; GET ${ADMIN}/scenarios`).optional(),
  knobs: knobsSchema.partial().optional(),
  /** How many orders to create, all alike. */
  count: z.int().min(1).max(LARGEST_COUNT).default(1),
  id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'the last segment of a path').optional(),
  merchant: z.string().default('default'),
  start: z
    .enum(['initialized', 'authorised', 'partlyCaptured', 'captured', 'sold', 'remainderCancelled', 'cancelled', 'aborted', 'failed', 'reversed', 'expired', 'beingCancelled'])
    .optional(),
  operation: z.enum(['Purchase', 'Verify', 'Recur', 'UnscheduledPurchase', 'Payout']).optional(),
  instrument: z.enum(INSTRUMENT_NAMES).optional(),
  amount: z.int().min(0).optional(),
  currency: z.string().regex(/^[A-Z]{3}$/).optional(),
  description: z.string().max(40).optional(),
  orderReference: z.string().optional(),
});

const actSchema = z.strictObject({
  action: z.enum(['pay', 'authorise', 'sell', 'capture', 'reverse', 'cancel', 'abort', 'fail', 'expireAuthorisation', 'enterApp', 'leaveApp', 'complete', 'decline']),
  /** For `capture` and `reverse`; all there is unless given. */
  amount: z.int().positive().optional(),
});

const callbackSchema = z.strictObject({
  /** The order it names instead; its last segment. */
  about: z.string().optional(),
});

const merchantSchema = z.strictObject({
  token: z.string().min(1).optional(),
  payeeReference: z.enum(['alphanumeric', 'digits']).optional(),
  callbackUrl: z.url().nullable().optional(),
  permissions: z.array(z.enum(['cancel', 'abort', 'capture', 'reversal'])).optional(),
});

/** `/admin/swedbankpay/…`: orders in any state, what happens to them, and the merchants. */
export function swedbankPayAdminRoutes(parts: SwedbankPayParts): readonly PlainRoute[] {
  const { orders, merchants } = parts;
  return [
    { method: 'GET', path: `${ADMIN}/scenarios`, handle: () => adminAnswer(200, { scenarios: SCENARIOS }) },
    { method: 'GET', path: `${ADMIN}/orders`, handle: () => adminAnswer(200, { orders: orders.list().map(view) }) },
    {
      method: 'POST',
      path: `${ADMIN}/orders`,
      handle: (request) => withBody(orderSchema, request, (plan) => createOrders(parts, plan)),
    },
    {
      method: 'GET',
      path: `${ADMIN}/orders/:id`,
      handle: (request) => withOrder(parts, request, (order) => adminAnswer(200, view(order))),
    },
    {
      method: 'PATCH',
      path: `${ADMIN}/orders/:id`,
      handle: (request) =>
        withOrder(parts, request, (order) =>
          withBody(z.strictObject({ knobs: knobsSchema.partial() }), request, ({ knobs }) => {
            const given = knobsSchema.parse({ ...order.knobs, ...knobs });
            return adminAnswer(200, view(orders.note(order, { knobs: given })));
          }),
        ),
    },
    {
      method: 'POST',
      path: `${ADMIN}/orders/:id/act`,
      handle: (request) =>
        withOrder(parts, request, (order) => withBody(actSchema, request, (act) => adminAnswer(200, view(perform(parts, order, act))))),
    },
    {
      method: 'POST',
      path: `${ADMIN}/orders/:id/callback`,
      handle: (request) =>
        withOrder(parts, request, (order) => withBody(callbackSchema, request, ({ about }) => sendCallback(parts, order, about))),
    },
    { method: 'GET', path: `${ADMIN}/merchants`, handle: () => adminAnswer(200, { merchants: merchants.list() }) },
    {
      method: 'PUT',
      path: `${ADMIN}/merchants/:name`,
      handle: (request) =>
        withBody(merchantSchema, request, (given) => {
          const name = request.parameters['name'] ?? '';
          const known = merchants.get(name);
          merchants.put({
            name,
            token: given.token ?? known?.token ?? `token-of-${name}`,
            payeeReference: given.payeeReference ?? known?.payeeReference ?? 'alphanumeric',
            callbackUrl: given.callbackUrl === undefined ? (known?.callbackUrl ?? null) : given.callbackUrl,
            permissions: given.permissions ?? known?.permissions ?? ALL_PERMISSIONS,
          });
          return adminAnswer(200, merchants.get(name));
        }),
    },
  ];
}

function createOrders(parts: SwedbankPayParts, { count, scenario, ...plan }: z.infer<typeof orderSchema>): Answer {
  if (parts.merchants.get(plan.merchant) === undefined) {
    return adminProblem(409, `There is no such merchant: PUT ${ADMIN}/merchants/{name}.`);
  }
  if (plan.id !== undefined && (count > 1 || parts.orders.get(plan.id) !== undefined)) {
    return adminProblem(409, 'id: taken, or given for more than one order');
  }
  const create = (): PaymentOrder => createScenarioOrder(parts, { ...plan, knobs: definedOnly(plan.knobs ?? {}), scenario: findScenario(scenario ?? '') ?? null });
  const created = Array.from({ length: count }, create);
  const [first] = created;
  if (first === undefined || count > 1) return adminAnswer(201, { paymentIds: created.map(pathOf) });
  return adminAnswer(201, view(first));
}

/** An order with the id clients know it by and what remains of its money. */
function view(order: PaymentOrder): object {
  return { ...order, paymentOrderId: pathOf(order), remaining: remainingOf(order) };
}

function withOrder(
  { orders }: SwedbankPayParts,
  request: MatchedRequest,
  go: (order: PaymentOrder) => Answer | Promise<Answer>,
): Answer | Promise<Answer> {
  const order = orders.get(request.parameters['id'] ?? '');
  return order === undefined ? adminProblem(404, 'There is no such order.') : go(order);
}

function perform({ life }: SwedbankPayParts, order: PaymentOrder, { action, amount }: z.infer<typeof actSchema>): PaymentOrder {
  const remaining = remainingOf(order);
  const by = { cause: 'admin' } as const;
  switch (action) {
    case 'pay':
      return life.pay(order, { cause: 'payer' });
    case 'authorise':
      return life.authorise(order, { cause: 'payer' });
    case 'sell':
      return life.sell(order, { cause: 'payer' });
    case 'capture':
      return life.capture(order, { amount: amount ?? remaining.capture, ...by });
    case 'reverse':
      return life.reverse(order, { amount: amount ?? remaining.reversal, ...by });
    case 'cancel':
      return life.cancel(order, by);
    case 'abort':
      return life.abort(order, 'CancelledByConsumer', { cause: 'payer' });
    case 'fail':
      return life.fail(order, by);
    case 'expireAuthorisation':
      return life.expireAuthorisation(order, { cause: 'clock' });
    case 'enterApp':
      return life.enterApp(order, { cause: 'payer' });
    case 'leaveApp':
      return life.leaveApp(order, { cause: 'payer' });
    case 'complete':
      return life.decide(order, 'completed', { cause: 'bank' });
    case 'decline':
      return life.decide(order, 'failed', { cause: 'bank' });
  }
}

function sendCallback({ orders }: SwedbankPayParts, order: PaymentOrder, about: string | undefined): Answer {
  const transaction = order.transactions.at(-1);
  if (transaction === undefined) return adminProblem(409, 'The order has no transaction a callback could be about.');
  orders.tell({ ...order, id: about ?? order.id }, transaction);
  return adminAnswer(202, { about: pathOf({ id: about ?? order.id }) });
}

function definedOnly<Value extends object>(value: Value): { [Key in keyof Value]: Exclude<Value[Key], undefined> } {
  // The one seam: `Object.entries` loses the key's type.
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as never;
}
