import { timingSafeEqual } from 'node:crypto';

/** Whether both are the same bytes, in a time that tells nothing about where they differ. */
export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
