import type { CancellationAnswer } from '../../contracts/answer.js';
import type { SendFate } from '../../contracts/provider.js';
import type { Refusal } from './run-notes.js';

/** What an answer to a send says about it. */
export interface SendVerdict {
  readonly fate: SendFate;
  readonly answer: CancellationAnswer;
  /** Why it was refused, where that decides what the next read means. */
  readonly refusal: Refusal | null;
  /** The provider's code, or null. */
  readonly code: string | null;
  /** Number of the transaction it made, or null. */
  readonly transactionNumber: number | null;
}
