import { isLoopbackHost } from './loopback.js';
import type { SettingSource } from './setting-source.js';

/** `PUBLIC_URL`, or the address the API itself listens on. */
export function readPublicUrl(source: SettingSource, apiHost: string, apiPort: number): URL {
  const given = readHttpUrl(source, 'PUBLIC_URL');
  const host = apiHost.includes(':') ? `[${apiHost.replace(/^\[|\]$/g, '')}]` : apiHost;
  const standard = `http://${host}:${apiPort}`;
  if (given !== null || URL.canParse(standard)) return given ?? new URL(standard);
  source.problem(`API_HOST is "${apiHost}": use a host name or an IP address`);
  return new URL('http://127.0.0.1');
}

/** An http(s) address without user, query or fragment; null when unset or wrong. */
export function readHttpUrl(source: SettingSource, name: string): URL | null {
  const text = source.text(name);
  if (text === null) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  const plain = url !== null && `${url.username}${url.password}${url.search}${url.hash}` === '';
  if (plain && (url.protocol === 'https:' || url.protocol === 'http:')) return url;
  source.problem(`${name} is not usable: use an http(s) address without user, query or fragment`);
  return null;
}

/** `RETURN_URL_ORIGINS`; null = any. Unset: any in development, none in production (design section 5). */
export function readReturnUrlOrigins(source: SettingSource, production: boolean): readonly string[] | null {
  return readOrigins(source, 'RETURN_URL_ORIGINS', production) ?? (production ? [] : null);
}

/** A list of https origins, of http ones too on loopback in development; null when unset. */
export function readOrigins(source: SettingSource, name: string, production: boolean): readonly string[] | null {
  const given = source.list(name);
  if (given === null) return null;
  return given.flatMap((text) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    const loopback = url !== null && !production && url.protocol === 'http:' && isLoopbackHost(url.hostname);
    if (url !== null && (url.protocol === 'https:' || loopback) && text.replace(/\/$/, '') === url.origin) {
      return [url.origin];
    }
    source.problem(`${name} holds "${text}": use origins such as https://shop.example`);
    return [];
  });
}
