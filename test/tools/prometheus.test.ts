import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { ensurePrometheus } from '../../tools/prometheus.js';

const run = promisify(execFile);

test('both programs of Prometheus are found, or installed, and run', { timeout: 300_000 }, async () => {
  const { prometheus, promtool } = await ensurePrometheus(process.env);
  for (const program of [prometheus, promtool]) {
    const { stdout, stderr } = await run(program, ['--version']);
    expect(stdout + stderr).toContain('version ');
  }
});

test('a chosen binary that does not run is named', async () => {
  await expect(ensurePrometheus({ ...process.env, PROMTOOL_PATH: '/nowhere/promtool' })).rejects.toThrow(
    'PROMTOOL_PATH is /nowhere/promtool, which is not an executable file',
  );
});

test('where it cannot be installed the remedies are told', async () => {
  const cache = await mkdtemp(join(tmpdir(), 'countermand-cache-'));
  onTestFinished(() => rm(cache, { recursive: true, force: true }));
  await expect(ensurePrometheus({ PATH: '/nowhere', XDG_CACHE_HOME: cache })).rejects.toThrow(
    /this is not root with apt-get.*apt-get install prometheus.*PROMETHEUS_PATH and PROMTOOL_PATH/s,
  );
});
