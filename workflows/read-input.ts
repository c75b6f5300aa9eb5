import { ApplicationFailure } from '@temporalio/workflow';
import { correlationIdOf } from '../contracts/correlation.js';
import { fieldOf } from '../contracts/field-of.js';
import type { CancelPaymentInput } from '../contracts/run.js';
import { readable } from './payload-converter.js';

/** Type of the failure of a run that was started, by hand, with something else than its input. */
export const MALFORMED_INPUT = 'MalformedInput';

/**
 * The input of a run, with what may be left out as null. A request id that may not stand in a log counts as left out:
 * no cancellation fails for the sake of a log.
 *
 * Whoever starts a run by hand must learn at once what is missing: an error inside the run would only
 * repeat its first task for ever.
 * @throws {ApplicationFailure} `MalformedInput`, naming every wrong field
 * @throws {Error} where this worker cannot read it at all: the task is then repeated, until one can
 */
export function readInput(given: unknown): CancelPaymentInput {
  readable(given, 'input');
  if (!isInput(given)) {
    const problems = problemsOf(given);
    throw ApplicationFailure.nonRetryable(`The input of this run is malformed: ${problems.join('; ')}.`, MALFORMED_INPUT);
  }
  const { observing, carried } = given;
  return { ...given, correlationId: correlationIdOf(given), observing: observing ?? null, carried: carried ?? null };
}

function isInput(given: unknown): given is CancelPaymentInput {
  return problemsOf(given).length === 0;
}

function problemsOf(given: unknown): string[] {
  return CHECKS.filter(({ path, passes }) => !passes(path.reduce(fieldOf, given))).map(({ path, wanted }) => `${path.join('.')} must be ${wanted}`);
}

interface Check {
  readonly path: readonly string[];
  readonly wanted: string;
  passes(value: unknown): boolean;
}

const TEXT = { wanted: 'a text', passes: (value: unknown) => typeof value === 'string' && value !== '' };
const NUMBER_OR_NULL = { wanted: 'a number or null', passes: (value: unknown) => isAbsent(value) || Number.isFinite(value) };
const OBJECT = { wanted: 'an object', passes: isObject };

const CHECKS: readonly Check[] = [
  { path: ['payment', 'provider'], ...TEXT },
  { path: ['payment', 'account'], ...TEXT },
  { path: ['payment', 'paymentId'], ...TEXT },
  { path: ['terms', 'payer'], ...OBJECT },
  { path: ['terms', 'deadlineSeconds'], ...NUMBER_OR_NULL },
  { path: ['terms', 'maxRounds'], ...NUMBER_OR_NULL },
  { path: ['requestId'], ...TEXT },
  {
    path: ['requestedAt'],
    wanted: 'an ISO 8601 instant',
    passes: (value) => typeof value === 'string' && Number.isFinite(Date.parse(value)),
  },
  {
    path: ['observing'],
    wanted: 'null or what is observed',
    passes: (value) => isAbsent(value) || isObject(fieldOf(fieldOf(value, 'facts'), 'sends')),
  },
];

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
