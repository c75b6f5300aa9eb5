import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Cancellation } from '../../client/index.js';
import { readCancellationId } from '../../contracts/cancellation-id.js';
import type { CancellationResource } from '../../contracts/resource.js';
import { readHandle } from '../../platform/handle.js';
import type { ApiDependencies } from '../dependencies.js';
import { queryOf } from '../input.js';
import { logRun } from '../log-context.js';
import { openPayerLink } from '../open-payer-link.js';
import { openedCookie } from '../opened-links.js';
import { sendPage } from '../pages/html.js';
import { standingOf } from '../pages/standing.js';
import { statusPage } from '../pages/status-page.js';
import { languageFor } from '../pages/texts.js';
import { isPrefetch, payerLink, payerStatusLink, seeOther } from '../payer-addresses.js';
import { notFound, ProblemError, RETRY_AFTER_SECONDS } from '../problem.js';
import { isAllowedReturnUrl, isSafeTarget, withStatus } from '../return-url.js';
import { hasSeen, lookNoMore, NEWS_WITHIN_MS, nextLook, readLook } from '../status-looks.js';
import type { Look } from '../status-looks.js';
import type { OpenWaits } from '../wait.js';

interface ByHandle {
  Params: { handle: string };
}

/** One second makes browsers put the next page in the place of this one, so that "back" leads to where one came from. */
const LOOK_AFTER_SECONDS = 1;

/** `GET /r/{handle}`: the payer's way to the bank, and the page that says how things stand. */
export function payerLinkRoutes(app: FastifyInstance, dependencies: ApiDependencies, waits: OpenWaits): void {
  const { settings } = dependencies;

  app.head<ByHandle>('/r/:handle', async (request, reply) => {
    const known = readHandle(request.params.handle, settings.keyRing) !== null;
    return reply.code(known ? 200 : 404).header('cache-control', 'no-store').send();
  });

  app.get<ByHandle>('/r/:handle', async (request, reply) => {
    if (isPrefetch(request.headers)) {
      return reply.code(503).header('cache-control', 'no-store').header('retry-after', String(RETRY_AFTER_SECONDS)).send();
    }
    const cancellation = await cancellationOf(request, dependencies);
    const link = cancellation.closed ? null : await openPayerLink(cancellation, dependencies);
    if (link === null) return seeOther(reply, payerStatusLink(cancellation.id, settings));
    if (!URL.canParse(link.url) || !isSafeTarget(new URL(link.url), settings)) {
      throw new ProblemError('internal_error', 'The provider gave a link that no payer may be sent to.');
    }
    dependencies.openedLinks.remember(cancellation.id, link.round);
    reply.header('set-cookie', openedCookie(cancellation.id, link.round, settings.publicUrl));
    request.log.info({ round: link.round }, 'A payer goes to the bank');
    return seeOther(reply, link.url);
  });

  app.get<ByHandle>('/r/:handle/status', { exposeHeadRoute: true }, async (request, reply) => {
    const cancellation = await cancellationOf(request, dependencies);
    const look = readLook(queryOf(request.url));
    const resource = await withNews(reply, cancellation, look);
    const statusLink = payerStatusLink(cancellation.id, settings);
    const next = moves(resource) ? nextLook(statusLink, look, resource) : null;
    if (next !== null) reply.header('refresh', `${LOOK_AFTER_SECONDS}; url=${next}`);
    const { returnUrl, locale } = cancellation.terms.payer;
    return sendPage(
      reply,
      200,
      statusPage({
        resource,
        language: languageFor(locale, request.headers['accept-language']),
        payerLink: payerLink(cancellation.id, settings),
        statusLink,
        shopLink: returnUrl !== null && isAllowedReturnUrl(returnUrl, settings) ? withStatus(returnUrl, resource) : null,
        stopLink: next === null ? null : lookNoMore(statusLink),
        now: dependencies.now(),
      }),
    );
  });

  /** What there is to show; where the browser has seen just that, what comes next. */
  async function withNews(reply: FastifyReply, cancellation: Cancellation, look: Look): Promise<CancellationResource> {
    const shown = await toShow(cancellation);
    if (!hasSeen(look, shown.resource) || !moves(shown.resource)) return shown.resource;
    await waits.wait(reply, shown, NEWS_WITHIN_MS, (options) => shown.changed(options));
    return (await toShow(cancellation)).resource;
  }

  function moves(resource: CancellationResource): boolean {
    return standingOf(resource, dependencies.now()).moves;
  }
}

/**
 * The cancellation behind a handle.
 *
 * @throws {ProblemError | CancellationError} `not_found` where nobody made it or the namespace has forgotten it
 */
async function cancellationOf(
  request: FastifyRequest<ByHandle>,
  { settings, cancellations }: ApiDependencies,
): Promise<Cancellation> {
  const id = readHandle(request.params.handle, settings.keyRing);
  if (id === null) throw notFound();
  const ref = readCancellationId(id);
  if (ref !== null) logRun(request, ref.workflowId);
  return cancellations.get(id);
}

/** What the page of a cancellation shows: it, or what late news have made of it. */
async function toShow(cancellation: Cancellation): Promise<Cancellation> {
  return (await lateNews(cancellation)) ?? cancellation;
}

/** What late news are making, or have made, of an ended cancellation; null where none came or they told nothing new. */
async function lateNews(cancellation: Cancellation): Promise<Cancellation | null> {
  const superseding = cancellation.closed ? await cancellation.superseding() : null;
  if (superseding === null) return null;
  const { outcome, problem } = superseding.resource;
  const toldNothing = superseding.closed && outcome === null && problem === null;
  return toldNothing ? null : superseding;
}
