import { isLoopbackHost } from './loopback.js';
import { readHttpUrl } from './public-address.js';
import type { SettingSource } from './setting-source.js';

/** Where order services hear of what happens, and the secret both sides sign with. */
export interface EventSettings {
  readonly url: string;
  /** `whsec_` and base64, as Standard Webhooks writes it. */
  readonly secret: string;
}

const SECRET = /^whsec_[A-Za-z0-9+/]+={0,2}$/;
/** Standard Webhooks asks for 24 to 64 bytes. */
const SECRET_BYTES = { from: 24, to: 64 } as const;

/** `EVENTS_URL` and `EVENTS_SECRET`, or null when nobody wants to hear (design section 9). */
export function readEventSettings(source: SettingSource, insecureLoopbackAllowed: boolean): EventSettings | null {
  const url = readHttpUrl(source, 'EVENTS_URL');
  const secret = source.secret('EVENTS_SECRET');
  if (url === null) return null;
  const loopback = url.protocol === 'http:' && insecureLoopbackAllowed && isLoopbackHost(url.hostname);
  if (url.protocol !== 'https:' && !loopback) {
    source.problem('EVENTS_URL must be https (http only on loopback in development)');
  }
  if (secret === null) {
    source.missing('EVENTS_SECRET', 'EVENTS_URL is set, so set it to whsec_ and the base64 of 24 to 64 random bytes');
  } else if (!isUsable(secret)) {
    source.problem('EVENTS_SECRET is not usable: use whsec_ and the base64 of 24 to 64 random bytes');
  }
  return { url: url.href, secret: secret ?? '' };
}

function isUsable(secret: string): boolean {
  const bytes = Buffer.from(secret.slice('whsec_'.length), 'base64').length;
  return SECRET.test(secret) && bytes >= SECRET_BYTES.from && bytes <= SECRET_BYTES.to;
}
