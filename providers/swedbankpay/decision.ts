import type { CancellationAnswer } from '../../contracts/answer.js';
import type { OperationTarget } from './operations.js';

/** What one read of an order leads to. */
export type Decision =
  | { readonly kind: 'send'; readonly operation: 'cancel' | 'abort'; readonly target: OperationTarget }
  /** `rereads`: further equal reads before the answer counts (`ProviderReading.rereads`). */
  | { readonly kind: 'answer'; readonly answer: CancellationAnswer; readonly rereads: number };

/** The decision to send nothing and to answer. */
export function answering(answer: CancellationAnswer, rereads = 0): Decision {
  return { kind: 'answer', answer, rereads };
}
