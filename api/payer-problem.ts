import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendPage } from './pages/html.js';
import type { Page } from './pages/html.js';
import { messagePage } from './pages/message-page.js';
import { languageFor } from './pages/texts.js';
import type { PayerMessage } from './pages/texts/payer-texts.js';
import { RETRY_AFTER_SECONDS } from './problem.js';
import type { ProblemError } from './problem.js';

const PAYER_PATHS = /^\/(?:r|callbacks)(?:[/?]|$)/;

/** Whether a request target is one that browsers are sent to: errors are pages there, and problems everywhere else. */
export function isForPayer(target: string): boolean {
  return PAYER_PATHS.test(target);
}

/** Tells a payer, in the payer's language, what a problem means for them; `Retry-After` where a repeat may help. */
export function sendPayerProblem(request: FastifyRequest, reply: FastifyReply, problem: ProblemError): FastifyReply {
  reply.headers(problem.headers);
  if (problem.status === 503) reply.header('retry-after', String(RETRY_AFTER_SECONDS));
  return sendPage(reply, problem.status, payerProblemPage(problem.status, request.headers['accept-language']));
}

/** The page for a request that ended with this status. */
export function payerProblemPage(status: number, acceptLanguage: string | undefined): Page {
  return messagePage(messageOf(status), languageFor(null, acceptLanguage));
}

function messageOf(status: number): PayerMessage {
  if (status >= 500) return 'trouble';
  return status === 404 ? 'unknownLink' : 'invalidReturn';
}
