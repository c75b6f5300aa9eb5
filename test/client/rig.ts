import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { CancellationAnswer } from '../../contracts/answer.js';
import type { CheckActivities, CheckPaymentInput } from '../../contracts/check.js';
import type { RunFacts } from '../../contracts/provider.js';
import type { CancellationActivities, Step, StepResult } from '../../contracts/run.js';
import { PaymentCancellations } from '../../client/payment-cancellations.js';
import type { PaymentCancellationsOptions } from '../../client/payment-cancellations.js';
import { seal } from '../../platform/seal.js';
import { cancelWorkflowId } from '../../contracts/names.js';
import { keyRingOf } from '../platform/key-ring.js';
import { Measurements } from '../workflow/measurements.js';
import { quietRuntime, workflowBundle } from '../workflow/rig.js';

/** The real workflow over activities that say what a test wants. */
export interface ClientRig {
  readonly client: Client;
  readonly taskQueue: string;
  readonly cancellations: PaymentCancellations;
  /** The same library with other options. */
  library(options?: Partial<PaymentCancellationsOptions>): PaymentCancellations;
  /** From now on every step for this payment says this, one after the other; the last one repeats. */
  says(paymentId: string, ...answers: readonly [Saying, ...Saying[]]): void;
  /** How often a step was taken for this payment. */
  steps(paymentId: string): number;
  /** Of every step and dry run for this payment, the id of the request that asked for it. */
  askedBy(paymentId: string): readonly (string | null)[];
  /** Stops and starts the worker: without one nothing but waiting and starting works. */
  stopWorker(): Promise<void>;
  startWorker(): Promise<void>;
  close(): Promise<void>;
}

export type Saying = CancellationAnswer | (() => Promise<CancellationAnswer>);

export const RING = keyRingOf('rig');
export const payerLinkOf = (id: string): string => `https://pay.example/r/${id}`;

const ending = { moneyMovement: 'expected', reason: null, remedy: null, amounts: null } as const;
export const SAYS = {
  cancelled: { ...ending, kind: 'cancelled', how: 'direct', moneyMovement: 'none' },
  cancelledByPayer: { ...ending, kind: 'cancelled', how: 'afterPayerValidation', moneyMovement: 'none' },
  refused: { ...ending, kind: 'refused' },
  tooLate: { ...ending, kind: 'tooLate', moneyMovement: 'done' },
  payerNeeded: { kind: 'payerValidationRequired', attention: null },
  inProgress: { kind: 'inProgress', overdue: 'notCancellable', overdueReason: 'still_validating' },
  unclear: { kind: 'indeterminate', reason: 'unknown_state' },
} as const satisfies Readonly<Record<string, CancellationAnswer>>;

export async function openClientRig(temporal: { readonly address: string; readonly namespace: string }): Promise<ClientRig> {
  quietRuntime();
  const connection = await Connection.connect({ address: temporal.address });
  const native = await NativeConnection.connect({ address: temporal.address });
  const client = new Client({ connection, namespace: temporal.namespace });
  const taskQueue = `client-rig-${randomUUID()}`;
  const scripts = new Map<string, Saying[]>();
  const taken = new Map<string, (string | null)[]>();
  const code = await workflowBundle();
  let running: { readonly worker: Worker; readonly done: Promise<void> } | null = null;

  function note({ payment: { paymentId }, correlationId }: CheckPaymentInput): void {
    taken.set(paymentId, [...(taken.get(paymentId) ?? []), correlationId]);
  }

  async function speak(step: Step, link: boolean): Promise<StepResult> {
    const { paymentId } = step.payment;
    note(step);
    const script = scripts.get(paymentId) ?? [SAYS.cancelled];
    const saying = (script.length > 1 ? script.shift() : script[0]) ?? SAYS.cancelled;
    return resultOf(step, typeof saying === 'function' ? await saying() : saying, link);
  }

  const activities: CancellationActivities & CheckActivities = {
    checkPayment: async (input) => {
      note(input);
      return { cancellable: 'unknown', payerValidation: 'unknown', reason: null, readAt: new Date().toISOString() };
    },
    requestCancellation: (step) => speak(step, true),
    verifyPayment: (step) => speak(step, step.link),
    watchPayment: async () => {
      throw ApplicationFailure.create({
        type: 'StillWaiting',
        message: 'No news',
        nextRetryDelay: '1 hour',
        category: ApplicationFailureCategory.BENIGN,
      });
    },
  };

  async function startWorker(): Promise<void> {
    const worker = await Worker.create({
      connection: native,
      namespace: temporal.namespace,
      taskQueue,
      workflowBundle: code,
      activities: { ...activities },
      sinks: new Measurements().sinks,
      shutdownGraceTime: '1 second',
      shutdownForceTime: '5 seconds',
    });
    running = { worker, done: worker.run() };
  }

  async function stopWorker(): Promise<void> {
    running?.worker.shutdown();
    await running?.done;
    running = null;
  }

  const library = (options: Partial<PaymentCancellationsOptions> = {}): PaymentCancellations =>
    new PaymentCancellations({ client, taskQueue, payerLink: payerLinkOf, actor: 'ana', ...options });

  await startWorker();
  return {
    client,
    taskQueue,
    cancellations: library(),
    library,
    says: (paymentId, ...answers) => void scripts.set(paymentId, [...answers]),
    steps: (paymentId) => taken.get(paymentId)?.length ?? 0,
    askedBy: (paymentId) => taken.get(paymentId) ?? [],
    startWorker,
    stopWorker,
    close: async () => {
      await stopWorker();
      await native.close();
      await connection.close();
    },
  };
}

/** A payment no other test has. */
export function freshPaymentId(): string {
  return String(BigInt(`0x${randomUUID().slice(0, 8)}`) + 1n);
}

function resultOf(step: Step, answer: CancellationAnswer, wantsLink: boolean): StepResult {
  const linked = wantsLink && answer.kind === 'payerValidationRequired';
  const facts: RunFacts = { ...step.facts, reads: step.facts.reads + 1, linkIssued: step.facts.linkIssued || linked };
  const now = new Date();
  return {
    answer,
    rereads: 0,
    proof: { provider: 'scripted', resource: '/p', state: { kind: answer.kind }, readAt: now.toISOString(), digest: 'sha256:0' },
    facts,
    link: linked
      ? {
          sealed: seal(`https://bank.example/approve?code=canary`, cancelWorkflowId(step.payment), RING),
          issuedAt: now.toISOString(),
          expiresAt: new Date(now.getTime() + 604_800_000).toISOString(),
        }
      : null,
    executesAt: null,
    code: null,
    providerRequestId: null,
    policy: {
      payerDeadlineSeconds: 604_800,
      maxRounds: 5,
      providerWaitSeconds: 86_400,
      unresolvedAfterSeconds: 2_592_000,
      runbookUrl: null,
      eventsEnabled: false,
    },
  };
}
