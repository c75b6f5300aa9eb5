import { createHmac } from 'node:crypto';
import type { CodecToken } from '../platform/codec-server-settings.js';
import { sameBytes } from '../platform/constant-time.js';
import type { DerivedKeys, KeyRing } from '../platform/keys.js';

/**
 * A browser that has shown a token once: name, expiry in seconds and their HMAC, in a cookie no script can read. The
 * token itself stays nowhere.
 */
export const SESSION_COOKIE = 'countermand_codec';
export const SESSION_SECONDS = 12 * 3600;

/** The value of the cookie for whoever has just shown a token. */
export function issueSession({ name }: CodecToken, keyRing: KeyRing, now: Date): string {
  const claimed = `${Buffer.from(name).toString('base64url')}.${Math.floor(now.getTime() / 1000) + SESSION_SECONDS}`;
  return `${claimed}.${authenticate(claimed, keyRing.signing).toString('base64url')}`;
}

/**
 * Whose token a request's cookies stand for, or null: forged, expired, or of a token that is not granted any more.
 * Compares in constant time.
 */
export function readSession(cookies: string | undefined, tokens: readonly CodecToken[], keyRing: KeyRing, now: Date): CodecToken | null {
  const prefix = `${SESSION_COOKIE}=`;
  const given = (cookies ?? '').split('; ').find((cookie) => cookie.startsWith(prefix))?.slice(prefix.length) ?? '';
  const end = given.lastIndexOf('.');
  const claimed = given.slice(0, Math.max(end, 0));
  const mac = Buffer.from(given.slice(end + 1), 'base64url');
  if (!keyRing.all.some((keys) => sameBytes(authenticate(claimed, keys), mac))) return null;
  const [name = '', expiry = ''] = claimed.split('.');
  if (Number(expiry) * 1000 < now.getTime()) return null;
  return tokens.find((token) => token.name === Buffer.from(name, 'base64url').toString()) ?? null;
}

function authenticate(claimed: string, keys: DerivedKeys): Buffer {
  return createHmac('sha256', keys.key('codecSession')).update(claimed).digest();
}
