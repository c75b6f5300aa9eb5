import { describe, expect, it } from 'vitest';
import { SettingSource } from '../../platform/setting-source.js';
import { readWorkerVersion, type WorkerVersion } from '../../platform/worker-version.js';

function read(env: NodeJS.ProcessEnv): { readonly version: WorkerVersion | null; readonly problems: readonly string[] } {
  const source = new SettingSource(env);
  return { version: readWorkerVersion(source), problems: source.problems };
}

describe('the version of a worker', () => {
  it('is none unless one is set', () => {
    expect(read({})).toEqual({ version: null, problems: [] });
  });

  it('is the name of the deployment and of the build', () => {
    const env = { WORKER_DEPLOYMENT_NAME: 'countermand', WORKER_BUILD_ID: '1.4.0+3f2c1ab' };
    expect(read(env)).toEqual({ version: { deploymentName: 'countermand', buildId: '1.4.0+3f2c1ab' }, problems: [] });
  });

  it.each([
    ['a name alone', { WORKER_DEPLOYMENT_NAME: 'countermand' }, /^WORKER_BUILD_ID is missing/],
    ['a build alone', { WORKER_BUILD_ID: '1' }, /^WORKER_DEPLOYMENT_NAME is missing/],
    ['a name with a delimiter', { WORKER_DEPLOYMENT_NAME: 'a.b', WORKER_BUILD_ID: '1' }, /^WORKER_DEPLOYMENT_NAME is "a\.b"/],
    ['a build with a delimiter', { WORKER_DEPLOYMENT_NAME: 'a', WORKER_BUILD_ID: '1:2' }, /^WORKER_BUILD_ID is "1:2"/],
  ])('is a problem with %s', (_what, env, problem) => {
    expect(read(env).problems).toEqual([expect.stringMatching(problem)]);
  });
});
