import { describe, expect, it } from 'vitest';
import { type CustomerPlan, planCustomer } from '../../../tools/soak/customer-plan.js';
import { drawsFrom } from '../../../tools/soak/draws.js';
import { readOptions } from '../../../tools/soak/options.js';
import { planStrikes, type Strike } from '../../../tools/soak/strikes.js';
import { STACK_PARTS } from '../../../tools/start/own-stack.js';

const SCENARIOS = { powens: ['direct', 'webview-approve'], swedbankpay: ['authorised', 'captured'] };

function customers(seed: string): CustomerPlan[] {
  return Array.from({ length: 300 }, (_, index) => planCustomer(seed, index + 1, SCENARIOS));
}

function strikes(seed: string): Strike[] {
  const plan = planStrikes(seed);
  return Array.from({ length: 300 }, () => plan.next().value);
}

describe('the choices of a soak test', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(customers('1')).toEqual(customers('1'));
    expect(customers('1')).not.toEqual(customers('2'));
    expect(strikes('1')).toEqual(strikes('1'));
    expect(strikes('1')).not.toEqual(strikes('2'));
  });

  it('depend for each customer on its number alone, whoever came before', () => {
    expect(planCustomer('1', 250, SCENARIOS)).toEqual(customers('1')[249]);
  });

  it('leave nothing out', () => {
    const plans = customers('1');
    expect(new Set(plans.map(({ scenario }) => scenario))).toEqual(new Set(Object.values(SCENARIOS).flat()));
    for (const isPlanned of [
      ({ request }: CustomerPlan) => request.copies > 1 && request.idempotencyKey !== null,
      ({ request }: CustomerPlan) => request.copies > 1 && request.idempotencyKey === null,
      ({ request }: CustomerPlan) => request.waitMs > 0,
      ({ request }: CustomerPlan) => request.again,
      ({ payer }: CustomerPlan) => payer.visits === 0,
      ({ payer }: CustomerPlan) => payer.doubleClick,
      ({ payer }: CustomerPlan) => payer.approvesLate,
      ({ operator, payer }: CustomerPlan) => operator.stopsAt !== null && payer.approvesAtStop,
      ({ operator }: CustomerPlan) => operator.rechecksAt !== null,
      ({ operator }: CustomerPlan) => operator.resolvesAt !== null,
    ]) {
      expect(plans.some(isPlanned), isPlanned.toString()).toBe(true);
    }
    for (const part of STACK_PARTS) {
      for (const signal of ['SIGKILL', 'SIGTERM']) expect(strikes('1')).toContainEqual(expect.objectContaining({ part, signal }));
    }
    expect(strikes('1').some(({ also }) => also !== null)).toBe(true);
  });

  it('never end a part twice in one moment', () => {
    expect(strikes('1').filter(({ part, also }) => part === also)).toEqual([]);
  });
});

describe('draws', () => {
  it('stay within their bounds', () => {
    const draws = drawsFrom('1');
    const numbers = Array.from({ length: 1_000 }, () => draws.between(2, 4));
    expect(new Set(numbers)).toEqual(new Set([2, 3, 4]));
    expect(() => draws.pick([])).toThrow('nothing to pick from');
  });
});

describe('the command line of a soak test', () => {
  it('has a standard for everything', () => {
    expect(readOptions([])).toEqual({ minutes: 5, seed: '1', services: 6 });
    expect(readOptions(['--minutes', '0.5', '--seed', 'abc', '--services', '2'])).toEqual({ minutes: 0.5, seed: 'abc', services: 2 });
    expect(readOptions(['--help'])).toBeNull();
  });

  it.each([['--minutes', 'ten'], ['--minutes', '0'], ['--services', '1000'], ['--hours', '1']])('refuses %s %s, and says what it takes', (...args) => {
    expect(() => readOptions(args)).toThrow('npm run soak');
  });
});
