import { SearchAttributeType } from '@temporalio/common';
import { SEARCH_ATTRIBUTES } from '../contracts/search-attributes.js';

/**
 * The two calls of Temporal's operator service that a process needs to prepare its namespace. Both kinds of
 * connection have them as `connection.operatorService`, so that API and worker share this file.
 */
export interface SearchAttributeService {
  listSearchAttributes(request: { namespace: string }): Promise<{
    readonly customAttributes?: Readonly<Record<string, number>> | null;
  }>;
  addSearchAttributes(request: { namespace: string; searchAttributes: Record<string, number> }): Promise<unknown>;
}

/** The namespace cannot be used as it is; the message holds the command that mends it. Trying again does not help. */
export class NamespaceError extends Error {
  override readonly name = 'NamespaceError';
}

/** `temporal.api.enums.v1.IndexedValueType`. */
const INDEXED_VALUE_TYPES: Readonly<Record<SearchAttributeType, { readonly code: number; readonly name: string }>> = {
  [SearchAttributeType.TEXT]: { code: 1, name: 'Text' },
  [SearchAttributeType.KEYWORD]: { code: 2, name: 'Keyword' },
  [SearchAttributeType.INT]: { code: 3, name: 'Int' },
  [SearchAttributeType.DOUBLE]: { code: 4, name: 'Double' },
  [SearchAttributeType.BOOL]: { code: 5, name: 'Bool' },
  [SearchAttributeType.DATETIME]: { code: 6, name: 'Datetime' },
  [SearchAttributeType.KEYWORD_LIST]: { code: 7, name: 'KeywordList' },
};

const WANTED = SEARCH_ATTRIBUTES.map(({ name, type }) => ({ name, type: INDEXED_VALUE_TYPES[type] }));

/**
 * Creates the search attributes this project needs, where they are missing. Safe to repeat, and safe while another
 * process does the same.
 *
 * @returns the names it created
 * @throws {NamespaceError} when one exists with another type, or the namespace has no room or no right for it
 * @throws whatever the service throws when it cannot be reached: try again
 */
export async function prepareNamespace(service: SearchAttributeService, namespace: string): Promise<readonly string[]> {
  const missing = await missingAttributes(service, namespace);
  if (missing.length === 0) return [];
  try {
    await service.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map(({ name, type }) => [name, type.code])),
    });
  } catch (error) {
    const stillMissing = await missingAttributes(service, namespace);
    if (stillMissing.length > 0) throw isRefusal(error) ? refusal(namespace, stillMissing, error) : error;
  }
  return missing.map(({ name }) => name);
}

type WantedAttribute = (typeof WANTED)[number];

/**
 * What this project needs and the namespace lacks.
 * @throws {NamespaceError} when one exists with another type
 */
export async function missingAttributes(
  service: SearchAttributeService,
  namespace: string,
): Promise<readonly WantedAttribute[]> {
  const existing = (await service.listSearchAttributes({ namespace })).customAttributes ?? {};
  const other = WANTED.find(({ name, type }) => (existing[name] ?? type.code) !== type.code);
  if (other !== undefined) {
    throw new NamespaceError(
      `Search attribute ${other.name} of namespace ${namespace} must be of type ${other.type.name}. ` +
        `Remove it, then start again: temporal operator search-attribute remove -n ${namespace} --name ${other.name}`,
    );
  }
  return WANTED.filter(({ name }) => existing[name] === undefined);
}

/** gRPC codes of a service that understood and will not: invalid argument, denied, exhausted, unimplemented. */
const REFUSALS: readonly unknown[] = [3, 7, 8, 9, 12];

function isRefusal(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && REFUSALS.includes(error.code);
}

function refusal(namespace: string, missing: readonly WantedAttribute[], cause: unknown): NamespaceError {
  const names = missing.map(({ name, type }) => `--name ${name} --type ${type.name}`).join(' ');
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new NamespaceError(
    `Namespace ${namespace} does not take the search attributes this project needs (${reason}). ` +
      `Make room (temporal operator search-attribute list -n ${namespace}, then remove what is unused), ` +
      `then: temporal operator search-attribute create -n ${namespace} ${names}`,
    { cause },
  );
}
