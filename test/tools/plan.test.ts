import { expect, test } from 'vitest';
import { banner } from '../../tools/start/banner.js';
import { planStart } from '../../tools/start/plan.js';

/** No profile of the person who runs the tests may decide here. */
const nothing = { TEMPORAL_CONFIG_FILE: '/nowhere' };

test('an empty environment starts everything, the providers simulated', () => {
  const plan = planStart(nothing);
  expect(plan.configuredTemporal).toBeNull();
  expect(plan.ports.map(({ variable, port }) => `${variable} ${port}`)).toEqual([
    'API_PORT 3000', 'WORKER_PORT 9464', 'SIMULATOR_PORT 4010',
  ]);
  expect(plan.variables).toMatchObject({
    TEMPORAL_ADDRESS: '127.0.0.1:7233',
    POWENS_BASE_URL: 'http://127.0.0.1:4010/powens/2.0',
    SWEDBANKPAY_BASE_URL: 'http://127.0.0.1:4010/swedbankpay',
    COUNTERMAND_API_URL: 'http://127.0.0.1:3000',
  });
});

test('a configured Temporal server replaces the dev server', () => {
  const plan = planStart({ ...nothing, TEMPORAL_ADDRESS: 'temporal.internal:7233' });
  expect(plan.configuredTemporal).toBe('temporal.internal:7233');
  expect(() => planStart({ ...nothing, TEMPORAL_ADDRESS: 'temporal.internal:7233', API_PORT: '7233' })).not.toThrow();
  expect(plan.variables).not.toHaveProperty('TEMPORAL_ADDRESS');
});

test('a configured provider replaces its own simulator and no other', () => {
  const plan = planStart({ ...nothing, POWENS_BASE_URL: 'https://acme.biapi.pro/2.0', POWENS_CLIENT_ID: '1' });
  expect(plan.simulator).toBe(true);
  expect(plan.variables).not.toHaveProperty('POWENS_BASE_URL');
  expect(plan.variables).not.toHaveProperty('POWENS_CLIENT_SECRET');
  expect(plan.variables).toHaveProperty('SWEDBANKPAY_BASE_URL');
});

test('nothing is simulated, and no shop offered, when every provider is configured', () => {
  const plan = planStart({ ...nothing, POWENS_BASE_URL: 'https://acme.biapi.pro/2.0', SWEDBANKPAY_BASE_URL: 'https://api.payex.com' });
  expect(plan.simulator).toBe(false);
  expect(plan.ports.map(({ variable }) => variable)).not.toContain('SIMULATOR_PORT');
  expect(banner({ plan, devServer: null, docs: true })).not.toContain('shop');
});

test('credentials that somebody chose for a simulated provider are kept', () => {
  const plan = planStart({ ...nothing, POWENS_CLIENT_ID: 'mine', POWENS_CLIENT_SECRET_FILE: '/run/secrets/powens' });
  expect(plan.variables).not.toHaveProperty('POWENS_CLIENT_ID');
  expect(plan.variables).not.toHaveProperty('POWENS_CLIENT_SECRET');
});

test('every wrong port is named at once, and two that collide', () => {
  expect(() => planStart({ ...nothing, API_PORT: 'abc', WORKER_PORT: '0', SIMULATOR_PORT: '7233' })).toThrow(
    /API_PORT is "abc"[^]*WORKER_PORT is "0"[^]*TEMPORAL_DEV_PORT asks for port 7233, which SIMULATOR_PORT already has/,
  );
});
