import { ProviderFault } from '../../contracts/fault.js';
import type {
  CancellationProvider,
  CancellationRequest,
  HttpAnswer,
  ProviderMemory,
  ProviderPlatform,
  ProviderReading,
  ReadRequest,
  SendFate,
} from '../../contracts/provider.js';
import { retryAfterSeconds } from '../../platform/http.js';
import * as answers from './answers.js';
import { classifyAnswer } from './classify-answer.js';
import { createSwedbankPayClient, newSessionId, type SwedbankPayClient } from './client.js';
import { decide } from './decide.js';
import type { Decision } from './decision.js';
import type { Trust } from './operations.js';
import { capturedAmount, type PaymentOrder, standOf } from './order.js';
import { payeeReferenceToSend } from './payee-reference.js';
import { proofIn } from './proof.js';
import { type OrderRead, readOrder } from './read-order.js';
import { abortBody, cancelBody } from './request-body.js';
import { runSoFar, type RunNotes, type RunSoFar, withNotes } from './run-notes.js';
import type { SendVerdict } from './send-verdict.js';
import type { SwedbankPayCredentials } from './settings.js';
import { readBody } from './wire.js';

type SendDecision = Extract<Decision, { kind: 'send' }>;
type ReadWithOrder = Extract<OrderRead, { kind: 'order' }>;

/** Cancellations with Swedbank Pay, payment order API 2.0, 3.0 and 3.1 ("Cancel" page). */
export function connectSwedbankPay(credentials: SwedbankPayCredentials, platform: ProviderPlatform): CancellationProvider {
  const connection: Connection = { credentials, platform, client: createSwedbankPayClient(credentials, platform.http) };
  return {
    requestCancellation: (request) => requestCancellation(connection, request),
    readPayment: (request) => readPayment(connection, request),
    payerValidation: null,
    advice: null,
  };
}

interface Connection {
  readonly credentials: SwedbankPayCredentials;
  readonly platform: ProviderPlatform;
  readonly client: SwedbankPayClient;
}

/**
 * Reads the order, decides, sends at most one cancel or abort, and classifies its answer. Safe to repeat:
 * every send of a request carries the same payee reference and follows a read that still offers it.
 * @throws {ProviderFault} when the order could not be read, or no time is left to send
 */
async function requestCancellation(connection: Connection, request: CancellationRequest): Promise<ProviderReading> {
  const { run, trust, read } = await look(connection, request);
  if (read.kind === 'noOrder') return withoutOrder(read, run);
  const decision = decide(read.order, run, connection.platform.now());
  if (decision.kind === 'answer') return decided(decision, read, run);
  return send({ connection, request, decision, read, run, trust });
}

/** One authoritative read, classified with what this run did. Never sends. @throws {ProviderFault} */
async function readPayment(connection: Connection, request: ReadRequest): Promise<ProviderReading> {
  const { run, read } = await look(connection, request);
  if (read.kind === 'noOrder') return withoutOrder(read, run);
  const decision = decide(read.order, run, connection.platform.now());
  if (decision.kind === 'answer') return decided(decision, read, run);
  const isOutstanding = decision.operation === 'cancel' ? run.cancelMayHaveTaken : run.abortMayHaveTaken;
  const answer = isOutstanding ? answers.unclear('answer_lost') : { kind: 'cancellable' as const };
  return decided({ kind: 'answer', answer, rereads: 0 }, read, run);
}

async function look(
  { credentials, client }: Connection,
  { payment, facts, budget }: ReadRequest,
): Promise<{ readonly run: RunSoFar; readonly trust: Trust; readonly read: OrderRead }> {
  const { baseUrl, allowedOrigins } = credentials;
  const trust: Trust = { baseUrl, allowedOrigins, paymentId: payment.paymentId };
  const run = runSoFar(facts);
  return { run, trust, read: await readOrder({ client, trust, run, budget }) };
}

interface SendCall {
  readonly connection: Connection;
  readonly request: CancellationRequest;
  readonly decision: SendDecision;
  readonly read: ReadWithOrder;
  readonly run: RunSoFar;
  readonly trust: Trust;
}

async function send(call: SendCall): Promise<ProviderReading> {
  const { connection, request, decision, read, run } = call;
  const body = bodyOf(call);
  if (body === null) return decided({ kind: 'answer', answer: answers.blocked('payee_reference_missing'), rereads: 0 }, read, run);
  await request.beforeSend();
  const sessionId = newSessionId();
  try {
    const { target } = decision;
    return answered(call, await connection.client.operate({ target, body, sessionId, budget: request.budget }), sessionId);
  } catch (fault) {
    if (!(fault instanceof ProviderFault)) throw fault;
    return unanswered(call, fault, sessionId);
  }
}

