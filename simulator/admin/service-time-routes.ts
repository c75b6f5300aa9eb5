import { z } from 'zod';
import type { PlainRoute } from '../core/route.js';
import type { World } from '../core/world.js';
import { adminAnswer, withBody } from './admin-answer.js';

const serviceTimeSchema = z.strictObject({
  provider: z.string(),
  call: z.string().default('*'),
  milliseconds: z.int().min(0),
});

/** How long calls take by themselves. */
export function serviceTimeRoutes({ serviceTimes }: World): readonly PlainRoute[] {
  return [
    { method: 'GET', path: '/admin/service-times', handle: () => adminAnswer(200, serviceTimes.list()) },
    {
      method: 'PUT',
      path: '/admin/service-times',
      handle: (request) =>
        withBody(serviceTimeSchema, request, ({ provider, call, milliseconds }) => {
          serviceTimes.set(provider, call, milliseconds);
          return adminAnswer(200, serviceTimes.list());
        }),
    },
  ];
}
