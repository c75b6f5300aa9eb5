import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_KNOBS } from '../../simulator/powens/knobs.js';
import { readSimulatorSettings, SimulatorSettingsError } from '../../simulator/settings.js';
import { createPayment, openSimulator, send } from './support.js';

const VARIABLES = [
  'SIMULATOR_PORT',
  'SIMULATOR_HOST',
  'SIMULATOR_PUBLIC_URL',
  'SIMULATOR_LEDGER',
  'POWENS_CLIENT_ID',
  'POWENS_CLIENT_SECRET',
  'POWENS_WEBHOOK_SECRET',
  'PUBLIC_URL',
  'COUNTERMAND_API_URL',
  'COUNTERMAND_API_TOKEN',
];

describe('the simulator as a process', () => {
  it('is ready on a free port and stops', async () => {
    const simulator = await openSimulator();
    expect(simulator.url).toBe(`http://127.0.0.1:${simulator.port}`);
    expect((await send('GET', `${simulator.url}/readyz`)).status).toBe(200);
    await simulator.close();
    await expect(fetch(`${simulator.url}/readyz`)).rejects.toThrow();
  });

  it('stops although an answer is being withheld', async () => {
    const simulator = await openSimulator();
    await send('POST', `${simulator.url}/admin/faults`, { body: { kind: 'hang-before', times: null } });
    const hanging = fetch(`${simulator.url}/powens/2.0/payments/${await createPayment(simulator)}`).catch(() => 'cut');
    await new Promise((resolve) => setTimeout(resolve, 20));
    await simulator.close();
    expect(await hanging).toBe('cut');
  });

  it('answers 404, 405 with Allow, and 400 naming the field', async () => {
    const { url } = await openSimulator();
    expect((await send('GET', `${url}/nowhere`)).status).toBe(404);
    const wrongMethod = await send('DELETE', `${url}/admin/clock`);
    expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'GET, POST']);
    const wrongField = await send('POST', `${url}/admin/powens/payments`, {
      body: { knobs: { dialect: 'C' }, colour: 1 },
    });
    expect(wrongField.status).toBe(400);
    expect(wrongField.json['detail']).toMatch(/knobs\.dialect.*colour|colour.*knobs\.dialect/s);
  });

  it('takes no command from a page on another site', async () => {
    const { url } = await openSimulator();
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await fetch(`${url}/admin/faults`, { method: 'DELETE', headers })).status).toBe(403);
    expect((await fetch(`${url}/readyz`, { headers })).status).toBe(200);
  });

  it('creates many payments at once', async () => {
    const { url } = await openSimulator();
    const reply = await send('POST', `${url}/admin/powens/payments`, { body: { scenario: 'direct', count: 50 } });
    expect(new Set(reply.json['payments'] as string[]).size).toBe(50);
  });
});

describe('the settings of the simulator', () => {
  it('need nothing', () => {
    expect(readSimulatorSettings({})).toMatchObject({
      port: 4010,
      host: '127.0.0.1',
      shop: { apiUrl: 'http://127.0.0.1:3000' },
    });
  });

  it('accept what Countermand is given', () => {
    const settings = readSimulatorSettings({
      SIMULATOR_PORT: '0',
      API_PORT: '3100',
      POWENS_CLIENT_ID: '42',
      POWENS_CLIENT_SECRET: 's',
      POWENS_WEBHOOK_SECRET: 'w',
    });
    expect(settings.powens).toEqual({
      clientId: '42',
      clientSecret: 's',
      redirectUrls: ['http://127.0.0.1:3100/callbacks/powens'],
      webhookUrl: 'http://127.0.0.1:3100/webhooks/powens/default',
      webhookSecret: 'w',
    });
  });

  it('name every bad variable at once', () => {
    const read = (): unknown => readSimulatorSettings({ SIMULATOR_PORT: 'x', COUNTERMAND_API_URL: 'ftp://a' });
    expect(read).toThrow(SimulatorSettingsError);
    expect(read).toThrow(/SIMULATOR_PORT[\s\S]*COUNTERMAND_API_URL/);
  });
});

describe('the documentation of the simulator', () => {
  it('lists every knob and every variable', () => {
    const readme = readFileSync(new URL('../../simulator/README.md', import.meta.url), 'utf8');
    for (const knob of Object.keys(DEFAULT_KNOBS)) expect(readme, knob).toContain(`\`${knob}\``);
    for (const variable of VARIABLES) expect(readme, variable).toContain(`\`${variable}\``);
  });

  it('shows admin calls that work', async () => {
    const readme = readFileSync(new URL('../../simulator/README.md', import.meta.url), 'utf8');
    const simulator = await openSimulator();
    const payments = await send('POST', `${simulator.url}/admin/powens/payments`, { body: { count: 1 } });
    expect(payments.json['id']).toBe('1001');
    const lines = [
      ...readme.matchAll(/^curl -s (?:-X([A-Z]+) )?'?localhost:4010(\S+?)'?(?: -d '(.*)')?(?:\s+#.*)?$/gm),
    ];
    expect(lines.length).toBeGreaterThan(25);
    for (const [line, method = 'GET', path = '', body] of lines) {
      // A visit goes to Countermand, which is not here.
      if (line.includes('/r/')) continue;
      const init = body === undefined ? {} : { body: JSON.parse(body) as unknown };
      const reply = await send(method, `${simulator.url}${path}`, init);
      expect(reply.status, `${line}\n${reply.text}`).toBeLessThan(300);
    }
  });
});
