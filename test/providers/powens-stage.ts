import { createHttpClient } from '../../platform/http.js';
import { findProvider } from '../../providers/registry.js';
import { CLIENT_ID, CLIENT_SECRET, createPayment, openSimulator } from '../simulator/support.js';
import type { Situation, Stage } from './conformance.js';
import { PAYER_RETURN_URL } from './rehearsal.js';

const ORDERS: Readonly<Record<Situation, object | null>> = {
  cancellable: { scenario: 'direct' },
  unauthorised: { scenario: 'created-direct' },
  needsPayer: { scenario: 'webview-approve' },
  partlyCaptured: null,
};

const provider = findProvider('powens');
if (provider === null) throw new Error('Powens is not registered');

/** Powens in front of its simulator. */
export const powensStage: Stage = {
  provider,
  readCall: 'read',
  sendCall: 'cancel',
  renewsRefusedTokens: true,
  open: async () => {
    const redirectUrls = [PAYER_RETURN_URL];
    const client = { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, redirectUrls };
    const simulator = await openSimulator({ fsync: false, powens: { ...client, webhookUrl: null, webhookSecret: null } });
    const values = { baseUrl: `${simulator.url}/powens/2.0`, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET };
    const http = createHttpClient();
    return {
      simulator,
      values,
      http,
      provider: provider.connect(values, { http, now: () => new Date() }),
      make: (situation) => {
        const order = ORDERS[situation];
        if (order === null) throw new Error(`Powens has no payment that is ${situation}`);
        return createPayment(simulator, order);
      },
    };
  },
};
