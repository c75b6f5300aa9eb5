import type { Payload } from '@temporalio/common';
import { z } from 'zod';

/** Payloads as the codec server protocol writes them: the protobuf's JSON, bytes in base64. */
const Bytes = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));
const PayloadsBody = z.object({
  payloads: z.array(z.object({ metadata: z.record(z.string(), Bytes).default({}), data: Bytes.default(new Uint8Array()) })).default([]),
});

/** The payloads of a body, or null where it holds none in this form. */
export function readPayloads(body: unknown): Payload[] | null {
  const read = PayloadsBody.safeParse(body);
  return read.success ? read.data.payloads : null;
}

/** The body that answers with these payloads. */
export function writePayloads(payloads: readonly Payload[]): string {
  return JSON.stringify({
    payloads: payloads.map(({ metadata, data }) => ({
      metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)])),
      data: base64(data),
    })),
  });
}

function base64(bytes: Uint8Array | null | undefined): string {
  return Buffer.from(bytes ?? []).toString('base64');
}
