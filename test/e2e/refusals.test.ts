import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../tools/project-root.js';
import { ensureBuilt } from '../../tools/setup/setup.mjs';
import { inheritedVariables } from '../support/stack-settings.js';

const CANARY = 'canary-secret';

/** Wrong in every way that production refuses; what each process must name of it. */
const WRONG = {
  APP_ENV: 'production',
  SECRET_KEYS: `k1:${Buffer.from(CANARY).toString('base64')}`,
  PUBLIC_URL: 'http://pay.shop.example',
  API_TOKENS: `orders:${CANARY}:*:*`,
  CODEC_TOKENS: `ana:${CANARY}`,
  CODEC_ORIGINS: 'http://temporal.shop.example',
  PAYLOAD_ENCRYPTION: 'off',
  TEMPORAL_ADDRESS: 'temporal.internal:7233',
  POWENS_BASE_URL: 'http://127.0.0.1:4010/powens/2.0',
  POWENS_CLIENT_ID: '1',
  POWENS_CLIENT_SECRET: CANARY,
  EVENTS_URL: 'http://127.0.0.1:4010/events',
  EVENTS_SECRET: CANARY,
  WORKER_PORT: 'x',
  API_PORT: 'x',
  CODEC_PORT: 'x',
};
const SHARED = ['SECRET_KEYS', 'PUBLIC_URL', 'PAYLOAD_ENCRYPTION', 'TEMPORAL_TLS', 'POWENS_BASE_URL', 'API_PORT'];

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(entry: string, env: Readonly<Record<string, string>>): Promise<Ended> {
  const path = join(projectRoot, 'dist', entry, 'main.js');
  return await new Promise((resolve) => {
    const child = execFile(process.execPath, [path], { env: { ...inheritedVariables(), ...env }, timeout: 60_000 }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

describe('a process that may not start', () => {
  beforeAll(() => ensureBuilt(projectRoot));

  it.each([
    { entry: 'worker', names: [...SHARED, 'EVENTS_URL', 'EVENTS_SECRET', 'WORKER_PORT'] },
    { entry: 'api', names: [...SHARED, 'API_TOKENS'] },
    { entry: 'codec-server', names: ['SECRET_KEYS', 'CODEC_TOKENS', 'CODEC_ORIGINS', 'CODEC_PORT'] },
  ])('$entry: ends with a code, and names every wrong variable at once and no secret', async ({ entry, names }) => {
    const { code, stdout, stderr } = await run(entry, WRONG);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    const named = stderr.split('\n').flatMap((line) => /^ {2}- ([A-Z_]+)/.exec(line)?.[1] ?? []);
    expect(new Set(named)).toEqual(new Set(names));
    expect(stderr).not.toContain(CANARY);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });
});
