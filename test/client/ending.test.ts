import { Client, Connection } from '@temporalio/client';
import { defaultPayloadConverter, type Payload, type PayloadCodec } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { readEnding } from '../../client/ending.js';
import { afterEvents, firstSnapshot } from '../../client/run-snapshot.js';
import type { CancellationMemo } from '../../contracts/run.js';
import { createKeyRing } from '../../platform/keys.js';
import { createPayloadCodec } from '../../platform/payload-codec.js';

const KEY = { id: 'one', secret: Buffer.alloc(32, 1) };
const RESULT = { outcome: { kind: 'tooLate' }, rounds: 0, payerDeadline: null, facts: {}, lastEvent: null };
const MEMO: CancellationMemo = {
  requestId: 'r', payment: { provider: 'powens', account: 'default', paymentId: '1' },
  terms: { orderRef: null, reason: null, description: null, payer: { returnUrl: null, locale: null }, deadlineSeconds: null, maxRounds: null, payeeReference: null },
  requestedAt: '2026-11-21T10:00:00.000Z', supersedes: null, idempotencyKeyHash: null, requestFingerprint: 'f',
};

/** Marks what passes, so that the order of several codecs shows. */
const MARKING: PayloadCodec = {
  encode: async (payloads) => payloads.map((payload) => ({ ...payload, data: Buffer.concat([Buffer.from('!'), payload.data ?? Buffer.alloc(0)]) })),
  decode: async (payloads) => payloads.map((payload) => ({ ...payload, data: Buffer.from(payload.data ?? []).subarray(1) })),
};

/** A client of a server that is not there: whatever is asked of it fails. */
function clientAlone(...payloadCodecs: PayloadCodec[]): Client {
  return new Client({ connection: Connection.lazy({ address: '127.0.0.1:1' }), dataConverter: { payloadCodecs } });
}

/** A run after a wait that ended with its close. */
function completedWith(...payloads: Payload[]) {
  const completion = { eventId: null, workflowExecutionCompletedEventAttributes: { result: { payloads } } };
  return afterEvents(firstSnapshot('cancel-payment/powens/default/1', 'run', MEMO), [completion]);
}

async function encoded(...codecs: readonly PayloadCodec[]): Promise<Payload[]> {
  let payloads = [defaultPayloadConverter.toPayload(RESULT) ?? {}];
  for (const codec of codecs) payloads = await codec.encode(payloads);
  return payloads;
}

describe('the end of a run', () => {
  it('is read from the event that a wait has brought, and not asked for again', async () => {
    const codec = createPayloadCodec(createKeyRing([KEY]));
    for (const codecs of [[], [codec], [codec, MARKING]]) {
      const run = completedWith(...(await encoded(...codecs)));
      expect(await readEnding(clientAlone(...codecs), run)).toEqual({ end: { kind: 'completed', outcome: RESULT.outcome }, result: RESULT, continuedBy: null });
    }
  });

  it('is broken where the run handed back nothing of ours', async () => {
    expect(await readEnding(clientAlone(), completedWith())).toMatchObject({ end: { kind: 'broken', code: 'run_failed' }, result: null });
  });

  it('says which key is missing', async () => {
    const run = completedWith(...(await encoded(createPayloadCodec(createKeyRing([{ ...KEY, id: 'old' }])))));
    const reading = readEnding(clientAlone(createPayloadCodec(createKeyRing([KEY]))), run);
    await expect(reading).rejects.toMatchObject({ code: 'cancellation_unreadable', message: expect.stringContaining('"old"') });
  });
});
