import { randomUUID } from 'node:crypto';
import { activityInfo } from '@temporalio/activity';
import { AsyncCompletionClient, Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, makeTelemetryFilterString, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createCheckActivities } from '../../activities/check-payment.js';
import { createActivities } from '../../activities/create-activities.js';
import type { ActivityDependencies } from '../../activities/dependencies.js';
import type { CheckActivities } from '../../contracts/check.js';
import type { Measurement } from '../../contracts/measurement.js';
import type { PaymentRef } from '../../contracts/payment.js';
import type { CancellationActivities, RunPolicy } from '../../contracts/run.js';
import type { KeyRing } from '../../platform/keys.js';
import { dataConverterOf } from '../../platform/payload-codec.js';
import { seal } from '../../platform/seal.js';
import { startTimeBudget } from '../../platform/time-budget.js';
import { BUNDLE_OPTIONS } from '../../worker/bundle-location.js';
import { workerDataConverter } from '../../worker/data-converter.js';
import { keyRingOf } from '../platform/key-ring.js';
import { Measurements } from './measurements.js';
import { type RunOptions, startRun } from './start-run.js';
import type { Run } from './run.js';
import { ScriptedProvider } from './scripted-provider.js';

/** Who the runs of the tests are by; it stands in recorded histories, so it names no machine. */
const IDENTITY = 'countermand-test';

export const KEY_RING = keyRingOf('test');
export const STANDARD_POLICY: RunPolicy = {
  payerDeadlineSeconds: 7 * 24 * 3600,
  maxRounds: 5,
  providerWaitSeconds: 24 * 3600,
  unresolvedAfterSeconds: 30 * 24 * 3600,
  eventsEnabled: false,
  runbookUrl: null,
};

/** How one run's provider, policy and pace are; everything left out is standard and patient. */
export interface Scenario {
  script?(provider: ScriptedProvider): void;
  /** One that was made before, e.g. to hold its first call. */
  readonly provider?: ScriptedProvider;
  readonly policy?: Partial<RunPolicy>;
  readonly recheckSchedule?: readonly number[];
  readonly pollSchedule?: readonly number[];
}

/** A real worker with the real activities over scripted providers, one per payment. */
export interface Rig {
  readonly client: Client;
  readonly taskQueue: string;
  /** Starts a run as the client library does. */
  start(scenario: Scenario & RunOptions): Promise<Run>;
  /** Another run of the same payment, e.g. an observing one. */
  startAgain(run: Run, options: RunOptions): Promise<Run>;
  /** What a run has told to be counted so far. */
  measured(run: Run): readonly Measurement[];
  /** Takes every delivery of events from a queue while something is waited for. */
  deliverOn(queue: string, meanwhile: () => Promise<unknown>): Promise<void>;
  close(): Promise<void>;
}

export interface RigConnections {
  readonly connection: Connection;
  readonly nativeConnection: NativeConnection;
  readonly namespace: string;
  /** Clock of the activities, where the server's runs apart from the machine's. */
  readonly now?: () => Date;
  /** 0: every task of a run begins with a replay of all before it. */
  readonly maxCachedWorkflows?: number;
  /** What everybody encrypts and decrypts with; nothing is encrypted without. */
  readonly keys?: { readonly worker: KeyRing; readonly client: KeyRing };
}

/** Opens a rig on the server of the test run. */
export async function openRig(
  { address, namespace }: { readonly address: string; readonly namespace: string },
  more: Pick<RigConnections, 'keys' | 'maxCachedWorkflows'> = {},
): Promise<Rig> {
  quietRuntime();
  const connection = await Connection.connect({ address });
  const nativeConnection = await NativeConnection.connect({ address });
  const rig = await openRigOver({ connection, nativeConnection, namespace, ...more });
  return {
    ...rig,
    close: async () => {
      await rig.close();
      await nativeConnection.close();
      await connection.close();
    },
  };
}

