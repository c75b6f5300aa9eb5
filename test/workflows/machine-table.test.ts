import { describe, expect, it } from 'vitest';
import type { Effect } from '../../workflows/machine/events.js';
import type { CancellationState } from '../../workflows/machine/state.js';
import { step } from '../../workflows/machine/step.js';
import { EVENTS, NOW, STATES } from './machine-samples.js';

describe('the table of the machine in the documentation', () => {
  it('is what the machine does (`npx vitest run test/workflows/machine-table.test.ts -u` writes it anew)', async () => {
    await expect(document()).toMatchFileSnapshot('../../docs/cancellation-machine.md');
  });
});

function document(): string {
  return [
    '# The cancellation machine',
    '',
    'Generated from `workflows/machine/step.ts`: what a run does next, for every state and every event. A cell says',
    'where it goes and what it begins; `·` means that nothing changes. The pending watch and timer of a state follow',
    'from it (`workflows/machine/standing-orders.ts`).',
    '',
    ...Object.entries(STATES).flatMap(([name, state]) => [
      `## ${name}`,
      '',
      '| event | goes to | begins |',
      '|---|---|---|',
      ...Object.entries(EVENTS).map(([event, value]) => row(event, state, step(state, value, NOW))),
      '',
    ]),
  ].join('\n');
}

function row(
  event: string,
  before: CancellationState,
  { state, effects }: { readonly state: CancellationState; readonly effects: readonly Effect[] },
): string {
  const unchanged = JSON.stringify(state) === JSON.stringify(before) && effects.length === 0;
  return unchanged ? `| ${event} | · | |` : `| ${event} | ${target(state)} | ${effects.map(begun).join(', ')} |`;
}

function target({ phase, rounds }: CancellationState): string {
  switch (phase.name) {
    case 'asking':
      return `asking${pending(phase.pending)}`;
    case 'reading':
      return `reading (${phase.why})${pending(phase.pending)}`;
    case 'awaitingPayer':
      return `awaiting payer, link ${rounds}`;
    case 'awaitingProvider':
      return 'awaiting provider';
    case 'inReview':
      return `in review (${phase.why})`;
    case 'closed':
      return phase.outcome === null
        ? 'closed, nothing new'
        : `closed: ${phase.outcome.kind}${phase.outcome.reason === null ? '' : ` (${phase.outcome.reason})`}`;
    case 'unresolved':
      return 'unresolved: the run fails';
  }
}

function pending(what: string): string {
  return what === 'nothing' ? '' : `, then ${what}`;
}

function begun(effect: Effect): string {
  switch (effect.do) {
    case 'request':
      return 'ask to cancel';
    case 'verify':
      return `read${effect.pace === 'bankMayLag' ? ' (the bank may lag)' : ''}${effect.link ? ' and next link' : ''}`;
    case 'announce':
      return `tell: ${effect.event.type}`;
    case 'abandonStep':
      return 'give up the running step';
  }
}
