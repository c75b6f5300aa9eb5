import { SEARCH_ATTRIBUTES } from '../contracts/search-attributes.js';

/** The few gRPC calls this needs; a client's and a worker's connection both have them. */
export interface NamespaceServices {
  readonly workflowService: {
    getSystemInfo(request: object): Promise<{ serverVersion?: string | null }>;
  };
  readonly operatorService: {
    listSearchAttributes(request: { namespace: string }): Promise<{
      customAttributes?: Record<string, number> | null;
    }>;
    addSearchAttributes(request: {
      namespace: string;
      searchAttributes: Record<string, number>;
    }): Promise<unknown>;
  };
}

/** The namespace can not be used as it is; the message says what to do. */
export class NamespaceError extends Error {
  override readonly name = 'NamespaceError';
}

const OLDEST_SERVER = [1, 31] as const;

/** `IndexedValueType` of Temporal's API. */
const INDEXED_VALUE_TYPES = { KEYWORD: 2, INT: 3, DATETIME: 6 } as const;

/**
 * Creates the search attributes that are missing. Safe to repeat and for several processes at once.
 * @throws {NamespaceError} when a person must act: an old server, a full namespace, an attribute of
 *   another type. Every other error means that Temporal could not be asked: try again.
 */
export async function prepareNamespace(services: NamespaceServices, namespace: string): Promise<void> {
  const { serverVersion } = await services.workflowService.getSystemInfo({});
  refuseOldServer(serverVersion ?? '');
  const existing = (await services.operatorService.listSearchAttributes({ namespace })).customAttributes ?? {};
  refuseOtherTypes(existing);
  const missing = SEARCH_ATTRIBUTES.filter(({ name }) => existing[name] === undefined);
  if (missing.length === 0) return;
  const searchAttributes = Object.fromEntries(missing.map(({ name, type }) => [name, INDEXED_VALUE_TYPES[type]]));
  try {
    await services.operatorService.addSearchAttributes({ namespace, searchAttributes });
  } catch (error) {
    if (await allExist(services, namespace)) return;
    throw isRefusal(error) ? new NamespaceError(fullNamespace(namespace, error)) : error;
  }
}

async function allExist(services: NamespaceServices, namespace: string): Promise<boolean> {
  const { customAttributes } = await services.operatorService.listSearchAttributes({ namespace });
  return SEARCH_ATTRIBUTES.every(({ name }) => customAttributes?.[name] !== undefined);
}

function refuseOldServer(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST_SERVER[0] || (major === OLDEST_SERVER[0] && minor >= OLDEST_SERVER[1])) return;
  throw new NamespaceError(
    `The Temporal server is ${version || 'of an unknown version'}; Countermand needs ${OLDEST_SERVER.join('.')} or newer. ` +
      'Upgrade it, or let `npm run temporal` start one.',
  );
}

function refuseOtherTypes(existing: Record<string, number>): void {
  const clashing = SEARCH_ATTRIBUTES.filter(
    ({ name, type }) => existing[name] !== undefined && existing[name] !== INDEXED_VALUE_TYPES[type],
  );
  if (clashing.length === 0) return;
  const names = clashing.map(({ name, type }) => `${name} must be ${type}`).join(', ');
  throw new NamespaceError(`Search attributes exist with another type: ${names}. Use another TEMPORAL_NAMESPACE.`);
}

/** gRPC INVALID_ARGUMENT, FAILED_PRECONDITION, RESOURCE_EXHAUSTED, PERMISSION_DENIED: asking again changes nothing. */
const REFUSALS = new Set([3, 7, 8, 9]);

function isRefusal(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' && REFUSALS.has(error.code);
}

function fullNamespace(namespace: string, error: Error): string {
  const create = SEARCH_ATTRIBUTES.map(({ name, type }) => `--name ${name} --type ${CLI_TYPES[type]}`).join(' ');
  return (
    `Namespace "${namespace}" does not take Countermand's search attributes: ${error.message}. ` +
    'Remove unused ones (`temporal operator search-attribute remove`), use another TEMPORAL_NAMESPACE, or, where this ' +
    `process may not create them, run: temporal operator search-attribute create --namespace ${namespace} ${create}`
  );
}

const CLI_TYPES = { KEYWORD: 'Keyword', INT: 'Int', DATETIME: 'Datetime' } as const;
