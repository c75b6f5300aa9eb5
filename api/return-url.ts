import { isLoopbackHost } from '../platform/loopback.js';
import type { ApiSettings } from '../platform/settings.js';
import type { CancellationResource } from '../contracts/resource.js';

/** Whether a payer may be sent there: https and an allowed origin; in development also http on this machine. */
export function isAllowedReturnUrl(address: string, settings: Pick<ApiSettings, 'appEnv' | 'returnUrlOrigins'>): boolean {
  const url = new URL(address);
  return isSafeTarget(url, settings) && (settings.returnUrlOrigins?.includes(url.origin) ?? true);
}

/** Whether a browser may be sent there at all: https; in development also http on this machine. */
export function isSafeTarget({ protocol, hostname }: URL, { appEnv }: Pick<ApiSettings, 'appEnv'>): boolean {
  return protocol === 'https:' || (protocol === 'http:' && appEnv === 'development' && isLoopbackHost(hostname));
}

/** The shop's address with `cancellation` and `status` added: a hint, never a proof. Its own query stays as it is. */
export function withStatus(returnUrl: string, { id, status }: Pick<CancellationResource, 'id' | 'status'>): string {
  const url = new URL(returnUrl);
  const hint = new URLSearchParams({ cancellation: id, status }).toString();
  url.search = url.search === '' ? hint : `${url.search}&${hint}`;
  return url.href;
}
