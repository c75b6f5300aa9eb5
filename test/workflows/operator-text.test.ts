import { describe, expect, it } from 'vitest';
import { linkProblem } from '../documentation/markdown-links.js';
import { currentDetails } from '../../workflows/operator-text.js';
import type { CancellationState } from '../../workflows/machine/state.js';
import { afterFirstLink, ANSWERS, POLICY, STATES, withoutLink } from './machine-samples.js';

const RUNBOOKS = 'https://runbooks.example';

function detailsOf(state: CancellationState | undefined): string {
  if (state === undefined) throw new Error('no such state');
  return currentDetails({ ...state, policy: { ...POLICY, runbookUrl: RUNBOOKS } });
}

describe('the current details of a run', () => {
  it('say of a payer: until when, which round of how many, the last answer, and where the runbook is', () => {
    expect(detailsOf(STATES['awaiting payer'])).toBe(
      [
        '**awaiting_payer**: waits for the payer to approve at the bank (round 1 of 5)',
        '',
        "- payer's deadline: 2026-11-28T10:00:00.000Z",
        '- payer round: 1 of 5',
        '- last answer: payerValidationRequired',
        `- what to do: [runbook](${RUNBOOKS}/README.md#awaiting_payer)`,
      ].join('\n'),
    );
  });

  it('say of a provider until when it has time', () => {
    expect(detailsOf(STATES['awaiting provider'])).toContain('- the provider has until: 2026-11-22T10:05:00.000Z');
  });

  it('say of a review what the provider said, under which request id, and when the run fails', () => {
    const state = withoutLink({ name: 'inReview', why: 'blocked' }, ANSWERS.blocked);
    const last = { answer: ANSWERS.blocked, code: 'forbidden', providerRequestId: '380851810', known: null };
    const details = detailsOf({ ...state, last });
    for (const part of ['`forbidden`', '`380851810`', 'blocked (unauthorised)', 'fails for a person to act at: 2026-12-21T10:05:00.000Z']) {
      expect(details).toContain(part);
    }
  });

  it.each([
    ...Object.entries(STATES).filter(([, { phase }]) => phase.name !== 'closed'),
    ['in review (blocked)', withoutLink({ name: 'inReview', why: 'blocked' }, ANSWERS.blocked)] as const,
    ['in review with a link', afterFirstLink({ name: 'inReview', why: 'indeterminate' })] as const,
  ])('lead to a section of the runbook that is there: %s', (_name, state) => {
    const [, target = ''] = /\]\(https:\/\/runbooks\.example\/([^)]+)\)/.exec(detailsOf(state)) ?? [];
    expect(target).not.toBe('');
    expect(linkProblem('docs/runbooks/README.md', target)).toBeNull();
  });

  it('lead nowhere where nobody has said where the runbooks are', () => {
    expect(currentDetails(afterFirstLink({ name: 'awaitingPayer' }))).not.toContain('runbook');
  });
});
