import { describe, expect, it } from 'vitest';
import { columns, showDetails, showPage, showResource } from '../../cli/output.js';
import { paintFor } from '../../cli/paint.js';
import type { CancellationPage, CancellationResource } from '../../client/index.js';

const TERMINAL = { isTTY: true };
const RED = '\u001b[31mbad\u001b[0m';

describe('colours', () => {
  it.each<[string, NodeJS.ProcessEnv, { readonly isTTY?: boolean }, string]>([
    ['in a terminal', { TERM: 'xterm' }, TERMINAL, RED],
    ['not in a pipe or a file', { TERM: 'xterm' }, {}, 'bad'],
    ['not with NO_COLOR', { NO_COLOR: '1' }, TERMINAL, 'bad'],
    ['with an empty NO_COLOR, which is none', { NO_COLOR: '' }, TERMINAL, RED],
    ['not in a terminal that has none', { TERM: 'dumb' }, TERMINAL, 'bad'],
  ])('are shown %s', (_where, env, stream, shown) => {
    expect(paintFor(env, stream)('bad', 'bad')).toBe(shown);
  });
});

describe('one cancellation', () => {
  const resolved: CancellationResource = {
    id: 'id', workflowId: 'cancel-payment/powens/default/1', provider: 'powens', account: 'default', paymentId: '1', orderRef: null,
    status: 'not_cancelled', created: false, rounds: 0, deadline: null, supersedes: null, nextAction: null, problem: null, createdAt: '2026-11-20T00:00:00Z',
    outcome: {
      kind: 'tooLate', how: null, moneyMovement: 'unknown', reason: 'resolved_by_operator', remedy: null, amounts: null, proof: null,
      decidedBy: { actor: 'ana', reason: 'seen on the bank statement' },
    },
  };

  it('says who decided it, and why', () => {
    let text = '';
    showResource({ json: false, paint: paintFor({}, {}), write: (more) => void (text += more), note: () => undefined }, resolved);
    expect(text).toMatch(/^decided by +ana: seen on the bank statement$/m);
  });
});

describe('the details of a run', () => {
  it('are the lines of the Temporal UI without its marks, and the address of the runbook', () => {
    let text = '';
    const output = { json: false, paint: paintFor({}, {}), write: (more: string) => void (text += more), note: () => undefined };
    showDetails(output, '**needs_review**: waits for an answer\n\n- last provider code: `E7`\n- what to do: [runbook](https://wiki.example/needs-review.md#blocked)');
    expect(text).toBe('\nneeds_review: waits for an answer\n- last provider code: E7\n- what to do: https://wiki.example/needs-review.md#blocked\n');
    showDetails(output, '');
    expect(text).not.toMatch(/\n\n$/);
  });
});

describe('a list', () => {
  const page = { items: [], nextCursor: 'next', unreadable: [{ workflowId: 'cancel-payment/powens/default/1', runId: 'r', keyId: 'old' }] };

  function shown(json: boolean, given: CancellationPage): string {
    let text = '';
    showPage({ json, paint: paintFor({}, {}), write: (more) => void (text += more), note: () => undefined }, given);
    return text;
  }

  it('names what could not be read, and the key it takes', () => {
    expect(shown(false, page)).toBe('could not be read\n  cancel-payment/powens/default/1  r  key "old" is not in SECRET_KEYS\nmore: --cursor next\n');
    expect(JSON.parse(shown(true, page))).toEqual(page);
    expect(shown(false, { items: [], nextCursor: null })).toBe('none\n');
  });
});

describe('a table', () => {
  it('is aligned whether it has colours or not', () => {
    const [first, second] = columns([[RED, 'x'], ['longer', 'y']]);
    expect(first).toBe(`${RED}     x`);
    expect(second).toBe('longer  y');
  });

  it('lets nothing from outside move the cursor', () => {
    expect(columns([['\u001b[2Ja', '\u001b]0;b\u0007', 'c\rd\ne']])).toEqual(['?[2Ja  ?]0;b?  c?d?e']);
  });
});
