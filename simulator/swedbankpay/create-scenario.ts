import type { Instrument } from './instruments.js';
import type { KnobChoices } from './knobs.js';
import type { SwedbankPayParts } from './parts.js';
import { type OrderOperation, pathOf, type PaymentOrder, remainingOf } from './payment-order.js';
import type { Scenario, Start } from './scenarios.js';

/** What the admin API may say about an order it creates; everything wins over the scenario. */
export interface OrderPlan {
  readonly merchant: string;
  readonly scenario: Scenario | null;
  readonly id?: string | undefined;
  readonly start?: Start | undefined;
  readonly operation?: OrderOperation | undefined;
  readonly instrument?: Instrument | undefined;
  readonly amount?: number | undefined;
  readonly currency?: string | undefined;
  readonly description?: string | undefined;
  readonly orderReference?: string | undefined;
  readonly knobs?: KnobChoices | undefined;
}

const DEFAULT_AMOUNT = 1_500;
const BY_ADMIN = { cause: 'admin' } as const;

/** Creates an order in any state, with its scenario's knobs, faults and interference. */
export function createScenarioOrder(parts: SwedbankPayParts, plan: OrderPlan): PaymentOrder {
  const { scenario } = plan;
  const created = parts.orders.create({
    id: plan.id,
    merchant: plan.merchant,
    scenario: scenario?.name ?? null,
    knobs: { ...scenario?.knobs, ...withoutRight(scenario), ...plan.knobs },
    operation: plan.operation ?? scenario?.operation ?? 'Purchase',
    instrument: plan.instrument ?? scenario?.instrument ?? 'CreditCard',
    amount: plan.amount ?? scenario?.amount ?? DEFAULT_AMOUNT,
    currency: plan.currency ?? 'SEK',
    description: plan.description ?? 'Test Purchase',
    orderReference: plan.orderReference ?? 'or-1',
  });
  if (scenario !== null) disturb(parts, created, scenario);
  const laidOut = layOut(parts, created, plan.start ?? scenario?.start ?? 'authorised');
  if (laidOut.status === 'Initialized') parts.life.scheduleLeavingApp(laidOut);
  return laidOut;
}

function withoutRight(scenario: Scenario | null): KnobChoices {
  return scenario?.without === undefined ? {} : { hiddenOperations: scenario.without };
}

function layOut({ life }: SwedbankPayParts, order: PaymentOrder, start: Start): PaymentOrder {
  switch (start) {
    case 'initialized':
      return order;
    case 'aborted':
      return life.abort(order, 'CancelledByConsumer', { cause: 'payer' });
    case 'failed':
      return life.fail(order, BY_ADMIN);
    case 'sold':
      return life.sell(order, { cause: 'payer' });
    case 'authorised':
    case 'partlyCaptured':
    case 'captured':
    case 'remainderCancelled':
    case 'cancelled':
    case 'reversed':
    case 'expired':
    case 'beingCancelled':
      return layOutAuthorised(life, life.authorise(order, { cause: 'payer' }), start);
  }
}

function layOutAuthorised(
  life: SwedbankPayParts['life'],
  order: PaymentOrder,
  start: Exclude<Start, 'initialized' | 'aborted' | 'failed' | 'sold'>,
): PaymentOrder {
  const { capture: amount } = remainingOf(order);
  const capturePart = (): PaymentOrder => life.capture(order, { amount: Math.ceil(amount / 3), ...BY_ADMIN });
  switch (start) {
    case 'authorised':
      return order;
    case 'partlyCaptured':
      return capturePart();
    case 'captured':
      return life.capture(order, { amount, ...BY_ADMIN });
    case 'remainderCancelled':
      return life.cancel(capturePart(), BY_ADMIN);
    case 'cancelled':
      return life.cancel(order, BY_ADMIN);
    case 'reversed':
      return life.reverse(life.capture(order, { amount, ...BY_ADMIN }), { amount, ...BY_ADMIN });
    case 'expired':
      return life.expireAuthorisation(order, { cause: 'clock' });
    case 'beingCancelled':
      return life.beginCancellation(order, 'AwaitingActivity', BY_ADMIN);
  }
}

function disturb({ world }: SwedbankPayParts, order: PaymentOrder, scenario: Scenario): void {
  for (const fault of scenario.faults ?? []) {
    world.faults.add({
      provider: 'swedbankpay',
      call: fault.call,
      payment: pathOf(order),
      kind: fault.kind,
      nth: fault.nth ?? 1,
      times: fault.times === undefined ? 1 : fault.times,
      rate: null,
      seed: '',
      parameters: fault.parameters ?? {},
    });
  }
  if (scenario.callbacks !== undefined) world.interferences.set('webhook', 'swedbankpay', pathOf(order), scenario.callbacks);
}
