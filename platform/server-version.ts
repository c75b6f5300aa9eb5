import { NamespaceError } from './prepare-namespace.js';

const OLDEST = [1, 31] as const;

/** The call of Temporal's workflow service that tells its version; both kinds of connection have it. */
export interface SystemInfoService {
  getSystemInfo(request: object): Promise<{ readonly serverVersion?: string | null }>;
}

/**
 * Refuses a Temporal server that is too old to be trusted with this (design section 8).
 * @throws {NamespaceError} with the remedy
 * @throws whatever the service throws when it cannot be reached: try again
 */
export async function requireCurrentServer(service: SystemInfoService): Promise<void> {
  const { serverVersion } = await service.getSystemInfo({});
  const [major = 0, minor = 0] = (serverVersion ?? '').split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new NamespaceError(
    `The Temporal server is ${serverVersion || 'of an unknown version'}; ${OLDEST.join('.')} or newer is needed. ` +
      'Upgrade it, point TEMPORAL_ADDRESS to another, or let `npm run temporal` start one.',
  );
}
