import type { FastifyInstance } from 'fastify';
import { isLosslessNumber, parse as parseJson } from 'lossless-json';
import { ProblemError } from './problem.js';

/** Only JSON in UTF-8; a route may take no body at all. */
const JSON_TYPE = /^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i;
const FORBIDDEN_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype'];
/** A payment's id may be a number of more digits than a JavaScript number holds: it comes as its text. */
const EXACT_KEYS: readonly string[] = ['paymentId'];
const WHOLE_NUMBER = /^-?\d+$/;

/** Reads bodies as JSON and nothing else. An empty body is `undefined`. */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(JSON_TYPE, { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, body.length === 0 ? undefined : parse(body));
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)), undefined);
    }
  });
}

function parse(body: string | Buffer): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body));
    return parseJson(text, revived, { onDuplicateKey: refuseSecondValue });
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError('invalid_json', 'Send one JSON object in UTF-8.', { cause: error });
  }
}

/** Which of two values was meant, only their sender knows. */
function refuseSecondValue({ key }: { readonly key: string }): never {
  throw new ProblemError('invalid_json', `The key ${key} stands there with two values.`);
}

function revived(key: string, value: unknown): unknown {
  if (FORBIDDEN_KEYS.includes(key)) throw new ProblemError('invalid_json', `The key ${key} is not taken.`);
  if (!isLosslessNumber(value)) return value;
  const number = Number(value.value);
  const keepsDigits = Number.isSafeInteger(number) || !WHOLE_NUMBER.test(value.value);
  return keepsDigits || !EXACT_KEYS.includes(key) ? number : value.value;
}
