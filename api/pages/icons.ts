import { Html } from './html.js';
import type { PayerView } from './texts/payer-texts.js';

type Mark = 'waiting' | 'yourTurn' | 'done' | 'ended' | 'question';

/** A drawing beside the title, for the eye only: the title says the same in words. */
export function iconOf(view: PayerView): Html {
  return drawing(MARKS[view]);
}

/** The drawing of pages that say something without a payment. */
export function messageIcon(): Html {
  return drawing('question');
}

function drawing(mark: Mark): Html {
  return new Html(
    `<svg class="icon ${mark}" viewBox="0 0 48 48" width="48" height="48" aria-hidden="true" focusable="false">` +
      `<circle cx="24" cy="24" r="23"/>${DRAWINGS[mark]}</svg>`,
  );
}

const DRAWINGS: Readonly<Record<Mark, string>> = {
  waiting: '<path d="M24 13v11l7 5"/>',
  yourTurn: '<path d="M15 24h18M26 16l8 8-8 8"/>',
  done: '<path d="M14 25l7 7 13-15"/>',
  ended: '<path d="M15 24h18"/>',
  question: '<path d="M19 19c0-7 11-7 11 0 0 5-6 4-6 9M24 34v.5"/>',
};

const MARKS: Readonly<Record<PayerView, Mark>> = {
  requested: 'waiting',
  awaitingPayer: 'yourTurn',
  deadlinePassed: 'waiting',
  verifying: 'waiting',
  awaitingProvider: 'waiting',
  needsReview: 'waiting',
  unresolved: 'question',
  lateNews: 'waiting',
  cancelled: 'done',
  alreadyCancelled: 'done',
  aborted: 'done',
  partlyCancelled: 'done',
  notExecuted: 'ended',
  tooLate: 'ended',
  alreadyReversed: 'ended',
  partiallyExecuted: 'ended',
  notSupported: 'ended',
  notCancellable: 'ended',
  refused: 'ended',
  payerDidNotValidate: 'ended',
  stopped: 'ended',
  notFound: 'question',
};
