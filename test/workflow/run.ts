import type { Client, WorkflowExecutionDescription, WorkflowHandle } from '@temporalio/client';
import {
  type CancellationView,
  FRESH_PAYER_LINK,
  GET_CANCELLATION,
  GET_PAYER_LINK,
  type PayerLinkView,
  type PayerReturnedSignal,
  PAYER_RETURNED,
  PROVIDER_NOTIFIED,
  RECHECK,
  RESOLVE,
  type ResolveCommand,
  STOP,
} from '../../contracts/messages.js';
import type { Outcome } from '../../contracts/outcome.js';
import type { PaymentRef } from '../../contracts/payment.js';
import type { CancellationStatus, CancelPaymentInput, CancelPaymentResult } from '../../contracts/run.js';
import { CancellationStatusKey, PayerDeadline, PayerRounds } from '../../contracts/search-attributes.js';
import { eventually } from './eventually.js';
import { eventNamesOf, type HistoryEvent } from './history.js';
import type { ScriptedProvider } from './scripted-provider.js';

const ACTOR = { actor: 'ana' };

/** What outsiders see of a run without a worker. */
export interface Published {
  readonly status: CancellationStatus | undefined;
  readonly rounds: number;
  readonly payerDeadline: string | null;
}

/** One started run, with the messages it takes. */
export class Run {
  readonly client: Client;
  readonly provider: ScriptedProvider;
  readonly payment: PaymentRef;
  readonly input: CancelPaymentInput;
  readonly workflowId: string;
  readonly firstRunId: string;
  readonly handle: WorkflowHandle;

  constructor(parts: {
    readonly client: Client;
    readonly provider: ScriptedProvider;
    readonly payment: PaymentRef;
    readonly input: CancelPaymentInput;
    readonly workflowId: string;
    readonly firstRunId: string;
  }) {
    this.client = parts.client;
    this.provider = parts.provider;
    this.payment = parts.payment;
    this.input = parts.input;
    this.workflowId = parts.workflowId;
    this.firstRunId = parts.firstRunId;
    this.handle = parts.client.workflow.getHandle(parts.workflowId, undefined, { firstExecutionRunId: parts.firstRunId });
  }

  async result(): Promise<CancelPaymentResult> {
    return this.handle.result() as Promise<CancelPaymentResult>;
  }

  async outcome(): Promise<Outcome | null> {
    return (await this.result()).outcome;
  }

  payerReturns(signal: PayerReturnedSignal = {}): Promise<void> {
    return this.handle.signal(PAYER_RETURNED, { source: 'callback', ...signal });
  }

  providerNotifies(): Promise<void> {
    return this.handle.signal(PROVIDER_NOTIFIED, {});
  }

  async stop(): Promise<void> {
    await this.handle.executeUpdate(STOP, { args: [ACTOR] });
  }

  async recheck(): Promise<void> {
    await this.handle.executeUpdate(RECHECK, { args: [ACTOR] });
  }

  async freshPayerLink(): Promise<void> {
    await this.handle.executeUpdate(FRESH_PAYER_LINK, { args: [ACTOR] });
  }

  async resolve(decision: Pick<ResolveCommand, 'kind'>): Promise<void> {
    await this.handle.executeUpdate(RESOLVE, { args: [{ ...ACTOR, reason: 'the bank said so', ...decision }] });
  }

  view(): Promise<CancellationView> {
    return this.handle.query(GET_CANCELLATION);
  }

  payerLink(): Promise<PayerLinkView> {
    return this.handle.query(GET_PAYER_LINK);
  }

  describe(): Promise<WorkflowExecutionDescription> {
    return this.client.workflow.getHandle(this.workflowId).describe();
  }

  async published(): Promise<Published> {
    const { typedSearchAttributes: attributes } = await this.describe();
    return {
      status: attributes.get(CancellationStatusKey) as CancellationStatus | undefined,
      rounds: attributes.get(PayerRounds) ?? 0,
      payerDeadline: attributes.get(PayerDeadline)?.toISOString() ?? null,
    };
  }

  /** Waits until the run has published this. */
  untilPublished(wanted: Partial<Published>): Promise<Published> {
    return eventually(`${this.workflowId} publishes ${JSON.stringify(wanted)}`, () => this.published(), (now) =>
      (now.status === wanted.status || wanted.status === undefined) &&
      (now.rounds === wanted.rounds || wanted.rounds === undefined));
  }

  /** Waits until the provider has had this many calls of a sort. */
  async untilCalled(call: 'read' | 'cancel' | 'token', times: number): Promise<void> {
    await eventually(`call ${times} of ${call}`, async () => this.provider.count(call), (count) => count >= times);
  }

  async events(): Promise<readonly HistoryEvent[]> {
    return (await this.client.workflow.getHandle(this.workflowId, this.firstRunId).fetchHistory()).events ?? [];
  }

  /** Short names of its events, for budgets and for messages of failing tests. */
  async eventNames(): Promise<readonly string[]> {
    return eventNamesOf(await this.events());
  }
}
