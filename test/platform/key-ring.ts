import { createKeyRing } from '../../platform/keys.js';
import type { KeyRing } from '../../platform/keys.js';

/** A ring of fixed keys, the first id signs. */
export function keyRingOf(...ids: readonly string[]): KeyRing {
  return createKeyRing(ids.map((id) => ({ id, secret: Buffer.alloc(32, `secret of ${id}`) })));
}
