import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Cancellation, Told } from '../../client/index.js';
import type { PaymentRef } from '../../contracts/payment.js';
import type { PayerReturn, PayerReturnPort } from '../../contracts/provider.js';
import { readStateToken } from '../../platform/state-token.js';
import type { ApiDependencies } from '../dependencies.js';
import { queryOf, repeatedNames } from '../input.js';
import { logPayment } from '../log-context.js';
import { verdictOfTold } from '../metrics.js';
import { isPrefetch, payerLink, payerStatusLink, seeOther } from '../payer-addresses.js';
import { notFound, ProblemError, RETRY_AFTER_SECONDS } from '../problem.js';
import { isAllowedReturnUrl, withStatus } from '../return-url.js';
import { within } from '../within.js';

const LONGEST_QUERY = 4_096;
/** The payer sees a page within 3 s, whoever is alive. */
const VERDICT_WITHIN_MS = 2_800;

/**
 * `GET /callbacks/{provider}`: the payer comes back from the bank (design section 3, "Callback, in this order").
 *
 * Nothing in the query is believed but the authenticated state. Whatever is wrong with it, the answer is the same
 * page, and neither Temporal nor the provider is asked anything.
 */
export function payerReturnRoutes(app: FastifyInstance, dependencies: ApiDependencies): void {
  app.head<ToProvider>('/callbacks/:provider', async (request, reply) => {
    portOf(request, dependencies);
    return reply.header('cache-control', 'no-store').send();
  });

  app.get<ToProvider>('/callbacks/:provider', async (request, reply) => {
    const port = portOf(request, dependencies);
    if (isPrefetch(request.headers)) return refusePrefetch(reply);
    const { provider } = request.params;
    const verified = verify(request, { provider, port }, dependencies);
    if (verified === null) {
      dependencies.metrics.callbackJudged(provider, 'payer_return', 'forged');
      throw new ProblemError('invalid_request', 'This is no return of a payer of ours.');
    }
    logPayment(request, verified.payment);
    if (verified.expired) {
      dependencies.metrics.callbackJudged(provider, 'payer_return', 'expired');
      return showLatest(reply, verified.payment, dependencies);
    }
    return handleReturn(request, reply, verified, dependencies);
  });
}

interface ToProvider {
  Params: { provider: string };
}

/** @throws {ProblemError} `not_found` where no payer comes back from such a provider */
function portOf({ params }: FastifyRequest<ToProvider>, { providers }: ApiDependencies): PayerReturnPort {
  const port = providers.find(({ id }) => id === params.provider)?.notifications?.payerReturn ?? null;
  if (port === null) throw notFound();
  return port;
}

interface VerifiedReturn {
  readonly payment: PaymentRef;
  /** Authentic, but from so long ago that it may not cause anything any more. */
  readonly expired: boolean;
  readonly left: boolean;
}

/** The return, once its state is proved to be ours and to be about this payment; else null. */
function verify(
  request: FastifyRequest,
  from: { readonly provider: string; readonly port: PayerReturnPort },
  { settings, now }: ApiDependencies,
): VerifiedReturn | null {
  const returned = parseReturn(queryOf(request.url), from.port);
  if (returned === null || returned.state === null) return null;
  const state = readStateToken(returned.state, settings.keyRing, now());
  if (state.kind === 'forged' || returned.paymentId !== state.paymentId) return null;
  const { account, paymentId } = state;
  return { payment: { provider: from.provider, account, paymentId }, expired: state.kind === 'expired', left: returned.left };
}

function parseReturn(query: string, port: PayerReturnPort): PayerReturn | null {
  const parameters = new URLSearchParams(query);
  if (query.length > LONGEST_QUERY || repeatedNames(parameters).length > 0) return null;
  return port.parse(Object.fromEntries(parameters));
}

async function handleReturn(
  request: FastifyRequest,
  reply: FastifyReply,
  { payment, left }: VerifiedReturn,
  dependencies: ApiDependencies,
): Promise<FastifyReply> {
  const { cancellations, openedLinks, signalLimits, metrics, now } = dependencies;
  const began = performance.now();
  const telling = cancellations.payerReturned(payment, ({ id, resource }) => {
    if (!signalLimits.take(id, now())) return null;
    const linkOpened = openedLinks.wasOpened(id, resource.rounds, request.headers.cookie);
    return { left, source: 'callback', linkOpened };
  }, { requestId: request.id });
  const msLeft = (): number => VERDICT_WITHIN_MS - (performance.now() - began);
  const told = await within(msLeft(), telling, tooLate);
  metrics.callbackJudged(payment.provider, 'payer_return', verdictOfTold(told));
  if (told.kind === 'unknown') throw notFound();
  const verdict = await within(msLeft(), verdictOf(told, msLeft()), () => null);
  request.log.info({ verdict: verdict?.resource.status ?? 'none yet', told: told.kind }, 'The payer came back');
  return seeOther(reply, nextAddress(told.cancellation, verdict, dependencies));
}

async function verdictOf(told: Exclude<Told, { kind: 'unknown' }>, waitMs: number): Promise<Cancellation | null> {
  switch (told.kind) {
    case 'woken':
      return told.verdict({ waitMs });
    case 'ended':
      return told.cancellation;
    case 'withheld':
      return null;
  }
}

/**
 * Where the payer goes now: to the bank again, to the shop with the outcome, else to the status page.
 *
 * @param asked the cancellation the payer knows; after late news the verdict is another one, which supersedes it
 */
function nextAddress(asked: Cancellation, verdict: Cancellation | null, { settings }: ApiDependencies): string {
  const { outcome, status } = verdict?.resource ?? { outcome: null, status: null };
  if (status === 'awaiting_payer') return payerLink(asked.id, settings);
  const decided = outcome === null ? asked : (verdict ?? asked);
  const { returnUrl } = asked.terms.payer;
  const shop = returnUrl !== null && isAllowedReturnUrl(returnUrl, settings) ? returnUrl : null;
  if (decided.resource.outcome === null || shop === null) return payerStatusLink(asked.id, settings);
  return withStatus(shop, decided.resource);
}

async function showLatest(
  reply: FastifyReply,
  payment: PaymentRef,
  { cancellations, settings }: ApiDependencies,
): Promise<FastifyReply> {
  const latest = await within(VERDICT_WITHIN_MS, cancellations.latest(payment), tooLate);
  if (latest === null) throw notFound();
  return seeOther(reply, payerStatusLink(latest.id, settings));
}

/** The payer reads that nothing is lost, and may ask for the same again. */
function tooLate(): never {
  throw new ProblemError('temporal_unavailable', 'Temporal did not answer in time.');
}

function refusePrefetch(reply: FastifyReply): FastifyReply {
  return reply
    .code(503)
    .header('cache-control', 'no-store')
    .header('retry-after', String(RETRY_AFTER_SECONDS))
    .send();
}