function bodyOf({ connection, request, decision }: SendCall): string | null {
  if (decision.operation === 'abort') return abortBody(decision.target.level);
  const payeeReference = payeeReferenceToSend(request.payeeReference, connection.credentials.payeeReferenceProfile);
  return payeeReference === null ? null : cancelBody({ description: request.description, payeeReference });
}

function answered(call: SendCall, answer: HttpAnswer, sessionId: string): ProviderReading {
  const { decision, read, run, trust } = call;
  const body = readBody(answer);
  const { operation } = decision;
  const verdict = classifyAnswer({ operation, body, status: answer.status, before: read.order, run, trust });
  return {
    ...readingOf(read, run),
    answer: verdict.answer,
    proof: proofIn({ body, answer, paymentId: trust.paymentId }) ?? read.proof,
    memory: noted(call, verdict, answer.receivedAt),
    send: verdict.fate,
    code: verdict.code ?? codeOf(read.order),
    providerRequestId: (body.kind === 'problem' ? body.problem.sessionid : null) ?? sessionId,
    retryAfterSeconds: retryAfterSeconds(answer),
  };
}

/** No readable answer came: only a connection that was never made is known to have had no effect. */
function unanswered(call: SendCall, fault: ProviderFault, sessionId: string): ProviderReading {
  const { read, run, connection } = call;
  const fate: SendFate = fault.neverProcessed ? 'notSent' : 'lost';
  const answer = answers.unclear(fate === 'lost' ? 'answer_lost' : 'provider_unavailable');
  const verdict: SendVerdict = { fate, answer, refusal: null, code: fault.code, transactionNumber: null };
  return {
    ...readingOf(read, run),
    answer,
    memory: noted(call, verdict, connection.platform.now().toISOString()),
    send: fate,
    code: fault.code,
    providerRequestId: fault.providerRequestId ?? sessionId,
    retryAfterSeconds: fault.retryAfterSeconds,
  };
}

/** The notebook after a send. */
function noted({ decision, read, run }: SendCall, verdict: SendVerdict, at: string): ProviderMemory {
  const { notes } = run;
  const { operation } = decision;
  const { refusal, code, fate, transactionNumber } = verdict;
  const about: Partial<RunNotes> = {
    refusal,
    refusedOperation: refusal === null ? null : operation,
    refusalCode: refusal === null ? null : code,
    refusedStand: refusal === null ? null : standOf(read.order),
  };
  if (operation === 'cancel') {
    return withNotes(notes, {
      ...about,
      cancelsAccepted: notes.cancelsAccepted + (fate === 'accepted' ? 1 : 0),
      cancelsLost: notes.cancelsLost + (fate === 'lost' ? 1 : 0),
      capturedAtSend: capturedAmount(read.order),
      transactionNumber: transactionNumber ?? notes.transactionNumber,
    });
  }
  return withNotes(notes, {
    ...about,
    abortsAccepted: notes.abortsAccepted + (fate === 'accepted' ? 1 : 0),
    abortsLost: notes.abortsLost + (fate === 'lost' ? 1 : 0),
    abortsRefused: notes.abortsRefused + (fate === 'rejected' ? 1 : 0),
    abortRefusedAt: fate === 'rejected' ? at : notes.abortRefusedAt,
  });
}

function decided({ answer, rereads }: Extract<Decision, { kind: 'answer' }>, read: ReadWithOrder, run: RunSoFar): ProviderReading {
  return { ...readingOf(read, run), answer, rereads };
}

function withoutOrder(read: Extract<OrderRead, { kind: 'noOrder' }>, run: RunSoFar): ProviderReading {
  return { ...readingOf(read, run), answer: read.answer, rereads: read.rereads };
}

/** What every reading says alike, from the read. */
function readingOf(read: OrderRead, run: RunSoFar): Omit<ProviderReading, 'answer'> {
  return {
    rereads: 0,
    proof: read.proof,
    memory: withNotes(run.notes, {}),
    send: null,
    toldSomething: read.kind === 'order',
    executesAt: null,
    retryAfterSeconds: read.retryAfterSeconds,
    code: read.kind === 'order' ? run.notes.refusalCode ?? codeOf(read.order) : read.code,
    providerRequestId: read.sessionId,
    payerRoute: null,
  };
}

function codeOf({ phase, wire }: PaymentOrder): string {
  return phase === 'unknown' ? 'unrecognised' : (wire.status ?? wire.state ?? phase).toLowerCase();
}
