import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Logger } from '../platform/logging.js';
import { exporterAt, freeLoopbackPort, type SdkMetrics, sdkMetricsAt } from './sdk-metrics.js';

/** Between finding a free port and listening on it somebody else may take it. */
const TRIES = 5;

/**
 * Makes the SDK write through our logger and measure itself, and leaves signals to `main.ts`. Once per process, before
 * anything else of the SDK.
 */
export async function installRuntime(logger: Logger, level: 'debug' | 'info' | 'warn' | 'error'): Promise<SdkMetrics> {
  for (let left = TRIES - 1; ; left -= 1) {
    const port = await freeLoopbackPort();
    try {
      Runtime.install({
        shutdownSignals: [],
        logger: loggerOf(logger, level),
        telemetryOptions: { metrics: exporterAt(port) },
      });
      return sdkMetricsAt(port);
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

function loggerOf(logger: Logger, level: 'debug' | 'info' | 'warn' | 'error'): DefaultLogger {
  return new DefaultLogger(level === 'debug' ? 'DEBUG' : level === 'info' ? 'INFO' : level === 'warn' ? 'WARN' : 'ERROR', (entry) => {
    // What Temporal hands out to complete a step, and the step's input as it came, are nothing for a log.
    const { taskToken: _token, task: _task, taskEncoded: _input, ...fields } = { ...entry.meta };
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
  });
}
