import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { describe, expect, it } from 'vitest';
import { labelAttempts } from '../../worker/label-attempts.js';
import { logAttempts } from '../../worker/log-attempts.js';
import { STEP } from '../activities/attempts.js';
import { EVENT } from '../events/sample-event.js';

interface Line {
  readonly level: string;
  readonly message: string;
  readonly meta: Readonly<Record<string, unknown>>;
}

/** What one attempt writes at `INFO` and above, or at every level. */
async function linesOf(input: unknown, step: () => Promise<unknown>, level: 'INFO' | 'DEBUG' = 'INFO'): Promise<readonly Line[]> {
  const lines: Line[] = [];
  const logger = new DefaultLogger(level, ({ level: written, message, meta }) => lines.push({ level: written, message, meta: { ...meta } }));
  const environment = new MockActivityEnvironment({ attempt: 2 }, { logger, interceptors: [labelAttempts, logAttempts] });
  await environment.run(step, input).catch(() => undefined);
  return lines;
}

const ASKED = { ...STEP, correlationId: 'order-4711' };
const done = (): Promise<unknown> => Promise.resolve({ answer: { kind: 'cancelled' }, code: 'c', link: 'https://bank.example/canary' });
const lookAgain = (): Promise<never> =>
  Promise.reject(ApplicationFailure.create({ type: 'LookAgain', message: 'read again in 2 s', category: ApplicationFailureCategory.BENIGN }));
const breaks = (): Promise<never> => Promise.reject(new Error('nobody foresaw this'));

describe('the log lines of an attempt', () => {
  it.each([
    ['is done', done, { level: 'INFO', message: 'A step is done' }],
    ['waits for another look', lookAgain, { level: 'INFO', message: 'read again in 2 s' }],
    ['breaks: the SDK’s own', breaks, { level: 'WARN', message: 'Activity failed' }],
    ['moves to another queue', () => Promise.resolve({ askOn: 'countermand-provider-powens' }), { level: 'INFO', message: 'A step moves to the queue of its provider' }],
  ])('that %s are one, with the id of the request that asked for it', async (_how, step, line) => {
    expect(await linesOf(ASKED, step)).toEqual([{ ...line, meta: expect.objectContaining({ requestId: 'order-4711', attempt: 2 }) as unknown }]);
  });

  it('all have the id, whoever writes them, once the input is known', async () => {
    const lines = await linesOf(ASKED, breaks, 'DEBUG');
    expect(lines.map(({ message }) => message)).toEqual(['Activity started', 'Activity failed']);
    expect(lines.slice(1).map(({ meta }) => meta['requestId'])).toEqual(['order-4711']);
  });

  it('tell what happened and no link', async () => {
    const [line] = await linesOf(ASKED, done);
    expect(line?.meta).toMatchObject({ answer: 'cancelled', code: 'c', ms: expect.any(Number) as number });
    expect(JSON.stringify(line)).not.toContain('canary');
  });

  it('that delivers an event name the cancellation, too', async () => {
    const [line] = await linesOf({ ...EVENT, correlationId: 'order-4711' }, () => Promise.resolve({ delivered: true, reason: null }));
    expect(line?.meta).toMatchObject({ requestId: 'order-4711', cancellationWorkflowId: EVENT.run.workflowId, delivered: true });
  });

  it.each([[{ ...STEP, correlationId: null }], [{ ...STEP, correlationId: undefined }], [{ ...STEP, correlationId: 'a\n{"level":"error"}' }], [null]])(
    'have no id where there is none that may stand in a log (%#)',
    async (input) => {
      const [line] = await linesOf(input, done);
      expect(line?.message).toBe('A step is done');
      expect(line?.meta).not.toHaveProperty('requestId');
    },
  );
});
