import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { verifyEvent } from '../../client/verify-event.js';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const OTHER = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
const NOW = new Date('2026-11-21T10:00:00Z');
const BODY = JSON.stringify({ specversion: '1.0', id: 'e.1', type: 'payment.cancellation.cancelled', data: { id: 'x' } });

/** Signed by the reference library, not by our own reading of the specification. */
function received(body = BODY, at = NOW, secret = SECRET) {
  return {
    rawBody: body,
    headers: {
      'webhook-id': 'e.1',
      'webhook-timestamp': String(at.getTime() / 1000),
      'webhook-signature': new Webhook(secret).sign('e.1', at, body),
    },
  };
}

describe('a receiver that verifies an event', () => {
  it('takes what the reference library signed', () => {
    expect(verifyEvent(received(), SECRET, NOW)).toMatchObject({ ok: true, event: { id: 'e.1' } });
  });

  it('takes either secret while one is being rotated, in whichever place the signature stands', () => {
    const both = received();
    const twice = `${received(BODY, NOW, OTHER).headers['webhook-signature']} ${both.headers['webhook-signature']}`;
    expect(verifyEvent({ ...both, headers: { ...both.headers, 'webhook-signature': twice } }, [SECRET], NOW).ok).toBe(true);
    expect(verifyEvent(received(BODY, NOW, OTHER), [SECRET, OTHER], NOW).ok).toBe(true);
  });

  it.each([
    ['another secret', received(BODY, NOW, OTHER), 'signature_wrong'],
    ['a changed body', { ...received(), rawBody: BODY.replace('cancelled', 'not_cancelled') }, 'signature_wrong'],
    ['a changed id', { ...received(), headers: { ...received().headers, 'webhook-id': 'e.2' } }, 'signature_wrong'],
    ['no headers', { rawBody: BODY, headers: {} }, 'headers_missing'],
    ['a delivery six minutes old', received(BODY, new Date(NOW.getTime() - 360_000)), 'too_old'],
    ['a timestamp that is none', { ...received(), headers: { ...received().headers, 'webhook-timestamp': 'soon' } }, 'too_old'],
    ['a signed body that is no event', received('{"specversion":"1.0"}'), 'not_an_event'],
    ['a signed body that is not JSON', received('hello'), 'not_an_event'],
  ] as const)('refuses %s', (_case, event, problem) => {
    expect(verifyEvent(event, SECRET, NOW)).toEqual({ ok: false, problem });
  });
});
