import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLogger } from '../../platform/logging.js';
import type { LogLevel, Logger } from '../../platform/logging.js';

const CANARY = 'canary-91c4';

function capture(level: LogLevel = 'debug'): { logger: Logger; lines: () => Record<string, unknown>[]; text: () => string } {
  let text = '';
  const destination = new Writable({
    write: (chunk, _encoding, done) => {
      text += String(chunk);
      done();
    },
  });
  const lines = (): Record<string, unknown>[] =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  return { logger: createLogger({ name: 'test', level, destination }), lines, text: () => text };
}

describe('a log', () => {
  it('is one JSON line per event with name, level and time in words', () => {
    const { logger, lines } = capture();
    logger.info({ workflowId: 'w' }, 'started');
    logger.warn('slow\nsecond line');
    expect(lines()).toMatchObject([
      { name: 'test', level: 'info', msg: 'started', workflowId: 'w', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) },
      { level: 'warn', msg: 'slow\nsecond line' },
    ]);
  });

  it('leaves out what is below its level', () => {
    const { logger, text } = capture('error');
    logger.info('quiet');
    expect(text()).toBe('');
  });

  it('still says where something is', () => {
    const { logger, text } = capture();
    logger.info('ready on http://127.0.0.1:3000');
    expect(text()).toContain('ready on http://127.0.0.1:3000"');
  });

  it.each(['authorization', 'token', 'clientSecret', 'url', 'handle', 'query'])('censors %s', (key) => {
    const { logger, text } = capture();
    logger.info({ [key]: CANARY, inner: { [key]: CANARY } }, 'event');
    expect(text()).not.toContain(CANARY);
  });

  it.each([
    `request to https://bank.example/pay?code=${CANARY} failed`,
    `GET https://user:${CANARY}@bank.example/`,
    `Authorization: Bearer ${CANARY}`,
    `no route for /r/abc.${CANARY}`,
    `no route for /webhooks/swedbankpay/default/${CANARY}`,
  ])('cuts the secret out of an error that says "%s"', (message) => {
    const { logger, text } = capture();
    const error = Object.assign(new Error('outer', { cause: new Error(message) }), { response: { body: CANARY } });
    logger.error({ err: error }, 'failed');
    logger.error(new Error(message));
    logger.error({ err: new Error(message) });
    logger.error(message);
    expect(text()).not.toContain(CANARY);
    expect(text()).toContain('outer');
  });
});
