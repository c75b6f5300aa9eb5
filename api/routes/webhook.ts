import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { NotificationPort, RegisteredProvider } from '../../contracts/provider.js';
import type { ApiDependencies } from '../dependencies.js';
import { logPayment } from '../log-context.js';
import { type CallbackVerdict, verdictOfTold } from '../metrics.js';
import { notFound, ProblemError } from '../problem.js';

/** A bulk payment is larger than any request of an order service. */
const LARGEST_BODY_BYTES = 256 * 1024;

interface ToWebhook {
  Params: { provider: string; account: string; secret?: string };
}

/**
 * `POST /webhooks/{provider}/{account}[/{secret}]`: verified over the bytes as they came, believed in nothing, and
 * answered with 2xx only once the run that cares has been woken durably.
 */
export function webhookRoutes(app: FastifyInstance, dependencies: ApiDependencies): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LARGEST_BODY_BYTES }, (_request, body, done) => {
      done(null, body);
    });
    const options = { bodyLimit: LARGEST_BODY_BYTES };
    scope.post<ToWebhook>('/webhooks/:provider/:account', options, (request, reply) => receive(request, reply, dependencies));
    scope.post<ToWebhook>('/webhooks/:provider/:account/:secret', options, (request, reply) =>
      receive(request, reply, dependencies),
    );
  });
}

async function receive(
  request: FastifyRequest<ToWebhook>,
  reply: FastifyReply,
  dependencies: ApiDependencies,
): Promise<FastifyReply> {
  const { account, secret: pathSecret = null } = request.params;
  const provider = dependencies.providers.find(({ id }) => id === request.params.provider);
  const port = provider?.notifications ?? null;
  if (provider === undefined || port === null || port.secretInPath !== (pathSecret !== null)) throw notFound();
  const judge = (verdict: CallbackVerdict): void => dependencies.metrics.callbackJudged(provider.id, 'webhook', verdict);
  const secret = secretOf(provider, port, account, dependencies);
  if (secret === null) {
    judge('not_configured');
    throw notFound();
  }

  const verdict = port.verify({
    publicPath: publicPathOf(request, dependencies),
    headers: plainHeaders(request),
    rawBody: request.body instanceof Uint8Array ? request.body : new Uint8Array(),
    secret,
    pathSecret,
  });
  if (verdict.kind === 'forged') {
    judge('forged');
    throw refusal(port);
  }
  const { paymentId } = verdict;
  const payment = paymentId === null ? null : { provider: provider.id, account, paymentId };
  if (payment !== null) logPayment(request, payment);
  const from = { requestId: request.id };
  const told = payment === null ? null : await dependencies.cancellations.providerNotified(payment, { source: 'webhook' }, from);
  judge(told === null ? 'no_payment' : verdictOfTold(told));
  request.log.info({ told: told?.kind ?? 'no payment named', provider: provider.id, account }, 'A provider notified us');
  return reply.code(200).header('cache-control', 'no-store').send();
}

/** The shared secret of an account, or null where it has none: then nothing can be authentic. */
function secretOf(
  provider: RegisteredProvider,
  port: NotificationPort,
  account: string,
  { settings }: ApiDependencies,
): string | null {
  const secret = settings.accounts.values(provider.id, account)?.[port.secretSetting];
  return secret === undefined || secret === '' ? null : secret;
}

/** Every 401 says what is wanted (RFC 9110, section 15.5.2). */
const WANTS_SIGNATURE = { headers: { 'www-authenticate': 'Signature' } };

/** A wrong path secret is a path that does not exist; a wrong signature is a caller that is not who it says. */
function refusal(port: NotificationPort): ProblemError {
  return port.secretInPath ? notFound() : new ProblemError('unauthorized', 'The signature does not match.', WANTS_SIGNATURE);
}

/** The path as the provider called it: ours, behind the path of the public address. */
function publicPathOf(request: FastifyRequest, { settings }: ApiDependencies): string {
  const prefix = new URL(settings.publicUrl).pathname.replace(/\/$/, '');
  return `${prefix}${request.url.replace(/[?#].*$/s, '')}`;
}

function plainHeaders(request: FastifyRequest): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}
