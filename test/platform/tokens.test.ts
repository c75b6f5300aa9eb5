import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { issueHandle, readHandle } from '../../platform/handle.js';
import { seal, unseal } from '../../platform/seal.js';
import { issueStateToken, readStateToken } from '../../platform/state-token.js';
import { keyRingOf } from './key-ring.js';

const ring = keyRingOf('k1');
const expiresAt = new Date('2026-12-09T10:00:00Z');
const before = new Date('2026-12-01T10:00:00Z');
const after = new Date('2026-12-10T10:00:00Z');
const claims = { account: 'default', paymentId: '12345', expiresAt };

const accounts = fc.stringMatching(/^[a-z0-9-]{1,24}$/);
const payments = fc.bigInt({ min: 1n, max: 9_999_999_999_999_999_999n }).map(String);

describe('a state token', () => {
  it('gives back what it was issued for, in at most 96 characters', () => {
    fc.assert(
      fc.property(accounts, payments, (account, paymentId) => {
        const token = issueStateToken({ account, paymentId, expiresAt }, ring);
        expect(token).toMatch(/^[A-Za-z0-9_-]{1,96}$/);
        expect(readStateToken(token, ring, before)).toEqual({ kind: 'valid', account, paymentId });
      }),
    );
  });

  it('is the same every time it is issued', () => {
    expect(issueStateToken(claims, ring)).toBe(issueStateToken(claims, keyRingOf('k1', 'other')));
  });

  it('still names its payment once it has expired', () => {
    const token = issueStateToken(claims, ring);
    expect(readStateToken(token, ring, after)).toEqual({ kind: 'expired', account: 'default', paymentId: '12345' });
  });

  it('is forged when any single character of it changes', () => {
    const token = issueStateToken(claims, ring);
    for (let index = 0; index < token.length; index += 1) {
      const changed = `${token.slice(0, index)}${token[index] === 'A' ? 'B' : 'A'}${token.slice(index + 1)}`;
      expect(readStateToken(changed, ring, before)).toEqual({ kind: 'forged' });
    }
  });

  it('is forged when anything is added, cut or spelled another way', () => {
    const token = issueStateToken(claims, ring);
    for (const other of ['', 'x', `${token}A`, `${token}=`, ` ${token}`, token.slice(0, -1), token.slice(1)]) {
      expect(readStateToken(other, ring, before)).toEqual({ kind: 'forged' });
    }
  });

  it('never throws on any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        expect(readStateToken(text, ring, before)).toEqual({ kind: 'forged' });
      }),
    );
  });

  it('of a key we no longer hold is forged, of an older key we still hold is not', () => {
    const token = issueStateToken(claims, keyRingOf('old'));
    expect(readStateToken(token, keyRingOf('new'), before)).toEqual({ kind: 'forged' });
    expect(readStateToken(token, keyRingOf('new', 'old'), before)).toMatchObject({ kind: 'valid' });
  });

  it.each(['/psp/paymentorders/x', '0', '012', '-1', '18446744073709551616', ''])(
    'is not issued for a payment "%s"',
    (paymentId) => {
      expect(() => issueStateToken({ ...claims, paymentId }, ring)).toThrow(RangeError);
    },
  );
});

describe('a handle', () => {
  const id = 'AbC-123_x';

  it('gives its cancellation back', () => {
    expect(readHandle(issueHandle(id, ring), ring)).toBe(id);
  });

  it('of an older key still works while we hold that key', () => {
    expect(readHandle(issueHandle(id, keyRingOf('old')), keyRingOf('new', 'old'))).toBe(id);
    expect(readHandle(issueHandle(id, keyRingOf('old')), keyRingOf('new'))).toBeNull();
  });

  it('is unknown when any single character of it changes', () => {
    const handle = issueHandle(id, ring);
    for (let index = 0; index < handle.length; index += 1) {
      const changed = `${handle.slice(0, index)}${handle[index] === 'A' ? 'B' : 'A'}${handle.slice(index + 1)}`;
      expect(readHandle(changed, ring)).toBeNull();
    }
    for (const other of ['', '.', id, `${id}.`, `${handle}A`, `${handle}=`]) expect(readHandle(other, ring)).toBeNull();
  });
});

describe('a sealed link', () => {
  const context = 'cancel-payment/powens/default/12345';
  const link = 'https://webview.example/?code=canary-7f3a';

  it('opens with the same keys and the same context only', () => {
    const sealed = seal(link, context, ring);
    expect(unseal(sealed, context, ring)).toBe(link);
    expect(unseal(sealed, `${context}6`, ring)).toBeNull();
    expect(unseal(sealed, context, keyRingOf('other'))).toBeNull();
    expect(unseal(sealed, context, keyRingOf('new', 'k1'))).toBe(link);
  });

  it('shows nothing of the link and never looks the same twice', () => {
    const sealed = seal(link, context, ring);
    expect(Buffer.from(sealed, 'base64url').includes('canary-7f3a')).toBe(false);
    expect(seal(link, context, ring)).not.toBe(sealed);
  });

  it('does not open once any byte of it has changed', () => {
    const sealed = Buffer.from(seal(link, context, ring), 'base64url');
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8((sealed[index] ?? 0) ^ 1, index);
      expect(unseal(changed.toString('base64url'), context, ring)).toBeNull();
    }
    expect(unseal('', context, ring)).toBeNull();
  });
});
