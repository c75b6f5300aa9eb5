import { describe, expect, it } from 'vitest';
import { readSimulatorSettings, SimulatorSettingsError } from '../../simulator/settings.js';
import { createPayment, openSimulator, send } from './support.js';

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
    const wrongField = await send('POST', `${url}/admin/powens/payments`, { body: { knobs: { dialect: 'C' }, colour: 1 } });
    expect(wrongField.status).toBe(400);
    expect(wrongField.json['detail']).toMatch(/knobs\.dialect.*colour|colour.*knobs\.dialect/s);
  });

  it('creates many payments at once', async () => {
    const { url } = await openSimulator();
    const reply = await send('POST', `${url}/admin/powens/payments`, { body: { scenario: 'direct', count: 50 } });
    expect(new Set(reply.json['payments'] as string[]).size).toBe(50);
  });
});

describe('the settings of the simulator', () => {
  it('need nothing', () => {
    expect(readSimulatorSettings({})).toMatchObject({ port: 4010, host: '127.0.0.1', shop: { apiUrl: 'http://127.0.0.1:3000' } });
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
