import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problem.js';

/** Only JSON in UTF-8; a route may take no body at all. */
const JSON_TYPE = /^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i;
const FORBIDDEN_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

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
    return JSON.parse(text, refuseDangerousKeys);
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError('invalid_json', 'Send one JSON object in UTF-8.', { cause: error });
  }
}

function refuseDangerousKeys(this: unknown, key: string, value: unknown): unknown {
  if (FORBIDDEN_KEYS.includes(key)) throw new ProblemError('invalid_json', `The key ${key} is not taken.`);
  return value;
}
