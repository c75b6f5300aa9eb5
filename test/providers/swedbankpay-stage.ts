import { createHttpClient } from '../../platform/http.js';
import { findProvider } from '../../providers/registry.js';
import { openSimulator, send } from '../simulator/support.js';
import type { Situation, Stage } from './conformance.js';

const TOKEN = 'conformance-access-token';

const ORDERS: Readonly<Record<Situation, object | null>> = {
  cancellable: { scenario: 'authorised' },
  unauthorised: { scenario: 'abort' },
  needsPayer: null,
  partlyCaptured: { scenario: 'partly-captured' },
};

const provider = findProvider('swedbankpay');
if (provider === null) throw new Error('Swedbank Pay is not registered');

/** Swedbank Pay in front of its simulator. */
export const swedbankPayStage: Stage = {
  provider,
  readCall: 'read',
  sendCall: 'cancel',
  renewsRefusedTokens: false,
  open: async () => {
    const swedbankpay = { token: TOKEN, payeeReference: 'alphanumeric', callbackUrl: null } as const;
    const simulator = await openSimulator({ fsync: false, swedbankpay });
    const values = { baseUrl: `${simulator.url}/swedbankpay`, token: TOKEN };
    const http = createHttpClient();
    return {
      simulator,
      values,
      http,
      provider: provider.connect(values, { http, now: () => new Date() }),
      make: async (situation) => {
        const order = ORDERS[situation];
        if (order === null) throw new Error(`Swedbank Pay has no order that is ${situation}`);
        const reply = await send('POST', `${simulator.url}/admin/swedbankpay/orders`, { body: order });
        if (reply.status !== 201) throw new Error(reply.text);
        return `/psp/paymentorders/${String(reply.json['id'])}`;
      },
    };
  },
};
