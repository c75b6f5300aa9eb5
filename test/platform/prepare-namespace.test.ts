import { describe, expect, it } from 'vitest';
import { NamespaceError, prepareNamespace } from '../../platform/prepare-namespace.js';
import type { SearchAttributeService } from '../../platform/prepare-namespace.js';

const ALL = [
  'CancellationOutcome',
  'CancellationStatus',
  'MerchantAccount',
  'OrderRef',
  'PayerDeadline',
  'PayerRounds',
  'PaymentId',
  'PaymentProvider',
];

function namespaceWith(
  attributes: Record<string, number>,
  refuse: (asked: Record<string, number>) => Error | null = () => null,
): SearchAttributeService & { attributes: Record<string, number>; added: number } {
  const service = {
    attributes,
    added: 0,
    listSearchAttributes: async () => ({ customAttributes: { ...attributes } }),
    addSearchAttributes: async ({ searchAttributes }: { searchAttributes: Record<string, number> }) => {
      service.added += 1;
      const error = refuse(searchAttributes);
      if (error !== null) throw error;
      Object.assign(attributes, searchAttributes);
    },
  };
  return service;
}

const grpcError = (code: number, message: string): Error => Object.assign(new Error(message), { code });

describe('preparing a namespace', () => {
  it('creates what is missing, with its type, and nothing the second time', async () => {
    const service = namespaceWith({ PaymentId: 2, Unrelated: 1 });
    const created = await prepareNamespace(service, 'default');
    expect([...created].sort()).toEqual(ALL.filter((name) => name !== 'PaymentId'));
    expect(service.attributes).toMatchObject({ CancellationStatus: 2, PayerRounds: 3, PayerDeadline: 6, Unrelated: 1 });
    expect(await prepareNamespace(service, 'default')).toEqual([]);
    expect(service.added).toBe(1);
  });

  it('is content when another process was faster', async () => {
    const service = namespaceWith({}, (asked) => {
      Object.assign(service.attributes, asked);
      return grpcError(6, 'already exists');
    });
    await expect(prepareNamespace(service, 'default')).resolves.toHaveLength(8);
  });

  it('says with which command a full namespace is mended', async () => {
    const service = namespaceWith({}, () => grpcError(3, 'cannot have more than 10 search attribute of type Keyword'));
    const prepared = prepareNamespace(service, 'payments');
    await expect(prepared).rejects.toBeInstanceOf(NamespaceError);
    await expect(prepared).rejects.toThrow(/more than 10.*search-attribute create -n payments .*--name PaymentId --type Keyword/);
  });

  it('says when an attribute has another type', async () => {
    await expect(prepareNamespace(namespaceWith({ PayerRounds: 2 }), 'default')).rejects.toThrow(
      /PayerRounds.*must be of type Int.*search-attribute remove/,
    );
  });

  it('leaves a service that cannot be reached to a later try', async () => {
    const service = namespaceWith({}, () => grpcError(14, 'unavailable'));
    await expect(prepareNamespace(service, 'default')).rejects.not.toBeInstanceOf(NamespaceError);
  });
});
