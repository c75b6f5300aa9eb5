import type { DemoPayment } from '../core/provider.js';
import { createScenarioOrder } from './create-scenario.js';
import type { SwedbankPayParts } from './parts.js';
import { pathOf } from './payment-order.js';
import { findScenario } from './scenarios.js';

const DEMOS = [
  { scenario: 'authorised', title: 'Rain coat', expectation: 'Authorised: released at once.', amountMinorUnits: 89_900 },
  { scenario: 'partly-captured', title: 'Two books', expectation: 'One was sent and charged: the rest is released.', amountMinorUnits: 45_000 },
  { scenario: 'payer-in-app', title: 'Candle holder', expectation: 'You are paying in an app: aborted as soon as that ends.', amountMinorUnits: 19_900 },
  { scenario: 'swish', title: 'Box of pears', expectation: 'Paid by Swish: too late.', amountMinorUnits: 7_500 },
] as const;

/** Orders for the demo shop, one of each sort. None without a merchant. */
export function createDemoOrders(parts: SwedbankPayParts): readonly DemoPayment[] {
  const merchant = parts.merchants.list()[0];
  if (merchant === undefined) return [];
  return DEMOS.map(({ scenario, title, expectation, amountMinorUnits }) => {
    const order = createScenarioOrder(parts, {
      merchant: merchant.name,
      scenario: findScenario(scenario) ?? null,
      description: title,
      amount: amountMinorUnits,
    });
    return { paymentId: pathOf(order), title, expectation, amountMinorUnits, currency: order.currency };
  });
}
