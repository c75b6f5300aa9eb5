import { z } from 'zod';
import { adminAnswer, withBody } from '../admin/admin-answer.js';
import type { PlainRoute } from '../core/route.js';
import type { PowensParts } from './parts.js';

const clientSchema = z.strictObject({
  clientSecret: z.string().min(1).optional(),
  domain: z
    .string()
    .regex(/^[a-z\d]+(-[a-z\d]+)*$/, 'lower-case letters, digits and single dashes')
    .optional(),
  configToken: z.string().min(1).optional(),
  redirectUrls: z.array(z.url()).optional(),
  webhooks: z
    .array(
      z.strictObject({ url: z.url(), secret: z.string().nullable().default(null), gzip: z.boolean().default(false) }),
    )
    .optional(),
  ratePerMinute: z.int().positive().nullable().optional(),
});

/** Client applications, as one would set them up in the Powens console. */
export function clientRoutes({ clients, tokens }: PowensParts): readonly PlainRoute[] {
  return [
    { method: 'GET', path: '/admin/powens/clients', handle: () => adminAnswer(200, { clients: clients.list() }) },
    {
      method: 'PUT',
      path: '/admin/powens/clients/:clientId',
      handle: (request) =>
        withBody(clientSchema, request, (given) => {
          const clientId = request.parameters['clientId'] ?? '';
          const known = clients.get(clientId);
          const client = {
            clientId,
            clientSecret: given.clientSecret ?? known?.clientSecret ?? 'simulator-client-secret',
            domain: given.domain ?? known?.domain ?? 'simulator',
            configToken: given.configToken ?? known?.configToken ?? `config-token-${clientId}`,
            redirectUrls: given.redirectUrls ?? known?.redirectUrls ?? [],
            webhooks: given.webhooks ?? known?.webhooks ?? [],
            ratePerMinute: given.ratePerMinute === undefined ? (known?.ratePerMinute ?? null) : given.ratePerMinute,
          };
          clients.put(client);
          return adminAnswer(200, client);
        }),
    },
    {
      method: 'POST',
      path: '/admin/powens/clients/:clientId/expire-tokens',
      handle: ({ parameters }) =>
        adminAnswer(200, { expired: tokens.expireServiceTokens(parameters['clientId'] ?? '') }),
    },
  ];
}
