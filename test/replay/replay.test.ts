import { join } from 'node:path';
import { DeterminismViolationError } from '@temporalio/workflow';
import { type ReplayResult, type ReplayWorkerOptions, Worker } from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { fieldOf } from '../../contracts/field-of.js';
import type { Outcome } from '../../contracts/outcome.js';
import { projectRoot } from '../../tools/project-root.js';
import { ensureBuilt } from '../../tools/setup/setup.mjs';
import { Measurements } from '../workflow/measurements.js';
import { quietRuntime, workflowBundle } from '../workflow/rig.js';
import { CANARY } from '../workflow/scripted-provider.js';
import { plainTextOf, type StoredEvent, type StoredHistory, storedHistories } from './histories.js';

const histories = storedHistories();
const measurements = new Measurements();

type Bundle = NonNullable<ReplayWorkerOptions['workflowBundle']>;
type Replayed = ReadonlyMap<string, ReplayResult['error']>;

async function replay(stored: Iterable<readonly [string, StoredHistory]>, bundle: Bundle): Promise<Replayed> {
  const iterable = [...stored].map(([workflowId, history]) => ({ workflowId, history }));
  const results = new Map<string, ReplayResult['error']>();
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: bundle, sinks: measurements.sinks }, iterable)) {
    results.set(workflowId, error);
  }
  return results;
}

/** What a deployment runs: not these sources, but what the build made of them. */
async function builtBundle(): Promise<Bundle> {
  await ensureBuilt(projectRoot);
  return { codePath: join(projectRoot, 'dist', 'workflow-bundle.js') };
}

describe('the stored histories', () => {
  let replayed: Replayed;
  beforeAll(async () => {
    quietRuntime();
    replayed = await replay(histories, await workflowBundle());
  });

  it.each([...histories.keys()])('%s replays', (name) => {
    expect(replayed.has(name)).toBe(true);
    expect(replayed.get(name)).toBeUndefined();
    expect(measurements.of(name)).toEqual([]);
  });

  it('all replay with the bundle that a deployment runs', async () => {
    const results = await replay(histories, await builtBundle());
    expect([...results].filter(([, error]) => error !== undefined)).toEqual([]);
    expect(results.size).toBe(histories.size);
  });

  it('are one of every outcome, of a failed run, and of both halves of a continue-as-new', () => {
    const ends = new Set([...histories.values()].map(endOf));
    const outcomes: readonly Outcome['kind'][] = [
      'cancelled',
      'notExecuted',
      'tooLate',
      'partiallyExecuted',
      'notSupported',
      'notCancellable',
      'refused',
      'payerDidNotValidate',
      'stopped',
      'notFound',
    ];
    expect(ends).toEqual(new Set([...outcomes, 'nothing new', 'failed', 'continued as new', 'no cancellation']));
  });

  it('carry the flags of the SDK they were recorded with', () => {
    expect(namesWhere((history) => !carriesSdkFlags(history))).toEqual([]);
  });

  it('tell no secret, no machine and no folder', () => {
    expect(namesWhere((history) => plainTextOf(history).includes(CANARY))).toEqual([]);
    expect(namesWhere((history) => /\.(?:ts|js|mjs):\d+/.test(plainTextOf(history)))).toEqual([]);
    const identities = [...histories.values()].flatMap((history) => [...plainTextOf(history).matchAll(/"identity":"([^"]*)"/g)]);
    expect(new Set(identities.map(([, identity]) => identity))).toEqual(new Set(['countermand-test']));
  });
});

describe('a history of another code', () => {
  it('fails for non-determinism, here where another activity was asked', async () => {
    const { events } = histories.get('cancelled-directly') ?? { events: [] };
    const others = JSON.stringify(events).replaceAll('"requestCancellation"', '"askProvider"');
    expect(others).not.toBe(JSON.stringify(events));
    const results = await replay([['known-bad', { events: JSON.parse(others) as readonly StoredEvent[] }]], await workflowBundle());
    expect(results.get('known-bad')).toBeInstanceOf(DeterminismViolationError);
  });
});

function namesWhere(isSo: (history: StoredHistory) => boolean): readonly string[] {
  return [...histories].filter(([, history]) => isSo(history)).map(([name]) => name);
}

function carriesSdkFlags({ events }: StoredHistory): boolean {
  const metadata = events.map((event) => fieldOf(fieldOf(event, 'workflowTaskCompletedEventAttributes'), 'sdkMetadata'));
  return metadata.some((one) => fieldOf(one, 'sdkName') === 'temporal-typescript') && metadata.some((one) => fieldOf(one, 'coreUsedFlags') !== undefined);
}

/** What a stored run ended as. */
function endOf({ events }: StoredHistory): string {
  const last = events.at(-1);
  if (fieldOf(last, 'workflowExecutionFailedEventAttributes') !== undefined) return 'failed';
  if (fieldOf(last, 'workflowExecutionContinuedAsNewEventAttributes') !== undefined) return 'continued as new';
  const payloads = fieldOf(fieldOf(fieldOf(last, 'workflowExecutionCompletedEventAttributes'), 'result'), 'payloads');
  const data = fieldOf(fieldOf(payloads, '0'), 'data');
  const result: unknown = JSON.parse(Buffer.from(String(data), 'base64').toString('utf8'));
  const outcome = fieldOf(result, 'outcome');
  if (outcome === undefined) return 'no cancellation';
  return outcome === null ? 'nothing new' : String(fieldOf(outcome, 'kind'));
}
