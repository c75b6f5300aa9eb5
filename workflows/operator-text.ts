import type { PaymentRef } from '../contracts/payment.js';
import type { StepEffect } from './machine/events.js';
import type { Alarm, Watch } from './machine/standing-orders.js';
import type { CancellationState } from './machine/state.js';
import { maxRoundsOf, statusOf, waitingFor } from './machine/view.js';

/**
 * What the Temporal UI shows as current details. Markdown; no link, handle or free text of anyone:
 * details stand in clear for every operator.
 */
export function currentDetails(state: CancellationState): string {
  const lines = [
    `**${statusOf(state)}**: waits for ${waitingFor(state)}`,
    ...(state.payerDeadline === null ? [] : [`- payer's deadline: ${state.payerDeadline}`]),
    ...(state.rounds === 0 ? [] : [`- payer round: ${state.rounds} of ${maxRoundsOf(state) ?? '?'}`]),
    ...lastAnswerLines(state),
    ...outcomeLines(state),
    ...runbookLines(state),
  ];
  return lines.join('\n');
}

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
  if (url === null || url === undefined || state.phase.name !== 'inReview') return [];
  return [`- what to do: [runbook](${url}/needs-review.md#${state.phase.why.toLowerCase()})`];
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
