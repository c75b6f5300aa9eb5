import type { PayerTexts } from './payer-texts.js';

const CHECK_SOON = 'Please check again in a moment.';
const KEEP_CHECKING = 'We keep checking, and the result will appear on this page.';
const NOTHING_TO_DO =
  'You do not need to do anything else. If your bank still shows the amount as reserved, it can take a few days to disappear.';
const ASK_SHOP = 'If you have a question about your order, please contact the shop.';
const ASK_REFUND = 'If you would like your money back, please contact the shop.';
const STILL_CANCEL = 'If you still want to cancel, please contact the shop.';
const GIVE_REFERENCE = 'Please contact the shop and give the reference below.';

export const en: PayerTexts = {
  locale: 'en-GB',
  timeZone: 'Europe/London',
  where: 'Cancelling your payment',
  views: {
    requested: {
      title: 'The cancellation has been requested',
      now: 'We are asking your bank or the payment service to cancel the payment.',
      next: 'The answer will appear here. Your bank may want you to approve the cancellation; if so, this page will take you there.',
    },
    awaitingPayer: {
      title: 'Your bank needs your approval',
      now: 'The payment is not cancelled yet. Your bank wants you to approve the cancellation first.',
      next: 'Continue at your bank and approve the cancellation there. After that, we check with your bank whether the payment is cancelled. Without your approval, we cannot cancel it.',
    },
    deadlinePassed: {
      title: 'The time for your approval is over',
      now: 'We are checking one last time whether the payment has been cancelled.',
      next: 'The result will appear on this page.',
    },
    verifying: {
      title: 'We are checking your payment',
      now: 'We are asking your bank or the payment service whether the payment has been cancelled. This can take a moment.',
      next: CHECK_SOON,
    },
    awaitingProvider: {
      title: 'The cancellation is not finished yet',
      now: 'Your bank or the payment service is still working on it. There is nothing you need to do.',
      next: `${KEEP_CHECKING} Sometimes this takes several hours.`,
    },
    needsReview: {
      title: 'Your cancellation needs a closer look',
      now: 'We could not find out automatically where the payment stands, so a person has to look into it.',
      next: `${KEEP_CHECKING} If it is urgent, contact the shop and give the reference below.`,
    },
    unresolved: {
      title: 'We could not find out where your payment stands',
      now: 'Our checks ended without a clear answer.',
      next: `${GIVE_REFERENCE} Your bank can tell you whether the money has been taken.`,
    },
    lateNews: {
      title: 'There is news about your payment',
      now: 'The cancellation had ended without the payment being cancelled. We have received new information since, and are checking where the payment stands now.',
      next: CHECK_SOON,
    },
    cancelled: {
      title: 'Your payment is cancelled',
      now: 'Your bank or the payment service has confirmed the cancellation.',
      next: NOTHING_TO_DO,
    },
    alreadyCancelled: {
      title: 'Your payment was already cancelled',
      now: 'Your bank or the payment service has confirmed that the payment had been cancelled before.',
      next: NOTHING_TO_DO,
    },
    aborted: {
      title: 'Your payment was called off',
      now: 'The payment had not been completed, and it can no longer be completed now.',
      next: NOTHING_TO_DO,
    },
    partlyCancelled: {
      title: 'The rest of your payment is cancelled',
      now: 'Part of the amount had already been taken. Your bank or the payment service has confirmed that the rest is cancelled.',
      next: 'If you have a question about the part that was taken, please contact the shop. If your bank still shows the rest as reserved, it can take a few days to disappear.',
    },
    notExecuted: {
      title: 'The payment was not made',
      now: 'There was nothing left to cancel: the payment failed, was rejected or expired.',
      next: ASK_SHOP,
    },
    tooLate: {
      title: 'It was too late to cancel the payment',
      now: 'The payment had already been carried out or accepted.',
      next: 'To get the money back, please ask the shop for a refund.',
    },
    alreadyReversed: {
      title: 'The payment was already refunded',
      now: 'There was nothing left to cancel, because the payment had already been reversed.',
      next: ASK_SHOP,
    },
    partiallyExecuted: {
      title: 'Part of the payment was carried out',
      now: 'The payment had several parts, and some of them have already been carried out.',
      next: 'If you would like that part of the money back, please contact the shop.',
    },
    notSupported: {
      title: 'This payment cannot be cancelled',
      now: 'Your bank or payment method does not offer cancellation for this payment.',
      next: ASK_REFUND,
    },
    notCancellable: {
      title: 'Cancelling is not possible',
      now: 'The current state of the payment or its terms do not allow a cancellation.',
      next: ASK_REFUND,
    },
    refused: {
      title: 'The cancellation was refused',
      now: 'The cancellation was not approved or not accepted, so the payment stays in place.',
      next: STILL_CANCEL,
    },
    payerDidNotValidate: {
      title: 'The cancellation was not approved',
      now: 'Your bank did not receive your approval, so we have stopped trying to cancel the payment.',
      next: `If you approved it at the last moment, the payment may still be cancelled; your bank can tell you. ${STILL_CANCEL}`,
    },
    stopped: {
      title: 'The cancellation was stopped',
      now: 'It was stopped before it was finished.',
      next: STILL_CANCEL,
    },
    notFound: {
      title: 'The payment could not be found',
      now: 'The payment service does not know this payment.',
      next: GIVE_REFERENCE,
    },
  },
  money: {
    none: 'No money will leave your account for this payment.',
    partial: 'Part of the money has been taken or will be taken.',
    expected: 'The payment has not been stopped. Expect the money to leave your account.',
    done: 'The money has been taken from your account.',
    unknown: 'We do not know whether the money will be taken. Please check your account or ask your bank.',
    open: 'Until the cancellation is confirmed, the money may still leave your account.',
    givenBack: 'According to the payment service, the money has been or is being paid back to you.',
  },
  whatHappensNext: 'What happens next',
  closedWindow: {
    heading: 'If you closed your bank’s window',
    text: 'That is no problem. If you have not approved the cancellation yet, simply continue at your bank again.',
  },
  mayClosePage: 'You can close this page and come back later with the same link. The shop is told the result automatically.',
  looksAgain: { text: 'This page updates by itself for a few minutes.', stop: 'Stop updating' },
  replacesEarlier: 'There has been news about your payment: this result replaces an earlier one.',
  facts: {
    order: 'Order',
    approveBy: 'Approve by',
    released: 'Amount cancelled',
    captured: 'Amount taken',
    readAt: 'Payment last checked',
    statusAt: 'Status as of',
  },
  actions: { continueAtBank: 'Continue at my bank', checkAgain: 'Check again', backToShop: 'Back to the shop' },
  reference: { label: 'Reference', hint: 'Give this reference if you contact the shop.' },
  messages: {
    invalidReturn: {
      title: 'This link cannot be used',
      paragraphs: [
        'The link is incomplete or was changed on its way. It has had no effect.',
        'If you have just come from your bank, do not worry: we check the result with your bank ourselves.',
        'To see where your cancellation stands, use the link from the shop or contact the shop.',
      ],
    },
    unknownLink: {
      title: 'There is nothing here any more',
      paragraphs: [
        'This link is not known, or the cancellation it belonged to ended long ago.',
        'The shop can tell you where your payment stands.',
      ],
    },
    trouble: {
      title: 'Please try again in a moment',
      paragraphs: ['We cannot look up your cancellation right now. Nothing is lost.'],
    },
  },
};
