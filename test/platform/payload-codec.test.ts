import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { createKeyRing } from '../../platform/keys.js';
import { createPayloadCodec } from '../../platform/payload-codec.js';

const OLD = { id: 'old', secret: Buffer.alloc(32, 1) };
const NEW = { id: 'new', secret: Buffer.alloc(32, 2) };
const VALUE = { link: 'canary-4711' };

const plain = (): Payload => {
  const payload = defaultPayloadConverter.toPayload(VALUE);
  if (payload === undefined) throw new Error('no payload');
  return payload;
};
const codec = (...keys: { id: string; secret: Buffer }[]) => createPayloadCodec(createKeyRing(keys));

describe('the payload codec', () => {
  it('gives back what it took, and shows nothing of it meanwhile', async () => {
    const [sealed] = await codec(NEW).encode([plain()]);
    expect(Buffer.from(sealed?.data ?? []).toString('latin1')).not.toContain('canary');
    const [opened] = await codec(NEW).decode([sealed ?? {}]);
    expect(defaultPayloadConverter.fromPayload(opened ?? {})).toEqual(VALUE);
  });

  it('goes on reading what the former key wrote while a new one writes', async () => {
    const [sealed] = await codec(OLD).encode([plain()]);
    const [opened] = await codec(NEW, OLD).decode([sealed ?? {}]);
    expect(defaultPayloadConverter.fromPayload(opened ?? {})).toEqual(VALUE);
  });

  it('lets pass what was never encrypted', async () => {
    const [opened] = await codec(NEW).decode([plain()]);
    expect(defaultPayloadConverter.fromPayload(opened ?? {})).toEqual(VALUE);
  });

  it('names the key that is missing', async () => {
    const [sealed] = await codec(OLD).encode([plain()]);
    await expect(codec(NEW).decode([sealed ?? {}])).rejects.toThrow('key "old"');
  });

  it('refuses a payload whose key id was changed, or one bit of it', async () => {
    const [sealed] = await codec(NEW).encode([plain()]);
    const twin = { id: 'old', secret: NEW.secret };
    const renamed = { ...sealed, metadata: { ...sealed?.metadata, 'encryption-key-id': Buffer.from('old') } };
    await expect(codec(twin).decode([renamed])).rejects.toThrow();
    const data = Buffer.from(sealed?.data ?? []);
    data[data.length - 1] = (data.at(-1) ?? 0) ^ 1;
    await expect(codec(NEW).decode([{ ...sealed, data }])).rejects.toThrow();
  });
});
