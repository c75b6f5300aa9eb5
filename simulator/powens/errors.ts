import { randomInt } from 'node:crypto';
import { jsonAnswer, htmlAnswer, type Answer } from '../core/answer.js';
import type { Knobs } from './knobs.js';
import { toJson } from './payment-body.js';

/** An error in the envelope of the API reference "Errors". */
export function errorAnswer(
  status: number,
  code: string,
  description: string,
  requestId: Knobs['requestId'] = 'integer',
): Answer {
  return jsonAnswer(status, toJson({ code, description, message: null, request_id: requestIdOf(requestId) }));
}

export const BAD_REQUEST = 'Bad request, please check your request parameters.';

/** No document names the codes of 401 and 404. */
export function unauthorised(description: string): Answer {
  return errorAnswer(401, 'unauthorized', description);
}

export function forbidden(scopes: readonly string[]): Answer {
  return errorAnswer(403, 'forbidden', `This token needs one of the scopes: ${scopes.join(', ')}.`);
}

export function notFound(): Answer {
  return errorAnswer(404, 'notFound', 'Unknown resource.');
}

export function missingParameter(name: string): Answer {
  return errorAnswer(400, 'missingParameter', `The parameter '${name}' is missing.`);
}

export function invalidValue(name: string, why: string): Answer {
  return errorAnswer(400, 'invalidValue', `The value of '${name}' is invalid: ${why}.`);
}

const PLAYED_CODES: Readonly<Record<number, string>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'notFound',
  409: 'conflict',
  429: 'tooManyRequests',
  500: 'bug',
  503: 'maintenance',
};

/** What a fault of this status looks like; the gateways in front of the API speak HTML. */
export function playedError(status: number): Answer {
  const code = PLAYED_CODES[status];
  if (code !== undefined) return errorAnswer(status, code, 'Simulated failure.');
  return htmlAnswer(status, `<!doctype html><title>${status}</title><h1>${status}</h1><hr>gateway`);
}

/** Integer-or-null in the API reference, a string in the SDK's specification. */
function requestIdOf(shape: Knobs['requestId']): number | string | null {
  const number = randomInt(1, 1_000_000_000);
  switch (shape) {
    case 'integer':
      return number;
    case 'string':
      return `req-${number}`;
    case 'null':
      return null;
  }
}
