import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { developmentSecretKeys } from '../../platform/development-keys.js';
import { createKeyRing, parseSecretKey } from '../../platform/keys.js';
import { keyRingOf } from './key-ring.js';

describe('a key ring', () => {
  it('derives another key for every purpose and every id', () => {
    const ring = keyRingOf('new', 'old');
    const keys = ring.all.flatMap((derived) =>
      (['state', 'handle', 'seal', 'codec'] as const).map((purpose) => derived.key(purpose).toString('hex')),
    );
    expect(new Set(keys).size).toBe(8);
  });

  it('signs with the first key and still finds the others', () => {
    const ring = keyRingOf('new', 'old');
    expect(ring.signing.id).toBe('new');
    expect(ring.byId('old')?.id).toBe('old');
    expect(ring.byTag(ring.byId('old')?.tag ?? Buffer.alloc(0))?.id).toBe('old');
    expect(ring.byId('gone')).toBeNull();
  });

  it('refuses two keys of one id', () => {
    expect(() => keyRingOf('same', 'same')).toThrow(/another name/);
    expect(() => createKeyRing([])).toThrow(/at least one/);
  });

  it.each([
    ['no colon', 'abc'],
    ['a short key', 'k1:c2hvcnQ='],
    ['text that is not base64', `k1:${'!'.repeat(44)}`],
    ['an empty key', 'k1:'],
  ])('does not take %s, and does not repeat it', (_what, entry) => {
    const read = parseSecretKey(entry);
    expect(read).toHaveProperty('problem');
    expect(JSON.stringify(read)).not.toContain('c2hvcnQ');
  });
});

describe('the keys of a checkout in development', () => {
  const path = (): string => join(mkdtempSync(join(tmpdir(), 'countermand-keys-')), '.data', 'dev-keys.json');

  it('are made once and found again', () => {
    const file = path();
    const made = developmentSecretKeys(file);
    expect(parseSecretKey(made)).toHaveProperty('secret');
    expect(developmentSecretKeys(file)).toBe(made);
  });

  it('are readable by their owner only', () => {
    const file = path();
    developmentSecretKeys(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('are not silently replaced when the file is damaged', () => {
    const file = path();
    developmentSecretKeys(file);
    writeFileSync(file, '{');
    expect(() => developmentSecretKeys(file)).toThrow(/delete it/);
    expect(readFileSync(file, 'utf8')).toBe('{');
  });
});
