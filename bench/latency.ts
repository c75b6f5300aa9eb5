import fetch from 'node-fetch';
import type { Bench } from './processes.js';
import { providerCalls } from './provider-calls.js';
import type { SimulatorClient } from './simulator-client.js';
import { median, milliseconds, quantile, ratio } from './statistics.js';

interface Sample {
  readonly startToLink: number;
  readonly callbackToOutcome: number;
  /** The same provider calls made bare, in the same second: the floor nobody can go below. */
  readonly floorToLink: number;
  readonly floorToOutcome: number;
}

/**
 * One payer's cancellation after another, over HTTP as an order service and a browser do it, each beside the
 * bare provider calls.
 * @returns the lines of the report
 */
export async function measureLatency(
  bench: Bench,
  simulator: SimulatorClient,
  { samples, warmUp }: { readonly samples: number; readonly warmUp: number },
): Promise<readonly string[]> {
  const payments = await simulator.payments('webview-approve', 2 * (samples + warmUp));
  const bare = await providerCalls(bench.powensUrl, `${bench.apiUrl}/callbacks/powens`);
  const taken: Sample[] = [];
  for (let index = 0; index < samples + warmUp; index++) {
    const [paymentId = '', other = ''] = payments.slice(2 * index);
    const sample = { ...(await viaCountermand(bench, simulator, paymentId)), ...(await floor(bare, other)) };
    if (index >= warmUp) taken.push(sample);
  }
  return [
    ...row('start → payer\'s link', taken.map((s) => s.startToLink), taken.map((s) => s.floorToLink), 'read, cancel, token'),
    ...row('callback → outcome', taken.map((s) => s.callbackToOutcome), taken.map((s) => s.floorToOutcome), 'read'),
  ];
}

async function viaCountermand(bench: Bench, simulator: SimulatorClient, paymentId: string) {
  const startedAt = performance.now();
  const answer = await fetch(`${bench.apiUrl}/v1/cancellations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer: 'wait=20' },
    body: JSON.stringify({ provider: 'powens', paymentId }),
  });
  const resource = (await answer.json()) as { status: string; nextAction: { url: string } | null };
  const startToLink = performance.now() - startedAt;
  if (resource.nextAction === null) throw new Error(`no link: ${JSON.stringify(resource)}`);
  await fetch(resource.nextAction.url, { redirect: 'manual' });

  const callbackUrl = await simulator.approve(paymentId);
  const returnedAt = performance.now();
  const verdict = await fetch(callbackUrl, { redirect: 'manual' });
  const callbackToOutcome = performance.now() - returnedAt;
  if (!(verdict.headers.get('location') ?? '').includes('/status')) {
    throw new Error(`no outcome: ${verdict.status} ${verdict.headers.get('location') ?? ''}`);
  }
  return { startToLink, callbackToOutcome };
}

async function floor(bare: Awaited<ReturnType<typeof providerCalls>>, paymentId: string) {
  const startedAt = performance.now();
  await bare.read(paymentId);
  await bare.cancel(paymentId);
  await bare.scopedToken(paymentId);
  const linkAt = performance.now();
  await bare.read(paymentId);
  return { floorToLink: linkAt - startedAt, floorToOutcome: performance.now() - linkAt };
}

function row(name: string, ours: readonly number[], floors: readonly number[], calls: string): string[] {
  const ratios = ours.map((value, index) => value / (floors[index] ?? Number.NaN));
  return [
    `${name}: p50 ${ratio(median(ours) / median(floors))} of the provider's own time`,
    `    ours p50 ${milliseconds(median(ours))}, p95 ${milliseconds(quantile(ours, 0.95))}; provider (${calls}) p50 ${milliseconds(median(floors))}; ` +
      `pair by pair min ${ratio(Math.min(...ratios))}, median ${ratio(median(ratios))}, max ${ratio(Math.max(...ratios))}`,
  ];
}
