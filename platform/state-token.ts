import { createHmac } from 'node:crypto';
import { ACCOUNT_PATTERN } from '../contracts/payment.js';
import { sameBytes } from './constant-time.js';
import type { DerivedKeys, KeyRing } from './keys.js';

/**
 * The state token (design section 5): what a payer's return must carry to have any effect.
 *
 * Layout: version 1 · key id 4 · expiry 4 (seconds) · payment 8 · account up to 24 · HMAC-SHA-256 truncated to 24;
 * base64url, 87 characters at most.
 */
const VERSION = 1;
const EXPIRY_AT = 5;
const PAYMENT_AT = 9;
const ACCOUNT_AT = 17;
const MAC_BYTES = 24;
const LONGEST = ACCOUNT_AT + 24 + MAC_BYTES;
const PAYMENT_ID = /^[1-9][0-9]{0,18}$/;

export interface StateClaims {
  readonly account: string;
  readonly paymentId: string;
}

export type StateVerdict =
  | ({ readonly kind: 'valid' | 'expired' } & StateClaims)
  /** Not ours, tampered with, or of a key we no longer hold: nobody is told which. */
  | { readonly kind: 'forged' };

/**
 * A pure function of its arguments and the signing key, so every retry of a step sends the same state.
 *
 * @param claims.paymentId a decimal id of up to 19 digits; only providers whose payers come back have such ids
 * @throws {RangeError} for another id, account or expiry: a token that could not be read back is never issued
 */
export function issueStateToken(claims: StateClaims & { readonly expiresAt: Date }, ring: KeyRing): string {
  const { account, paymentId } = claims;
  if (!PAYMENT_ID.test(paymentId)) throw new RangeError('a state token names a payment by its decimal id');
  if (!ACCOUNT_PATTERN.test(account)) throw new RangeError('a state token needs a well-formed account');
  const head = Buffer.alloc(ACCOUNT_AT);
  head.writeUInt8(VERSION, 0);
  ring.signing.tag.copy(head, 1);
  head.writeUInt32BE(Math.ceil(claims.expiresAt.getTime() / 1_000), EXPIRY_AT);
  head.writeBigUInt64BE(BigInt(paymentId), PAYMENT_AT);
  const claimed = Buffer.concat([head, Buffer.from(account, 'ascii')]);
  return Buffer.concat([claimed, authenticate(claimed, ring.signing)]).toString('base64url');
}

/** What a token says, once it is proved to be ours. Never throws; compares in constant time. */
export function readStateToken(token: string, ring: KeyRing, now: Date): StateVerdict {
  const bytes = Buffer.from(token, 'base64url');
  const claimed = bytes.subarray(0, -MAC_BYTES);
  if (!isCanonical(token, bytes) || claimed.length <= ACCOUNT_AT || bytes.length > LONGEST) return { kind: 'forged' };
  const keys = ring.byTag(claimed.subarray(1, EXPIRY_AT));
  if (claimed.readUInt8(0) !== VERSION || keys === null) return { kind: 'forged' };
  if (!sameBytes(authenticate(claimed, keys), bytes.subarray(-MAC_BYTES))) return { kind: 'forged' };
  const expired = claimed.readUInt32BE(EXPIRY_AT) * 1_000 < now.getTime();
  return {
    kind: expired ? 'expired' : 'valid',
    account: claimed.toString('ascii', ACCOUNT_AT),
    paymentId: claimed.readBigUInt64BE(PAYMENT_AT).toString(),
  };
}

/** Base64 decoders forgive stray bits and characters; one token has one spelling here. */
function isCanonical(token: string, bytes: Buffer): boolean {
  return bytes.toString('base64url') === token;
}

function authenticate(claimed: Uint8Array, keys: DerivedKeys): Buffer {
  return createHmac('sha256', keys.key('state')).update(claimed).digest().subarray(0, MAC_BYTES);
}
