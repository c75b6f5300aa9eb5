import type { MoneyMovement, NotCancelledKind } from '../../../contracts/outcome.js';

/**
 * Every word a payer reads, in one language.
 *
 * Whole sentences only: nothing is put together from pieces, and values stand in rows of their own, because grammar
 * differs. No text promises more than an outcome says; what becomes of the money stands in `money` alone.
 */
export interface PayerTexts {
  /** BCP 47 tag for dates and amounts. */
  readonly locale: string;
  /** Where most readers of the language are; every time names the zone it is in. */
  readonly timeZone: string;
  /** What all these pages are about. */
  readonly where: string;
  readonly views: Readonly<Record<PayerView, ViewText>>;
  readonly money: Readonly<Record<Money, string>>;
  readonly whatHappensNext: string;
  readonly closedWindow: { readonly heading: string; readonly text: string };
  readonly mayClosePage: string;
  /** The page does so without script, and the payer may not want it. */
  readonly looksAgain: { readonly text: string; readonly stop: string };
  /** After late news: the payer has seen another result before. */
  readonly replacesEarlier: string;
  readonly facts: Readonly<Record<Fact, string>>;
  readonly actions: Readonly<Record<Action, string>>;
  readonly reference: { readonly label: string; readonly hint: string };
  readonly messages: Readonly<Record<PayerMessage, MessageText>>;
}

export interface ViewText {
  /** The state itself: what a screen reader says first. */
  readonly title: string;
  readonly now: string;
  readonly next: string;
}

export interface MessageText {
  readonly title: string;
  readonly paragraphs: readonly string[];
}

/** What a status page can say. */
export type PayerView = OpenView | CancelledView | NotCancelledView;

/** Nothing is decided, or nobody could decide it. */
export type OpenView =
  | 'requested'
  | 'awaitingPayer'
  /** The payer's time is over, the last look at the payment is not. */
  | 'deadlinePassed'
  | 'verifying'
  | 'awaitingProvider'
  | 'needsReview'
  /** The run broke, or gave up asking. */
  | 'unresolved'
  /** The request had ended without a cancellation; news are being read. */
  | 'lateNews';

export type CancelledView = 'cancelled' | 'alreadyCancelled' | 'aborted' | 'partlyCancelled';

export type NotCancelledView = NotCancelledKind | 'alreadyReversed';

/** What becomes of the money: as the outcome says, or what can be said while there is none. */
export type Money = MoneyMovement | 'open' | 'givenBack';

/** Rows of a status page. */
export type Fact =
  | 'order'
  | 'approveBy'
  /** The part of the amount that will not be taken. */
  | 'released'
  /** The part of the amount that was taken. */
  | 'captured'
  /** When the payment was last read at the provider. */
  | 'readAt'
  /** When this page was made. */
  | 'statusAt';

export type Action = 'continueAtBank' | 'checkAgain' | 'backToShop';

/** What a page can say when there is no cancellation to show. */
export type PayerMessage = 'invalidReturn' | 'unknownLink' | 'trouble';
