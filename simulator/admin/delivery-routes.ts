import { z } from 'zod';
import type { PlainRoute } from '../core/route.js';
import type { World } from '../core/world.js';
import { adminAnswer, withBody } from './admin-answer.js';

const interferenceSchema = z.strictObject({
  channel: z.enum(['webhook', 'callback']),
  provider: z.string(),
  payment: z.union([z.string(), z.number().transform(String)]).default('*'),
  drop: z.boolean().default(false),
  delayMs: z.int().min(0).default(0),
  copies: z.int().min(1).max(1000).default(1),
  disorder: z.boolean().default(false),
});

/** Outgoing webhooks and returns of payers: what was sent, and what is to go wrong with them. */
export function deliveryRoutes({ deliveries, interferences }: World): readonly PlainRoute[] {
  return [
    {
      method: 'GET',
      path: '/admin/deliveries',
      handle: ({ query }) => {
        const payment = query.get('payment');
        const listed = deliveries.list().filter((delivery) => payment === null || delivery.payment === payment);
        return adminAnswer(200, { deliveries: listed });
      },
    },
    {
      method: 'POST',
      path: '/admin/deliveries/flush',
      handle: async () => {
        await deliveries.flush();
        return adminAnswer(200, { waiting: deliveries.list().filter((one) => one.state === 'waiting').length });
      },
    },
    { method: 'GET', path: '/admin/interference', handle: () => adminAnswer(200, interferences.list()) },
    {
      method: 'PUT',
      path: '/admin/interference',
      handle: (request) =>
        withBody(interferenceSchema, request, ({ channel, provider, payment, ...interference }) => {
          interferences.set(channel, provider, payment, interference);
          return adminAnswer(200, interferences.list());
        }),
    },
  ];
}
