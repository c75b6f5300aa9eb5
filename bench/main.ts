import { measureLatency } from './latency.js';
import { startBench } from './processes.js';
import { simulatorClient } from './simulator-client.js';
import { measureThroughput } from './throughput.js';

/** One provider call; documented ones take from 50 ms to seconds. */
const SERVICE_TIME_MS = 50;

const quick = process.argv.includes('--quick');
const bench = await startBench();
try {
  const simulator = simulatorClient(bench.simulatorUrl);
  await simulator.setServiceTime(SERVICE_TIME_MS);
  const latency = await measureLatency(bench, simulator, quick ? { samples: 10, warmUp: 3 } : { samples: 100, warmUp: 20 });
  const throughput = await measureThroughput(
    bench,
    simulator,
    quick ? { clients: 16, perBlock: 60, pairs: 2 } : { clients: 32, perBlock: 300, pairs: 5 },
  );
  const twice = (await simulator.effectiveCancellations()).filter((count) => count !== 1).length;
  process.stdout.write(
    [
      `One provider call takes ${SERVICE_TIME_MS} ms. Dev server on a file, WAL, synchronous=FULL; everything on this machine.`,
      ...latency,
      ...throughput,
      twice === 0 ? 'ledger: every payment was cancelled exactly once' : `VOID: ${twice} payments were not cancelled exactly once`,
      '',
    ].join('\n'),
  );
  if (twice > 0) process.exitCode = 1;
} finally {
  await bench.stop();
}
