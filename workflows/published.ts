import type { SearchAttributeUpdatePair } from '@temporalio/common';
import { log, setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import {
  CancellationOutcomeKey,
  CancellationStatusKey,
  PayerDeadline,
  PayerRounds,
} from '../contracts/search-attributes.js';
import type { CancellationState } from './machine/state.js';
import { statusOf } from './machine/view.js';
import { currentDetails } from './operator-text.js';

/**
 * Makes a state visible to those who look without a worker. One upsert for all that changed, none
 * when nothing did: every upsert is an event that all waiters wake for.
 */
export function publish(state: CancellationState): void {
  setCurrentDetails(currentDetails(state));
  const changed = wanted(state).filter(({ key, value }) => !sameAsPublished(key.name, value));
  if (changed.length === 0) return;
  upsertSearchAttributes(changed);
  log.info(statusOf(state), { rounds: state.rounds, lastAnswer: state.last?.answer.kind, providerCode: state.last?.code ?? undefined });
}

function wanted(state: CancellationState): SearchAttributeUpdatePair[] {
  const { phase } = state;
  if (phase.name === 'closed' && phase.outcome === null) {
    // An observing run that found nothing new says nothing: it is in no list.
    return [{ key: CancellationStatusKey, value: null }];
  }
  return [
    { key: CancellationStatusKey, value: statusOf(state) },
    ...(state.rounds === 0 ? [] : [{ key: PayerRounds, value: state.rounds }]),
    ...(state.payerDeadline === null ? [] : [{ key: PayerDeadline, value: new Date(state.payerDeadline) }]),
    ...(phase.name === 'closed' && phase.outcome !== null
      ? [{ key: CancellationOutcomeKey, value: phase.outcome.kind }]
      : []),
  ];
}

function sameAsPublished(name: string, value: unknown): boolean {
  const published = workflowInfo().typedSearchAttributes.getAll().find(({ key }) => key.name === name)?.value ?? null;
  return plain(published) === plain(value);
}

function plain(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}
