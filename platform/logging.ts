import { format } from 'node:util';
import { pino } from 'pino';
import type { DestinationStream, LogFn, Logger } from 'pino';
import { CENSOR, redactText, SECRET_KEYS_OF_LOGS } from './redact.js';

export type { Logger } from 'pino';
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

const DEEPEST_CAUSE = 5;

/**
 * A logger that writes one JSON line per event, with its level in words and its time in ISO 8601.
 *
 * Known secret keys are censored, and errors are reduced to type, code, message and stack with every URL and
 * authorization in them cut; so is the message (design, promise SECRET).
 */
export function createLogger(options: {
  readonly name: string;
  readonly level: LogLevel;
  readonly destination?: DestinationStream;
}): Logger {
  const settings = {
    name: options.name,
    level: options.level,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRET_KEYS_OF_LOGS.flatMap((key) => [key, `*.${key}`]), censor: CENSOR },
    serializers: { err: describeError, error: describeError },
    hooks: { logMethod: logRedacted },
  };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}

/** pino takes an error's own message as the event's when there is none: both ways are redacted here. */
function logRedacted(this: Logger, args: Parameters<LogFn>, method: LogFn): void {
  const [event, message, ...values]: readonly unknown[] = args;
  if (typeof event === 'string') return method.call(this, redactText(format(...args)));
  const error = event instanceof Error ? event : errorIn(event);
  const text = typeof message === 'string' ? format(message, ...values) : (error?.message ?? '');
  method.call(this, event instanceof Error ? { err: event } : event, redactText(text));
}

function errorIn(event: unknown): Error | null {
  const error = typeof event === 'object' && event !== null && 'err' in event ? event.err : null;
  return error instanceof Error ? error : null;
}

interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  readonly stack?: string;
  readonly cause?: LoggedError;
}

/** An error as it may stand in a log. */
export function describeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: redactText(String(error)) };
  const code = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    message: redactText(error.message),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(error.stack === undefined ? {} : { stack: redactText(error.stack) }),
    ...(error.cause === undefined || depth >= DEEPEST_CAUSE ? {} : { cause: describeError(error.cause, depth + 1) }),
  };
}
