import type { PaymentRef } from '../contracts/payment.js';
import type { StepEffect } from './machine/events.js';
import { type Alarm, alarmFor, type Watch } from './machine/standing-orders.js';
import type { CancellationState } from './machine/state.js';
import { maxRoundsOf, statusOf, waitingFor } from './machine/view.js';

/**
 * What the Temporal UI shows as current details. Markdown; no link of a payer, handle or free text of
 * anyone: details stand in clear for every operator.
 */
export function currentDetails(state: CancellationState): string {
  const lines = [
    ...untilLines(state),
    ...(state.rounds === 0 ? [] : [`- payer round: ${state.rounds} of ${maxRoundsOf(state) ?? '?'}`]),
    ...lastAnswerLines(state),
    ...outcomeLines(state),
    ...runbookLines(state),
  ];
  // Without the empty line the UI shows no list.
  return [`**${statusOf(state)}**: waits for ${waitingFor(state)}`, ...(lines.length === 0 ? [] : ['', ...lines])].join('\n');
}

function untilLines(state: CancellationState): string[] {
  const alarm = alarmFor(state);
  const pending = alarm === 'keep' || alarm === null ? null : alarm;
  return [
    ...(state.payerDeadline === null ? [] : [`- payer's deadline: ${state.payerDeadline}`]),
    ...(pending === null || pending.name === 'payerDeadline' ? [] : [`- ${UNTIL_TEXT[pending.name]}: ${pending.at}`]),
  ];
}

const UNTIL_TEXT = {
  providerWait: 'the provider has until',
  unresolved: 'fails for a person to act at',
} as const;

function lastAnswerLines(state: CancellationState): string[] {
  const { last } = state;
  if (last === null) return [];
  const reason = 'reason' in last.answer && last.answer.reason !== null ? ` (${last.answer.reason})` : '';
  return [
    `- last answer: ${last.answer.kind}${reason}`,
    ...(last.code === null ? [] : [`- last provider code: \`${last.code}\``]),
    ...(last.providerRequestId === null ? [] : [`- provider's request id: \`${last.providerRequestId}\``]),
  ];
}

function outcomeLines({ phase }: CancellationState): string[] {
  if (phase.name !== 'closed' || phase.outcome === null) return [];
  return [`- outcome: ${phase.outcome.kind}, money: ${phase.outcome.moneyMovement}`];
}

function runbookLines(state: CancellationState): string[] {
  const url = state.policy?.runbookUrl;
  const page = runbookOf(state);
  return url === null || url === undefined || page === null ? [] : [`- what to do: [runbook](${url}/${page})`];
}

/** The section of `docs/runbooks` for an open run. */
function runbookOf(state: CancellationState): string | null {
  const { phase } = state;
  switch (phase.name) {
    case 'asking':
    case 'awaitingPayer':
    case 'reading':
    case 'awaitingProvider':
      return `README.md#${statusOf(state)}`;
    case 'inReview':
      return `needs-review.md#${phase.why.toLowerCase()}`;
    case 'unresolved':
      return 'cancellation-unresolved.md';
    case 'closed':
      return null;
  }
}

/** Summary of a step in the UI's timeline. */
export function stepSummary(payment: PaymentRef, effect: StepEffect, state: CancellationState): string {
  switch (effect.do) {
    case 'request':
      return `Ask ${payment.provider} to cancel`;
    case 'verify':
      return effect.link
        ? `Read the payment, link ${state.rounds + 1} if the payer is still needed`
        : 'Read the payment';
  }
}

/** Summary of a watch: the pending activity that says what a quiet run waits for. */
export function watchSummary(watch: Watch): string {
  switch (watch.pace) {
    case 'payer':
      return 'Re-read now and then while the payer is at the bank';
    case 'provider':
      return 'Re-read until the provider is done';
    case 'review':
      return 'Re-read ever less often: needs review';
  }
}

/** Summary of a timer. */
export function alarmSummary(alarm: Alarm): string {
  switch (alarm.name) {
    case 'payerDeadline':
      return `Payer's deadline ${alarm.at}`;
    case 'providerWait':
      return `Provider has until ${alarm.at}`;
    case 'unresolved':
      return `Fails for a person to act at ${alarm.at}`;
  }
}
