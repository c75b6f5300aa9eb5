import { z } from 'zod';
import { adminAnswer, adminProblem, withBody } from '../admin/admin-answer.js';
import type { Answer } from '../core/answer.js';
import type { PlainRoute } from '../core/route.js';
import { actRoutes } from './admin-act-routes.js';
import { clientRoutes } from './admin-client-routes.js';
import { withPayment } from './admin-payment.js';
import { createScenarioPayment } from './create-scenario.js';
import { knobChoicesSchema, withChoices } from './knobs.js';
import type { PowensParts } from './parts.js';
import type { PowensPayment } from './payment.js';
import { findScenario, SCENARIOS } from './scenarios.js';

const LARGEST_COUNT = 100_000;

const paymentSchema = z.strictObject({
  scenario: z
    .string()
    .refine((name) => findScenario(name) !== undefined, 'unknown; GET /admin/powens/scenarios')
    .optional(),
  knobs: knobChoicesSchema.optional(),
  /** How many payments to create, all alike. */
  count: z.int().min(1).max(LARGEST_COUNT).default(1),
  id: z
    .string()
    .regex(/^[1-9][0-9]{0,18}$/, 'a decimal id of up to 19 digits')
    .optional(),
  clientId: z.string().optional(),
  state: z.string().optional(),
  stateDetail: z.string().nullable().optional(),
  errorCode: z.string().nullable().optional(),
  connectorUuid: z.string().optional(),
  clientRedirectUri: z.string().optional(),
  clientState: z.string().nullable().optional(),
  label: z.string().optional(),
  referenceId: z.string().optional(),
  amountMinorUnits: z.int().positive().optional(),
  currency: z.string().optional(),
  executionDateTypes: z
    .array(z.enum(['first_open_day', 'deferred', 'instant', 'periodic']))
    .min(1)
    .optional(),
  executionDate: z.iso.date().optional(),
});

const changeSchema = z.strictObject({
  knobs: knobChoicesSchema.optional(),
  state: z.string().optional(),
  stateDetail: z.string().nullable().optional(),
  action: z.string().nullable().optional(),
  errorCode: z.string().nullable().optional(),
  validateUri: z.string().nullable().optional(),
});

/** `/admin/powens/…`: payments in any state, what their banks and payers do, and the client applications. */
export function powensAdminRoutes(parts: PowensParts): readonly PlainRoute[] {
  const { payments } = parts;
  return [
    { method: 'GET', path: '/admin/powens/scenarios', handle: () => adminAnswer(200, { scenarios: SCENARIOS }) },
    { method: 'GET', path: '/admin/powens/payments', handle: () => adminAnswer(200, { payments: payments.list() }) },
    {
      method: 'POST',
      path: '/admin/powens/payments',
      handle: (request) => withBody(paymentSchema, request, (order) => createPayments(parts, order)),
    },
    {
      method: 'GET',
      path: '/admin/powens/payments/:id',
      handle: (request) => withPayment(parts, request, (payment) => adminAnswer(200, payment)),
    },
    {
      method: 'PATCH',
      path: '/admin/powens/payments/:id',
      handle: (request) =>
        withPayment(parts, request, (payment) =>
          withBody(changeSchema, request, (change) => changePayment(parts, payment, change)),
        ),
    },
    ...actRoutes(parts),
    ...clientRoutes(parts),
  ];
}

function createPayments(parts: PowensParts, body: z.infer<typeof paymentSchema>): Answer {
  const { count, scenario, clientId, ...order } = body;
  const client = clientId === undefined ? parts.clients.list()[0] : parts.clients.get(clientId);
  const redirectUrl = order.clientRedirectUri ?? client?.redirectUrls[0];
  if (client === undefined || redirectUrl === undefined) {
    return adminProblem(
      409,
      'There is no such client, or it has no redirect URL: PUT /admin/powens/clients/{clientId}.',
    );
  }
  if (order.id !== undefined && (count > 1 || parts.payments.get(order.id) !== undefined)) {
    return adminProblem(409, 'id: taken, or given for more than one payment');
  }
  const created = Array.from({ length: count }, () =>
    createScenarioPayment(parts, {
      ...order,
      clientId: client.clientId,
      clientRedirectUri: redirectUrl,
      scenario: findScenario(scenario ?? '') ?? null,
    }),
  );
  const [first] = created;
  return adminAnswer(201, count === 1 ? first : { payments: created.map((payment) => payment.id) });
}

function changePayment(
  { payments }: PowensParts,
  payment: PowensPayment,
  change: z.infer<typeof changeSchema>,
): Answer {
  const { knobs, ...set } = change;
  const given = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined));
  const changed = payments.change(payment, {
    effect: 'payment.changed',
    cause: 'admin',
    set: { ...given, knobs: withChoices(payment.knobs, knobs) },
  });
  return adminAnswer(200, changed);
}
