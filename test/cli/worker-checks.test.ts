import { describe, expect, it } from 'vitest';
import { ACTIVITIES, type Poller, type QueueSight, WORKFLOW_TASKS } from '../../cli/doctor/task-queue.js';
import { judge } from '../../cli/doctor/worker-checks.js';
import type { WorkerVersion } from '../../platform/worker-version.js';

const build = (buildId: string): WorkerVersion => ({ deploymentName: 'shop', buildId });
const poller = (version: WorkerVersion | null, silentMs = 1_000): Poller => ({ version, silentMs });

function judged(current: WorkerVersion | null, ...pollers: readonly Poller[]): { readonly state: string; readonly found: string; readonly mend: string | null } {
  const sight = (kind: QueueSight['kind']): QueueSight => ({ kind, pollers, current, waiting: 0 });
  return judge('workers', [sight(WORKFLOW_TASKS), sight(ACTIVITIES)], 'payments');
}

describe('workers on a queue are well', () => {
  it('without versions', () => {
    expect(judged(null, poller(null), poller(null))).toMatchObject({ state: 'ok', found: '2 polling' });
  });

  it('where the current build polls, and the next one waits beside it', () => {
    expect(judged(build('1'), poller(build('1')), poller(build('2')))).toMatchObject({ state: 'ok', found: '1 polling, build 1 of shop' });
  });

  it('where those without a version still have the work, and the first build waits beside them', () => {
    expect(judged(null, poller(null), poller(build('1')))).toMatchObject({ state: 'ok', found: '1 polling' });
  });
});

describe('workers on a queue get no work', () => {
  it('where no build is current', () => {
    const { state, found, mend } = judged(null, poller(build('1')));
    expect([state, found]).toEqual(['fail', 'no build is current, and only build 1 of shop asks: new work waits']);
    expect(mend).toBe('Make it current: temporal worker deployment set-current-version -n payments --deployment-name shop --build-id 1');
  });

  it('where another build is current: the one heard of last is named', () => {
    const { state, found, mend } = judged(build('3'), poller(build('1'), 60_000), poller(build('2')));
    expect([state, found]).toEqual(['fail', 'build 3 of shop is current, and only build 2 of shop asks: new work waits']);
    expect(mend).toMatch(/^Start workers of the current build, .*--build-id 2$/);
  });

  it('where a build is current and they have none', () => {
    const { state, found, mend } = judged(build('1'), poller(null));
    expect([state, found]).toEqual(['fail', 'build 1 of shop is current, and only workers without a version ask: new work waits']);
    expect(mend).toContain('--unversioned');
  });

  it('where those who should take it have been silent, although others ask', () => {
    expect(judged(build('1'), poller(build('1'), 120_000), poller(build('2')))).toMatchObject({ state: 'warn', found: 'last heard of 120 s ago' });
  });
});
