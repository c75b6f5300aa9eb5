import { afterEach, describe, expect, it } from 'vitest';
import { createService, type Ending, type Service } from '../../tools/start/service.js';
import { eventually } from '../workflow/eventually.js';

const ENDS_WELL = "process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000); console.log('up');";

let service: Service;
afterEach(() => service.stop());

/** A part that is ready once it has said so, and what was seen of it. */
function supervised(script: string) {
  const lines: string[] = [];
  const falls: Ending[] = [];
  const pids: number[] = [];
  service = createService(
    {
      name: 'part',
      nodeArguments: ['-e', script],
      env: process.env,
      graceMs: 30_000,
      untilReady: async () => (await eventually('the first line', () => lines.length, (count) => count > 0), true),
    },
    { print: () => undefined, onLine: (line) => lines.push(line), onPid: (pid) => pids.push(pid), onFall: (ending) => falls.push(ending), longestDelayMs: 100 },
  );
  return { lines, falls, pids };
}

describe('a part that is kept running', () => {
  it('says how it ended when it was struck, and is started again without counting as fallen', async () => {
    const { lines, falls } = supervised(ENDS_WELL);
    await service.start();
    expect(await service.strike('SIGTERM')).toEqual({ code: 0, signal: null });
    await eventually('a second start', () => lines, (said) => said.length === 2);
    expect(await service.strike('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
    await eventually('a third start', () => lines, (said) => said.length === 3);
    expect(falls).toEqual([]);
  });

  it('is reported when it ends by itself', async () => {
    const { lines, falls, pids } = supervised(ENDS_WELL);
    await service.start();
    const [pid = 0] = pids;
    process.kill(pid, 'SIGKILL');
    await eventually('a second start', () => lines, (said) => said.length === 2);
    expect(falls).toEqual([{ code: null, signal: 'SIGKILL' }]);
  });

  it('tells how it ended once, and nothing where it was gone', async () => {
    supervised(ENDS_WELL);
    await service.start();
    expect(await service.stop()).toEqual({ code: 0, signal: null });
    expect(await service.stop()).toBeNull();
    expect(await service.strike('SIGKILL')).toBeNull();
  });
});
