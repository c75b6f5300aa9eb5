import { randomUUID } from 'node:crypto';
import { type Answer, htmlAnswer } from '../core/answer.js';
import type { PlayedProblem } from './knobs.js';

export interface Problem {
  /** Below `https://api.payex.com/psp/errordetail/`. */
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly status: number;
  readonly problems?: readonly { readonly name: string; readonly description: string }[];
}

const TYPES = 'https://api.payex.com/psp/errordetail/';
const IN_NODE = 'description in problems node!';

/** A problem document (RFC 7807) with the `sessionId` captured ones have. */
export function problemAnswer(problem: Problem, { httpStatus = problem.status, contentType = 'application/problem+json' } = {}): Answer {
  const { type, title, detail, status, problems = [] } = problem;
  const sessionId = randomUUID();
  const body = { sessionId, type: `${TYPES}${type}`, title, status, instance: `http://api.internaltest.payex.com/psp/${sessionId}`, detail, problems };
  return { status: httpStatus, headers: { 'content-type': contentType }, body: JSON.stringify(body) };
}

export function inputError(name: string, description: string): Problem {
  return {
    type: 'inputerror',
    title: 'Error in input data',
    detail: `Input validation failed, error ${IN_NODE}`,
    status: 400,
    problems: [{ name, description }],
  };
}

/** The cancel analogue of the captured capture sample; its wording is assumed. */
export function operationForbidden(name: string, description: string): Problem {
  return {
    type: 'forbidden',
    title: 'Operation not allowed',
    detail: `Payment check failed, ${IN_NODE}`,
    status: 403,
    problems: [{ name, description }],
  };
}

export function abortNotAllowed(): Problem {
  return {
    type: 'paymentsessions/operationnotallowed',
    title: 'Operation not allowed',
    detail: 'The operation is not allowed in the current state.',
    status: 409,
  };
}

export function duplicateReference(payeeReference: string): Problem {
  return inputError('PayeeReference', `The given PayeeReference has already been used for another payment (${payeeReference}).`);
}

export const NOT_FOUND: Problem = { type: 'notfound', title: 'Not found', detail: 'The resource was not found.', status: 404 };

/** 401 has no documented body; clients in the wild take an empty one for normal. */
export const UNAUTHORISED: Answer = { status: 401, headers: {}, body: '' };

/** A problem chosen by a knob. */
export function playedProblem({ type, status, httpStatus, contentType, names }: PlayedProblem): Answer {
  const problems = names.map((name) => ({ name, description: 'Played by a knob.' }));
  const problem = { type, title: 'Played problem', detail: 'Played by a knob.', status, problems };
  return problemAnswer(problem, { httpStatus: httpStatus ?? status, contentType });
}

/** What a fault of this status looks like; the gateways in front of the API speak HTML. */
export function playedError(status: number): Answer {
  if (status === 401) return UNAUTHORISED;
  const problem = PLAYED[status];
  if (problem !== undefined) return problemAnswer(problem);
  return htmlAnswer(status, `<!doctype html><title>${status}</title><h1>${status}</h1><hr>gateway`);
}

const PLAYED: Readonly<Record<number, Problem>> = {
  403: operationForbidden('Cancellation', 'Simulated failure.'),
  404: NOT_FOUND,
  409: abortNotAllowed(),
  429: { type: 'creditcard/velocitycheck', title: 'Too many requests', detail: 'Simulated failure.', status: 429 },
  500: { type: 'systemerror', title: 'System error', detail: 'Simulated failure.', status: 500 },
};
