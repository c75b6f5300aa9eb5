/** Every way in which a provider's words can differ from our outcome, with what it means and what to do. */
export const DIFFERENCES = {
  money_moved: {
    alarm: true,
    means: 'we said that no money moves, and the provider says that it did',
    whatToDo: 'Stop relying on our outcome; show both proofs to the provider, and give the money back if the order stays cancelled (refund).',
  },
  still_alive: {
    alarm: true,
    means: 'we said that the payment had ended, and the provider says that it may still be executed',
    whatToDo: 'Ask to cancel it at once: {cancel}. Show both proofs to the provider.',
  },
  unresolved: {
    alarm: true,
    means: 'the run ended without an outcome',
    whatToDo: 'Ask anew: {cancel}. A new request reads first and tells the order service.',
  },
  cancelled_since: {
    alarm: false,
    means: 'it was cancelled after our outcome, and the news did not reach us',
    whatToDo: 'Ask anew: {cancel}. It ends at once as already cancelled, with proof, and tells the order service.',
  },
  died_since: {
    alarm: false,
    means: 'the payment ended without money after our outcome',
    whatToDo: 'No money will come: treat the order as unpaid. {cancel} gives an outcome that says so.',
  },
  clear_since: {
    alarm: false,
    means: 'we could not say whether money moves, and the provider says it now',
    whatToDo: 'Ask anew: {cancel}. Its outcome says what we can now tell.',
  },
  amounts_differ: {
    alarm: false,
    means: 'another part of the money has moved than we said',
    whatToDo: "Compare the amounts with the order's, and give back what is too much (refund or reversal).",
  },
  found_since: {
    alarm: false,
    means: 'the provider did not know the payment then, and knows it now',
    whatToDo: 'If it is still to be cancelled: {cancel}.',
  },
  missing_now: {
    alarm: false,
    means: 'the provider no longer knows the payment',
    whatToDo: "Is it older than what the provider keeps? Otherwise check the account's credentials: countermand doctor.",
  },
  unclear_now: {
    alarm: false,
    means: 'the provider has stopped following the payment and no longer says how it ended',
    whatToDo: 'Look for the money on the bank statement; our outcome holds what was last proved.',
  },
} as const satisfies Readonly<Record<string, { readonly alarm: boolean; readonly means: string; readonly whatToDo: string }>>;
export type DifferenceKind = keyof typeof DIFFERENCES;

/** What to do about a difference, with the command for this very payment. */
export function whatToDo(kind: DifferenceKind, payment: { readonly provider: string; readonly account: string; readonly paymentId: string }): string {
  const account = payment.account === 'default' ? '' : ` --account ${payment.account}`;
  return DIFFERENCES[kind].whatToDo.replace('{cancel}', `countermand cancel ${payment.provider} ${payment.paymentId}${account}`);
}