/** Opens a rig over connections that someone else closes. */
export async function openRigOver(connections: RigConnections): Promise<Rig> {
  const { connection, nativeConnection, namespace, keys } = connections;
  const dataConverter = keys === undefined ? {} : workerDataConverter({ payloadEncryption: true, keyRing: keys.worker });
  const client = new Client({
    connection,
    namespace,
    identity: IDENTITY,
    dataConverter: keys === undefined ? {} : dataConverterOf({ payloadEncryption: true, keyRing: keys.client }),
  });
  const taskQueue = `rig-${randomUUID()}`;
  const scenes = new Map<string, Scene>();
  const measurements = new Measurements();
  const completion = new AsyncCompletionClient({ connection, namespace, identity: IDENTITY, dataConverter });
  const worker = await Worker.create({
    connection: nativeConnection,
    namespace,
    taskQueue,
    identity: IDENTITY,
    dataConverter,
    workflowBundle: await workflowBundle(),
    activities: { ...dispatching((payment) => sceneOf(payment).activities) },
    sinks: measurements.sinks,
    ...(connections.maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows: connections.maxCachedWorkflows }),
    shutdownGraceTime: '2 seconds',
    shutdownForceTime: '10 seconds',
  });
  const running = worker.run();

  function sceneOf({ paymentId }: PaymentRef): Scene {
    const scene = scenes.get(paymentId);
    if (scene === undefined) throw new Error(`no scenario for payment ${paymentId}`);
    return scene;
  }

  return {
    client,
    taskQueue,
    start: async ({ script, provider = new ScriptedProvider(), policy, recheckSchedule, pollSchedule, ...options }) => {
      const payment = options.payment ?? freshPayment();
      script?.(provider);
      const dependencies = dependenciesOf(provider, completion, { policy, recheckSchedule, pollSchedule }, connections.now);
      scenes.set(payment.paymentId, { activities: { ...createActivities(dependencies), ...createCheckActivities(dependencies) }, provider });
      return startRun({ client, taskQueue, provider }, { ...options, payment });
    },
    startAgain: async ({ payment }, options) =>
      startRun({ client, taskQueue, provider: sceneOf(payment).provider }, { ...options, payment }),
    measured: ({ workflowId }) => measurements.of(workflowId),
    deliverOn: async (queue, meanwhile) => {
      const deliverer = await Worker.create({
        connection: nativeConnection,
        namespace,
        taskQueue: queue,
        identity: IDENTITY,
        workflowBundle: await workflowBundle(),
        activities: { deliverEvent: async () => ({ delivered: true, reason: null, attempts: 1 }) },
      });
      await deliverer.runUntil(meanwhile);
    },
    close: async () => {
      worker.shutdown();
      await running;
    },
  };
}

export function freshPayment(): PaymentRef {
  return { provider: 'scripted', account: 'default', paymentId: String(BigInt(`0x${randomUUID().slice(0, 8)}`) + 1n) };
}

/** The activities of a worker, with the scripted provider in the place of a real one. */
export function dependenciesOf(
  provider: ScriptedProvider,
  completion: Pick<AsyncCompletionClient, 'heartbeat'>,
  { policy, recheckSchedule, pollSchedule }: { [Field in keyof Omit<Scenario, 'script' | 'provider'>]: Scenario[Field] | undefined },
  now: () => Date = () => new Date(),
): ActivityDependencies {
  return {
    providerFor: () => provider,
    payerReturnAddress: () => ({ url: 'https://pay.shop.example/callbacks/scripted', state: 'state' }),
    sealLink: (url, workflowId) => seal(url, workflowId, KEY_RING),
    remember: (memory) => completion.heartbeat(activityInfo().taskToken, memory),
    startBudget: (signal) => startTimeBudget({ totalMs: 20_000, signal }),
    policy: { ...STANDARD_POLICY, ...policy },
    recheckSchedule: recheckSchedule ?? [50],
    pollSchedule: pollSchedule ?? [3_600_000],
    now,
  };
}

interface Scene {
  readonly activities: CancellationActivities & CheckActivities;
  readonly provider: ScriptedProvider;
}

function dispatching(activitiesOf: (payment: PaymentRef) => Scene['activities']): Scene['activities'] {
  return {
    requestCancellation: (step) => activitiesOf(step.payment).requestCancellation(step),
    verifyPayment: (step) => activitiesOf(step.payment).verifyPayment(step),
    watchPayment: (step) => activitiesOf(step.payment).watchPayment(step),
    checkPayment: (input) => activitiesOf(input.payment).checkPayment(input),
  };
}

let bundle: ReturnType<typeof bundleWorkflowCode> | null = null;

/** Bundled once per test file. */
export async function workflowBundle(): ReturnType<typeof bundleWorkflowCode> {
  bundle ??= bundleWorkflowCode({ ...BUNDLE_OPTIONS, logger: new DefaultLogger('ERROR') });
  return bundle;
}

let quiet = false;

/** Attempts that die and runs that fail are what these tests are about: only errors of the SDK itself are shown. */
export function quietRuntime(): void {
  const filter = makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' });
  if (!quiet) Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter, forward: {} } } });
  quiet = true;
}
