import type { DemoPayment } from '../core/provider.js';
import { createScenarioPayment } from './create-scenario.js';
import type { PowensParts } from './parts.js';
import { totalMinorUnits } from './payment.js';
import { findScenario } from './scenarios.js';

interface Demo {
  readonly scenario: string;
  readonly title: string;
  readonly expectation: string;
  readonly amountMinorUnits: number;
}

const DEMOS: readonly Demo[] = [
  {
    scenario: 'direct',
    title: 'Tea pot',
    expectation: 'Cancelled at once.',
    amountMinorUnits: 4_900,
  },
  {
    scenario: 'webview-approve',
    title: 'Reading lamp',
    expectation: 'Your bank asks you to approve, through the Powens webview.',
    amountMinorUnits: 7_450,
  },
  {
    scenario: 'bank-approve',
    title: 'Wool blanket',
    expectation: 'Your bank asks you to approve, on its own page.',
    amountMinorUnits: 12_000,
  },
  {
    scenario: 'not-supported',
    title: 'Garden chair',
    expectation: 'This bank cannot cancel.',
    amountMinorUnits: 8_900,
  },
  {
    scenario: 'already-done',
    title: 'Box of apples',
    expectation: 'Executed already: too late.',
    amountMinorUnits: 1_850,
  },
];

/** Payments for the demo shop, one of each sort. None when no client can receive payers back. */
export function createDemoPayments(parts: PowensParts): readonly DemoPayment[] {
  const client = parts.clients.list()[0];
  const clientRedirectUri = client?.redirectUrls[0];
  if (client === undefined || clientRedirectUri === undefined) return [];
  return DEMOS.map((demo) => {
    const payment = createScenarioPayment(parts, {
      clientId: client.clientId,
      clientRedirectUri,
      scenario: findScenario(demo.scenario) ?? null,
      label: demo.title,
      amountMinorUnits: demo.amountMinorUnits,
    });
    return {
      paymentId: payment.id,
      title: demo.title,
      expectation: demo.expectation,
      amountMinorUnits: totalMinorUnits(payment),
      currency: 'EUR',
    };
  });
}
