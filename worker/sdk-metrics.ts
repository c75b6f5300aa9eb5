import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { MetricsExporterConfig } from '@temporalio/worker';

const HOST = '127.0.0.1';
const READ_WITHIN_MS = 5_000;

/**
 * Temporal's SDK serves its own metrics from native code, on an address of its own: a free port that only this
 * machine reaches. `GET /metrics` of the worker hands them on with ours.
 */
export interface SdkMetrics {
  /** The metrics in Prometheus' text form. @throws when the SDK does not answer */
  read(): Promise<string>;
}

/** Names as Prometheus wants them: counters end in `_total`, durations are seconds. */
export function exporterAt(port: number): MetricsExporterConfig {
  return {
    attachServiceName: false,
    prometheus: { bindAddress: `${HOST}:${port}`, countersTotalSuffix: true, unitSuffix: true, useSecondsForDurations: true },
  };
}

export function sdkMetricsAt(port: number): SdkMetrics {
  return {
    read: async () => {
      const answer = await fetch(`http://${HOST}:${port}/metrics`, { signal: AbortSignal.timeout(READ_WITHIN_MS) });
      return answer.text();
    },
  };
}

/** A port of this machine that was free a moment ago. */
export async function freeLoopbackPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, HOST, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
