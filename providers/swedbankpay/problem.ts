import type { WireProblem } from './wire.js';

/** What a problem says about the call that met it. */
export type ProblemMeaning =
  /** Our request is malformed. */
  | 'inputRejected'
  /** The payee reference was used before, or does not fit. */
  | 'referenceRejected'
  /** The order's state or our right forbids the operation. */
  | 'forbidden'
  /** Not now: the order is in use. */
  | 'conflict'
  | 'blocked'
  | 'notFound'
  /** The acquirer or bank said no. */
  | 'declined'
  | 'authorisationExpired'
  /** Refused, with the advice to try again later. */
  | 'tryAgainLater'
  | 'rateLimited'
  /** May have been done all the same. */
  | 'outcomeUnknown'
  | 'unmapped';

/** By the last segment of `type`, lower-cased and without `_`: the only field meant for programs. */
const MEANINGS: Readonly<Record<string, ProblemMeaning>> = {
  inputerror: 'inputRejected',
  validation: 'inputRejected',
  forbidden: 'forbidden',
  invalidstate: 'forbidden',
  missingpreauthorization: 'forbidden',
  operationnotallowed: 'conflict',
  configurationerror: 'blocked',
  configerror: 'blocked',
  notfound: 'notFound',
  carddeclined: 'declined',
  swishdeclined: 'declined',
  authorizationexpired: 'authorisationExpired',
  identifieralreadyinuse: 'referenceRejected',
  badrequest: 'tryAgainLater',
  velocitycheck: 'rateLimited',
  systemerror: 'outcomeUnknown',
  internalservererror: 'outcomeUnknown',
  badgateway: 'outcomeUnknown',
  acquirergatewayerror: 'outcomeUnknown',
  acquirergatewaytimeout: 'outcomeUnknown',
  externalerror: 'outcomeUnknown',
  bankiderror: 'outcomeUnknown',
  swisherror: 'outcomeUnknown',
  swishgatewaytimeout: 'outcomeUnknown',
};

/** Stable code of a problem for people and programs, e.g. `acquirererror`; hostile text becomes `unrecognised`. */
export function problemCode(type: string): string {
  const code = (type.split('/').at(-1) ?? '').toLowerCase().replaceAll('_', '');
  return /^[a-z0-9.-]{1,64}$/.test(code) ? code : 'unrecognised';
}

/**
 * Meaning of a problem document. Its `type` counts, whatever the HTTP status; a type we do not know is
 * read by the status in the document, or else the one it came with.
 */
export function meaningOf(problem: WireProblem, httpStatus: number): ProblemMeaning {
  if (httpStatus === 401) return 'blocked';
  const code = problemCode(problem.type);
  const meaning = knownMeaning(code) ?? meaningOfStatus(problem.status ?? httpStatus);
  return isAboutReference(meaning, problem) ? 'referenceRejected' : meaning;
}

function knownMeaning(code: string): ProblemMeaning | null {
  const known = Object.hasOwn(MEANINGS, code) ? MEANINGS[code] : undefined;
  return known ?? (code.startsWith('acquirer') ? 'declined' : null);
}

/** Meaning of an answer that has no readable problem, by its status alone. */
export function meaningOfStatus(status: number): ProblemMeaning {
  if (status === 401) return 'blocked';
  if (status === 404) return 'notFound';
  if (status === 409) return 'conflict';
  if (status === 422) return 'forbidden';
  if (status === 429) return 'rateLimited';
  return status >= 500 ? 'outcomeUnknown' : 'unmapped';
}

/** "The given PayeeReference has already been used …" comes under several types; the field's name is constant. */
function isAboutReference(meaning: ProblemMeaning, { problems }: WireProblem): boolean {
  const isRefusal = ['inputRejected', 'forbidden', 'conflict', 'tryAgainLater', 'unmapped'].includes(meaning);
  return isRefusal && (problems ?? []).some(({ name }) => /(^|\.)payeereference$/i.test(name ?? ''));
}
