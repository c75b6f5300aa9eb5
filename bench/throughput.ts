import { Client, Connection } from '@temporalio/client';
import { PaymentCancellations } from '../client/index.js';
import { CancellationStatusKey } from '../contracts/search-attributes.js';
import type { Bench } from './processes.js';
import type { SimulatorClient } from './simulator-client.js';
import { SKELETON_QUEUE, SKELETON_WORKFLOW } from './skeleton/names.js';
import { median, ratio } from './statistics.js';

export interface ThroughputPlan {
  readonly clients: number;
  readonly perBlock: number;
  readonly pairs: number;
}

/**
 * Direct cancellations in blocks, ours and the bare skeleton's in turn on the same server, so that both meet
 * the machine in the same mood.
 * @returns the lines of the report
 */
export async function measureThroughput(
  bench: Bench,
  simulator: SimulatorClient,
  plan: ThroughputPlan,
): Promise<readonly string[]> {
  const connection = await Connection.connect({ address: bench.temporalAddress });
  const client = new Client({ connection });
  const cancellations = new PaymentCancellations({ client });
  const ours = async (paymentId: string): Promise<void> => {
    const started = await cancellations.start({ provider: 'powens', paymentId });
    await started.result();
  };
  const skeleton = async (paymentId: string): Promise<void> => {
    const typedSearchAttributes = [{ key: CancellationStatusKey, value: 'requested' }];
    const workflowId = `skeleton/${paymentId}`;
    const run = { args: [paymentId], taskQueue: SKELETON_QUEUE, workflowId, typedSearchAttributes };
    await client.workflow.execute(SKELETON_WORKFLOW, run);
  };
  const block = async (one: (paymentId: string) => Promise<void>): Promise<number> =>
    perSecond(await simulator.payments('direct', plan.perBlock), plan.clients, one);

  await block(skeleton);
  await block(ours);
  const pairs: { readonly ours: number; readonly skeleton: number }[] = [];
  for (let pair = 0; pair < plan.pairs; pair++) {
    pairs.push(
      pair % 2 === 0
        ? { ours: await block(ours), skeleton: await block(skeleton) }
        : { skeleton: await block(skeleton), ours: await block(ours) },
    );
  }
  await connection.close();
  const ratios = pairs.map((pair) => pair.ours / pair.skeleton);
  return [
    `throughput, direct, ${plan.clients} at a time: ${ratio(median(ratios))} of the bare skeleton`,
    `    pair by pair min ${ratio(Math.min(...ratios))}, max ${ratio(Math.max(...ratios))}; ` +
      `ours ${median(pairs.map((pair) => pair.ours)).toFixed(0)} per second, skeleton ${median(pairs.map((pair) => pair.skeleton)).toFixed(0)}`,
  ];
}

async function perSecond(
  payments: readonly string[],
  clients: number,
  one: (paymentId: string) => Promise<void>,
): Promise<number> {
  const queue = [...payments];
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let paymentId = queue.pop(); paymentId !== undefined; paymentId = queue.pop()) await one(paymentId);
    }),
  );
  return (payments.length * 1000) / (performance.now() - startedAt);
}
