import { z } from 'zod';
import { FAULT_KINDS, isFaultKind } from '../core/fault-kinds.js';
import type { PlainRoute } from '../core/route.js';
import type { World } from '../core/world.js';
import { adminAnswer, adminProblem, withBody } from './admin-answer.js';

const faultSchema = z.strictObject({
  provider: z.string().default('*'),
  call: z.string().default('*'),
  payment: z.union([z.string(), z.number().transform(String)]).default('*'),
  kind: z.string().refine(isFaultKind, 'not a kind of fault; GET /admin/fault-kinds lists them'),
  nth: z.int().min(1).default(1),
  times: z.int().min(1).nullable().default(1),
  rate: z.number().min(0).max(1).nullable().default(null),
  seed: z.string().default('1'),
  parameters: z
    .strictObject({
      delayMs: z.int().min(0).optional(),
      retryAfterSeconds: z.int().min(0).optional(),
      location: z.string().optional(),
      bytes: z.int().min(1).optional(),
    })
    .default({}),
});

/** Faults: addressed by provider, call, payment and count. */
export function faultRoutes({ faults }: World): readonly PlainRoute[] {
  return [
    { method: 'GET', path: '/admin/fault-kinds', handle: () => adminAnswer(200, FAULT_KINDS) },
    { method: 'GET', path: '/admin/faults', handle: () => adminAnswer(200, { faults: faults.list() }) },
    {
      method: 'POST',
      path: '/admin/faults',
      handle: (request) => withBody(faultSchema, request, (plan) => adminAnswer(201, faults.add(plan))),
    },
    { method: 'DELETE', path: '/admin/faults', handle: () => adminAnswer(200, { cleared: faults.clear() }) },
    {
      method: 'DELETE',
      path: '/admin/faults/:id',
      handle: ({ parameters }) =>
        faults.clear(parameters['id']) === 0
          ? adminProblem(404, 'No fault has this id.')
          : adminAnswer(200, { cleared: 1 }),
    },
  ];
}
