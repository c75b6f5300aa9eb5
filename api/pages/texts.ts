import type { MoneyMovement, NotCancelledKind } from '../../contracts/outcome.js';

/**
 * Every word a payer reads, by what the page has to say. Another language is another entry of `TEXTS`.
 *
 * No text promises more than the outcome says: an ended cancellation always says what becomes of the money.
 */
export interface PayerTexts {
  readonly where: string;
  readonly whereWithOrder: (order: string) => string;
  readonly views: Readonly<Record<PayerView, ViewText>>;
  readonly money: Readonly<Record<MoneyMovement, string>>;
  readonly messages: Readonly<Record<PayerMessage, ViewText>>;
  readonly continueAtBank: string;
  readonly backToShop: string;
  readonly checkAgain: string;
  readonly deadline: (when: string) => string;
  readonly reference: string;
}

export interface ViewText {
  readonly title: string;
  /** Where the payer is and what happens next. */
  readonly paragraphs: readonly string[];
}

/** What a status page can show. */
export type PayerView =
  | 'requested'
  | 'awaiting_payer'
  | 'verifying'
  | 'awaiting_provider'
  | 'needs_review'
  | 'cancelled'
  | NotCancelledKind;

/** What a page can say when there is no cancellation to show. */
export type PayerMessage = 'invalidReturn' | 'unknownLink' | 'trouble';

const ENGLISH: PayerTexts = {
  where: 'Cancelling your payment',
  whereWithOrder: (order) => `Cancelling your payment for order ${order}`,
  views: {
    requested: {
      title: 'The cancellation has begun',
      paragraphs: [
        'Your bank or payment provider is being asked to cancel the payment.',
        'You can close this page: nothing is lost, and the shop is told automatically.',
      ],
    },
    awaiting_payer: {
      title: 'Your bank needs your approval',
      paragraphs: [
        'The payment is not cancelled yet. Your bank asks you to approve the cancellation.',
        'If you closed the bank’s window or something went wrong there, continue here: you can try again.',
      ],
    },
    verifying: {
      title: 'We are checking with your bank',
      paragraphs: [
        'You are back from your bank, and we are asking it how the payment stands. This can take a little while.',
        'You can close this page: the shop is told automatically.',
      ],
    },
    awaiting_provider: {
      title: 'Your bank is working on it',
      paragraphs: [
        'The cancellation has been taken and is not finished yet. There is nothing you have to do.',
        'You can close this page: the shop is told automatically.',
      ],
    },
    needs_review: {
      title: 'Someone is looking into it',
      paragraphs: [
        'We could not find out by ourselves how the payment stands, so a person is looking into it.',
        'Nothing is lost. The shop is told as soon as there is an answer.',
      ],
    },
    cancelled: {
      title: 'Your payment is cancelled',
      paragraphs: ['Your payment provider has confirmed it. There is nothing more to do.'],
    },
    notExecuted: {
      title: 'The payment was never made',
      paragraphs: ['There was nothing left to cancel: the payment had failed or expired.'],
    },
    tooLate: {
      title: 'It was too late to cancel',
      paragraphs: ['The payment had already been carried out. To get the money back, ask the shop for a refund.'],
    },
    partiallyExecuted: {
      title: 'Only part of the payment could be stopped',
      paragraphs: ['Part of the payment had already been carried out. Ask the shop about that part.'],
    },
    notSupported: {
      title: 'This payment cannot be cancelled',
      paragraphs: ['Your bank does not offer it for this payment. Ask the shop about a refund.'],
    },
    notCancellable: {
      title: 'This payment cannot be cancelled any more',
      paragraphs: ['Its state does not allow it. Ask the shop about a refund.'],
    },
    refused: {
      title: 'The cancellation was refused',
      paragraphs: ['You or your bank did not approve the cancellation. Ask the shop if you still want to cancel.'],
    },
    payerDidNotValidate: {
      title: 'The cancellation was not approved in time',
      paragraphs: ['Your bank did not receive your approval. Ask the shop if you still want to cancel.'],
    },
    stopped: {
      title: 'The cancellation was stopped',
      paragraphs: ['It was stopped before it was finished. Ask the shop if you still want to cancel.'],
    },
    notFound: {
      title: 'The payment could not be found',
      paragraphs: ['The payment provider does not know this payment. Ask the shop about it.'],
    },
  },
  money: {
    none: 'No money will leave your account for this payment.',
    partial: 'Part of the money has been or will be taken.',
    expected: 'The payment still stands: the money is expected to leave your account.',
    done: 'The money has been taken.',
    unknown: 'It is not known whether money will be taken. Your bank can tell you.',
  },
  messages: {
    invalidReturn: {
      title: 'This link cannot be used',
      paragraphs: [
        'It is incomplete, or it was changed on its way. Nothing has been done with it.',
        'Use the link the shop gave you, or go back to the shop.',
      ],
    },
    unknownLink: {
      title: 'There is nothing here any more',
      paragraphs: ['This link is not known, or what it led to ended long ago. The shop can tell you how things stand.'],
    },
    trouble: {
      title: 'Please try again in a moment',
      paragraphs: ['We cannot look at your cancellation right now. Nothing is lost: load this page again in a moment.'],
    },
  },
  continueAtBank: 'Continue at my bank',
  backToShop: 'Back to the shop',
  checkAgain: 'Check again',
  deadline: (when) => `You can approve until ${when}.`,
  reference: 'Reference',
};

export const TEXTS = { en: ENGLISH } as const satisfies Readonly<Record<string, PayerTexts>>;
export type Language = keyof typeof TEXTS;
const STANDARD_LANGUAGE: Language = 'en';

/** The language for a payer: the one the request asked for, then the browser's, then English. */
export function languageFor(locale: string | null, acceptLanguage: string | undefined): Language {
  const wishes = [locale ?? '', ...(acceptLanguage ?? '').split(',')].map((wish) => wish.trim().slice(0, 2).toLowerCase());
  const known = wishes.map((wish) => LANGUAGES.find((language) => language === wish));
  return known.find((language) => language !== undefined) ?? STANDARD_LANGUAGE;
}

const LANGUAGES: readonly Language[] = ['en'];
