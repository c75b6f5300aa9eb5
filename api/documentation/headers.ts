import type { RequestHeader, ResponseHeader } from './operations.js';

interface Header {
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

const text = { type: 'string' };

/** What callers may send beside the body. */
export const REQUEST_HEADERS: Readonly<Record<RequestHeader, Header>> = {
  'Idempotency-Key': {
    description: 'Finds the same cancellation again, even after its end: 1 to 255 visible ASCII characters, quoted or bare.',
    schema: { ...text, pattern: '^[\\x21\\x23-\\x7e]([\\x20-\\x7e]{0,253}[\\x21-\\x7e])?$', examples: ['order-A-17-cancel'] },
  },
  Prefer: {
    description: '`wait=N` (RFC 7240): seconds to wait for the first answer of the provider; 3 where left out, 25 at most.',
    schema: { ...text, examples: ['wait=10'] },
  },
  'If-None-Match': { description: 'The `ETag` of your copy.', schema: text },
  'BI-Signature-Date': { description: 'When the provider made it; part of what is signed.', schema: text },
};

/** What stands in the answers; every answer has `X-Request-Id`. */
export const RESPONSE_HEADERS: Readonly<Record<ResponseHeader, Header>> = {
  'X-Request-Id': { description: 'Id of this request; it stands in our log.', schema: text },
  Location: { description: 'Where to follow the cancellation, or where the browser goes.', schema: { ...text, format: 'uri-reference' } },
  'Retry-After': { description: 'Seconds after which another call is worth while.', schema: { type: 'integer', minimum: 0 } },
  'Preference-Applied': { description: 'The `wait` that was granted, where one was asked for.', schema: text },
  ETag: { description: 'Changes with the body.', schema: text },
  'WWW-Authenticate': { description: 'What the token lacks (RFC 6750), or that a signature is wanted.', schema: text },
  Refresh: { description: 'Where the browser looks next; only while things move.', schema: text },
  'Set-Cookie': { description: 'Which link was opened; only where one was.', schema: text },
};
