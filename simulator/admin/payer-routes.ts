import { z } from 'zod';
import type { PlainRoute } from '../core/route.js';
import type { World } from '../core/world.js';
import { payerActionSchema } from '../core/payer-action.js';
import { adminAnswer, adminProblem, withBody } from './admin-answer.js';
import { visitAsPayer } from './visit-as-payer.js';

const visitSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  plan: z.array(payerActionSchema).min(1).max(100),
});

/** A payer without a browser: opens a link and does, at each visit, the next thing of its plan. */
export function payerRoutes(world: World): readonly PlainRoute[] {
  return [
    {
      method: 'POST',
      path: '/admin/payers',
      handle: (request) =>
        withBody(visitSchema, request, async ({ url, plan }) => {
          const { hostname } = new URL(url);
          if (!['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) {
            return adminProblem(400, 'url: only loopback addresses are visited');
          }
          return adminAnswer(200, await visitAsPayer(world.publicUrl(), { url, plan }));
        }),
    },
  ];
}
