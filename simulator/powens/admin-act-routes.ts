import { z } from 'zod';
import { adminAnswer, loopbackUrlSchema, withBody } from '../admin/admin-answer.js';
import { visitAsPayer } from '../admin/visit-as-payer.js';
import type { Answer } from '../core/answer.js';
import type { PlainRoute } from '../core/route.js';
import { withPayment } from './admin-payment.js';
import { returnFromBank, returnFromWebview, storedRedirect } from './callbacks.js';
import type { PowensParts } from './parts.js';
import type { PowensPayment } from './payment.js';

const bankSchema = z.strictObject({
  action: z.enum(['execute', 'accept', 'partial', 'reject', 'expire', 'startPending']),
  errorCode: z.string().nullable().default(null),
});

const payerSchema = z.strictObject({
  action: z.enum(['approve', 'refuse', 'leave', 'leaveBank', 'close']),
  /** How often the simulator itself visits the callback; 0 leaves it to the caller. */
  deliver: z.int().min(0).max(1000).default(0),
});

const visitSchema = z.strictObject({ url: loopbackUrlSchema });

const webhookSchema = z.strictObject({
  /** Tell this state instead of the true one. */
  state: z.string().optional(),
  errorCode: z.string().nullable().optional(),
  /** Use this `id_webhook_data` again. */
  dataId: z.int().optional(),
});

/** Acting as the bank, as the payer, or as the webhook sender, without a browser. */
export function actRoutes(parts: PowensParts): readonly PlainRoute[] {
  return [
    {
      method: 'POST',
      path: '/admin/powens/payments/:id/bank',
      handle: (request) =>
        withPayment(parts, request, (payment) =>
          withBody(bankSchema, request, (body) => adminAnswer(200, actAsBank(parts, payment, body))),
        ),
    },
    {
      method: 'POST',
      path: '/admin/powens/payments/:id/payer',
      handle: (request) =>
        withPayment(parts, request, (payment) =>
          withBody(payerSchema, request, (body) => actAsPayer(parts, payment, body)),
        ),
    },
    {
      method: 'POST',
      path: '/admin/powens/payments/:id/visit',
      handle: (request) =>
        withPayment(parts, request, ({ knobs }) =>
          withBody(visitSchema, request, async ({ url }) => {
            const visit = { url, plan: knobs.payerPlan, repeatLast: true };
            return adminAnswer(200, await visitAsPayer(parts.world.publicUrl(), visit));
          }),
        ),
    },
    {
      method: 'POST',
      path: '/admin/powens/payments/:id/webhook',
      handle: (request) =>
        withPayment(parts, request, (payment) =>
          withBody(webhookSchema, request, ({ state, errorCode, dataId }) => {
            const told = {
              state: state ?? payment.state,
              errorCode: errorCode === undefined ? payment.errorCode : errorCode,
            };
            parts.payments.tell({ ...payment, ...told }, dataId ?? null);
            return adminAnswer(202, { told });
          }),
        ),
    },
  ];
}

function actAsBank(
  { life, payments }: PowensParts,
  payment: PowensPayment,
  act: z.infer<typeof bankSchema>,
): PowensPayment {
  switch (act.action) {
    case 'execute':
      return life.settle(payment, 'done', null, 'bank');
    case 'accept':
      return life.settle(payment, 'accepted', null, 'bank');
    case 'partial':
      return life.settle(payment, 'partial', null, 'bank');
    case 'reject':
      return life.settle(payment, 'rejected', act.errorCode ?? 'insufficientFunds', 'bank');
    case 'expire':
      return life.settle(payment, 'expired', null, 'bank');
    case 'startPending':
      return payments.change(payment, { effect: 'payment.validated', cause: 'bank', set: { state: 'pending' } });
  }
}

function actAsPayer(parts: PowensParts, payment: PowensPayment, act: z.infer<typeof payerSchema>): Answer {
  const after = decide(parts, payment, act.action);
  const callbackUrl = callbackOf(after, act.action);
  if (callbackUrl !== null) {
    for (let copy = 0; copy < act.deliver; copy += 1) parts.callbacks.visit(payment.id, callbackUrl);
  }
  return adminAnswer(200, { payment: after, callbackUrl });
}

function decide(
  { life }: PowensParts,
  payment: PowensPayment,
  action: z.infer<typeof payerSchema>['action'],
): PowensPayment {
  switch (action) {
    case 'approve':
      return life.approve(payment, null);
    case 'refuse':
      return life.refuse(payment, null);
    case 'leave':
    case 'leaveBank':
    case 'close':
      return payment;
  }
}

function callbackOf(payment: PowensPayment, action: z.infer<typeof payerSchema>['action']): string | null {
  switch (action) {
    case 'approve':
    case 'refuse':
    case 'leaveBank':
      return returnFromBank(payment, null);
    case 'leave':
      return returnFromWebview(payment, storedRedirect(payment), 'cancelled');
    case 'close':
      return null;
  }
}
