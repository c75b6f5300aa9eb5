import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../tools/ports.js';

/** The system gives these to whoever asks for any port (Linux 32768, others 49152). */
const FIRST_OF_THE_SYSTEM = 32_768;

describe('a free port', () => {
  it('is another one each time, and none that the system may give to somebody else meanwhile', async () => {
    const ports = await Promise.all(Array.from({ length: 30 }, freePort));
    expect(new Set(ports).size).toBe(ports.length);
    expect(Math.max(...ports)).toBeLessThan(FIRST_OF_THE_SYSTEM);
  });

  it('is not one that somebody listens on', async () => {
    const port = await freePort();
    const holder = createServer().listen(port + 1, '127.0.0.1');
    // Taken already by somebody else is just as good.
    await once(holder, 'listening').catch(() => undefined);
    expect(await freePort()).not.toBe(port + 1);
    holder.close();
  });
});
