import { startVitest, type CliOptions, type TestModule } from 'vitest/node';
import { addTallies, type Tally } from './tally.js';

/**
 * Runs vitest in this process and counts. What kept tests from running (a file that does not load, a set-up without a
 * server, an error outside every test) counts as failed, so that nothing that did not run looks well.
 */
export async function runTests(filters: readonly string[], options: CliOptions): Promise<Tally> {
  const vitest = await startVitest('test', [...filters], { ...options, run: true, watch: false });
  const modules = vitest.state.getTestModules();
  const brokenOutsideTests = vitest.state.getUnhandledErrors().length;
  const counted = modules.map(tallyOf).reduce(addTallies, { passed: 0, failed: brokenOutsideTests });
  const saysFailed = process.exitCode !== undefined && process.exitCode !== 0;
  await vitest.close();
  return saysFailed && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}

function tallyOf(module: TestModule): Tally {
  const states = [...module.children.allTests()].map((test) => test.result().state);
  const failed = states.filter((state) => state === 'failed' || state === 'pending').length;
  const didNotLoad = module.state() === 'failed' && failed === 0;
  return { passed: states.filter((state) => state === 'passed').length, failed: didNotLoad ? 1 : failed };
}
