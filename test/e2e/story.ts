import { z } from 'zod';
import type { Stack } from '../support/stack.js';
import { eventually } from '../workflow/eventually.js';

/** What the API says of a cancellation; loose, so that a test sees what is there and not what it expects. */
const resourceSchema = z.looseObject({
  id: z.string(),
  workflowId: z.string(),
  status: z.string(),
  created: z.boolean(),
  rounds: z.number(),
  deadline: z.string().nullable(),
  supersedes: z.string().nullable(),
  nextAction: z.object({ type: z.string(), url: z.string() }).nullable(),
  outcome: z
    .looseObject({
      kind: z.string(),
      how: z.string().nullable(),
      moneyMovement: z.string(),
      reason: z.string().nullable(),
      proof: z.looseObject({ state: z.record(z.string(), z.unknown()) }).nullable(),
    })
    .nullable(),
  problem: z.object({ code: z.string() }).nullable(),
});
export type Resource = z.infer<typeof resourceSchema>;

const paymentSchema = z.looseObject({ id: z.string(), state: z.string() });
const visitSchema = z.looseObject({
  steps: z.array(z.looseObject({ method: z.string(), address: z.string(), status: z.number().nullable() })),
});
const summarySchema = z.object({
  calls: z.record(z.string(), z.number()),
  effects: z.record(z.string(), z.number()),
  effectiveCancellations: z.record(z.string(), z.number()),
});

/** One payment at the simulator, and what its order service and its payer do with it. */
export interface Story {
  readonly paymentId: string;
  /** `POST /v1/cancellations`, waiting for the first step. */
  cancel(body?: object, headers?: Readonly<Record<string, string>>): Promise<Resource>;
  /** The resource as it is, or once `enough` holds; fails with the last one when that takes too long. */
  resource(id: string, enough?: (resource: Resource) => boolean): Promise<Resource>;
  /** The payer follows a link like a browser, by the payment's own plan or by this one. */
  visit(url: string, plan?: readonly string[]): Promise<z.infer<typeof visitSchema>>;
  /** The payer acts without a browser; the callback is visited `deliver` times. */
  payer(action: string, deliver?: number): Promise<{ readonly callbackUrl: string | null }>;
  calls(): Promise<Readonly<Record<string, number>>>;
  effectiveCancellations(): Promise<number>;
}

/** A killed worker's attempt is given up after its start-to-close time, 25 s; then all is well within seconds. */
export const RECOVERY_MS = 90_000;

/** Creates a Powens payment by a scenario (or by what the admin API takes) and begins its story. */
export async function begin(stack: Stack, payment: string | object): Promise<Story> {
  const order = typeof payment === 'string' ? { scenario: payment } : payment;
  const created = await stack.simulator.post('/admin/powens/payments', order);
  const { id } = paymentSchema.parse(created.body);
  return storyOf(stack, { provider: 'powens', paymentId: id });
}

/** The same for a Swedbank Pay payment order. */
export async function beginOrder(stack: Stack, order: string | object): Promise<Story> {
  const plan = typeof order === 'string' ? { scenario: order } : order;
  const created = await stack.simulator.post('/admin/swedbankpay/orders', plan);
  const { id } = z.looseObject({ id: z.string() }).parse(created.body);
  return storyOf(stack, { provider: 'swedbankpay', paymentId: `/psp/paymentorders/${id}` });
}

function storyOf(
  stack: Stack,
  { provider, paymentId }: { readonly provider: string; readonly paymentId: string },
): Story {

  const resource: Story['resource'] = (id, enough = () => true) => {
    const look = async (): Promise<Resource> => resourceSchema.parse((await stack.api.get(`/v1/cancellations/${id}`)).body);
    return eventually('the cancellation', look, enough, RECOVERY_MS);
  };
  const summary = async () =>
    summarySchema.parse((await stack.simulator.get(`/admin/ledger/summary?payment=${encodeURIComponent(paymentId)}`)).body);

  return {
    paymentId,
    resource,
    cancel: async (body = {}, headers = {}) => {
      const request = { provider, paymentId, ...body };
      const answer = await stack.api.post('/v1/cancellations', request, { prefer: 'wait=10', ...headers });
      if (answer.status !== 202) throw new Error(`${answer.status}: ${answer.text}`);
      return resourceSchema.parse(answer.body);
    },
    visit: async (url, plan) => {
      const path = plan === undefined ? `/admin/powens/payments/${paymentId}/visit` : '/admin/payers';
      const answer = await stack.simulator.post(path, { url, ...(plan === undefined ? {} : { plan }) });
      return visitSchema.parse(answer.body);
    },
    payer: async (action, deliver = 0) => {
      const answer = await stack.simulator.post(`/admin/powens/payments/${paymentId}/payer`, { action, deliver });
      return z.looseObject({ callbackUrl: z.string().nullable() }).parse(answer.body);
    },
    calls: async () => (await summary()).calls,
    effectiveCancellations: async () => (await summary()).effectiveCancellations[paymentId] ?? 0,
  };
}

/** True once a request has its outcome. */
export function isEnded({ outcome }: Resource): boolean {
  return outcome !== null;
}

/** The link of a cancellation that waits for its payer. */
export function linkOf({ nextAction, ...rest }: Resource): string {
  if (nextAction === null) throw new Error(`no link in ${JSON.stringify(rest)}`);
  return nextAction.url;
}
