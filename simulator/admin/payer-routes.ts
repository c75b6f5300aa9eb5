import { z } from 'zod';
import type { PlainRoute } from '../core/route.js';
import type { World } from '../core/world.js';
import { payerActionSchema } from '../core/payer-action.js';
import { adminAnswer, loopbackUrlSchema, withBody } from './admin-answer.js';
import { visitAsPayer } from './visit-as-payer.js';

const visitSchema = z.strictObject({
  url: loopbackUrlSchema,
  plan: z.array(payerActionSchema).min(1).max(100),
  repeatLast: z.boolean().default(false),
});

/** A payer without a browser: opens a link and does, at each visit, the next thing of its plan. */
export function payerRoutes(world: World): readonly PlainRoute[] {
  return [
    {
      method: 'POST',
      path: '/admin/payers',
      handle: (request) =>
        withBody(visitSchema, request, async (visit) => adminAnswer(200, await visitAsPayer(world.publicUrl(), visit))),
    },
  ];
}
