import { z } from 'zod';
import type { Answer } from '../core/answer.js';
import type { PlainRoute } from '../core/route.js';
import type { World } from '../core/world.js';
import { adminAnswer, withBody } from './admin-answer.js';

const advanceSchema = z.strictObject({ advanceMs: z.int().min(0) });

/** The virtual clock: it only goes forward. */
export function clockRoutes({ clock }: World): readonly PlainRoute[] {
  const reading = (): Answer => adminAnswer(200, { now: clock.now().toISOString(), offsetMs: clock.offsetMs });
  return [
    { method: 'GET', path: '/admin/clock', handle: reading },
    {
      method: 'POST',
      path: '/admin/clock',
      handle: (request) =>
        withBody(advanceSchema, request, ({ advanceMs }) => {
          clock.advance(advanceMs);
          return reading();
        }),
    },
  ];
}
