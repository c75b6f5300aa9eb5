import type { PowensParts } from './parts.js';
import { TEST_CONNECTOR } from './connectors.js';
import type { KnobChoices } from './knobs.js';
import type { ExecutionDateType, Instruction, PowensPayment } from './payment.js';
import type { Scenario } from './scenarios.js';

/** What the admin API may say about a payment it creates; everything wins over the scenario. */
export interface PaymentOrder {
  readonly clientId: string;
  readonly id?: string | undefined;
  readonly scenario: Scenario | null;
  readonly knobs?: KnobChoices | undefined;
  readonly state?: string | undefined;
  readonly stateDetail?: string | null | undefined;
  readonly errorCode?: string | null | undefined;
  readonly connectorUuid?: string | undefined;
  readonly clientRedirectUri: string;
  readonly clientState?: string | null | undefined;
  readonly label?: string | undefined;
  readonly referenceId?: string | undefined;
  readonly amountMinorUnits?: number | undefined;
  readonly currency?: string | undefined;
  readonly executionDateTypes?: readonly ExecutionDateType[] | undefined;
  readonly executionDate?: string | undefined;
}

const DAY_MS = 86_400_000;

/** Creates a payment in any state, with its scenario's knobs, faults and interference. */
export function createScenarioPayment(parts: PowensParts, order: PaymentOrder): PowensPayment {
  const { scenario } = order;
  const created = parts.payments.create({
    clientId: order.clientId,
    id: order.id,
    scenario: scenario?.name ?? null,
    knobs: [scenario?.knobs, order.knobs],
    state: order.state ?? scenario?.state ?? 'pending',
    stateDetail: order.stateDetail ?? null,
    errorCode: order.errorCode ?? scenario?.errorCode ?? null,
    connectorUuid: order.connectorUuid ?? scenario?.connectorUuid ?? TEST_CONNECTOR.uuid,
    clientRedirectUri: order.clientRedirectUri,
    clientState: order.clientState,
    instructions: instructionsOf(parts, order),
    cause: 'admin',
  });
  if (scenario !== null) disturb(parts, created.id, scenario);
  if (order.stateDetail === undefined && scenario?.stateDetail !== undefined) return startCancelling(parts, created);
  return created;
}

/** As when another system had asked for the cancellation before. */
function startCancelling({ payments, life }: PowensParts, payment: PowensPayment): PowensPayment {
  const set = { ...life.waitingForPayer(payment), cancelRequests: 1 };
  return payments.change(payment, { effect: 'cancellation.accepted', cause: 'admin', set });
}

function disturb({ world }: PowensParts, paymentId: string, scenario: Scenario): void {
  for (const fault of scenario.faults ?? []) {
    world.faults.add({
      provider: 'powens',
      call: fault.call,
      payment: paymentId,
      kind: fault.kind,
      nth: fault.nth ?? 1,
      times: fault.times === undefined ? 1 : fault.times,
      rate: null,
      seed: '',
      parameters: fault.parameters ?? {},
    });
  }
  if (scenario.callbacks !== undefined) world.interferences.set('callback', 'powens', paymentId, scenario.callbacks);
  if (scenario.webhooks !== undefined) world.interferences.set('webhook', 'powens', paymentId, scenario.webhooks);
}

function instructionsOf({ world }: PowensParts, order: PaymentOrder): readonly Instruction[] {
  const types = order.executionDateTypes ?? order.scenario?.executionDateTypes ?? ['first_open_day'];
  const inDays = order.scenario?.executesInDays ?? 7;
  const day = new Date(world.clock.now().getTime() + inDays * DAY_MS).toISOString().slice(0, 10);
  return types.map((executionDateType, index) => ({
    referenceId: order.referenceId ?? `ref-${index + 1}`,
    label: order.label ?? 'Order',
    amountMinorUnits: order.amountMinorUnits ?? 1_000,
    currency: order.currency ?? 'EUR',
    executionDateType,
    executionDate: executionDateType === 'deferred' ? (order.executionDate ?? day) : null,
    beneficiaryName: 'Demo Shop Ltd',
    beneficiaryIban: 'FR7612548029980000000150086',
  }));
}
