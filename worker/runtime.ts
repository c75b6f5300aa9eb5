import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Logger } from '../platform/logging.js';

/**
 * Makes the SDK write through our logger and leaves signals to `main.ts`. Once per process, before
 * anything else of the SDK.
 */
export function installRuntime(logger: Logger, level: 'debug' | 'info' | 'warn' | 'error'): void {
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger(level === 'debug' ? 'DEBUG' : level === 'info' ? 'INFO' : level === 'warn' ? 'WARN' : 'ERROR', (entry) => {
      const fields = { ...entry.meta };
      switch (entry.level) {
        case 'TRACE':
        case 'DEBUG':
          return logger.debug(fields, entry.message);
        case 'INFO':
          return logger.info(fields, entry.message);
        case 'WARN':
          return logger.warn(fields, entry.message);
        case 'ERROR':
          return logger.error(fields, entry.message);
      }
    }),
  });
}
