import { NamespaceError } from './prepare-namespace.js';
import { SettingsError } from './setting-source.js';

/**
 * What a server that cannot start, or go on, tells whoever started it: the message alone of a fault that a person can
 * mend, and where anything else came from.
 *
 * @param portVariable the variable that names the port it listens on
 */
export function startFailure(error: unknown, portVariable: string): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof SettingsError || error instanceof NamespaceError) return error.message;
  if ('code' in error && error.code === 'EADDRINUSE') {
    return `${error.message}. Stop what uses the port, or set ${portVariable}.`;
  }
  return error.stack ?? error.message;
}
