import { type Draws, drawsFrom } from './draws.js';

export type ProviderName = 'powens' | 'swedbankpay';
/** Names of what the simulator can play, by provider. */
export type Scenarios = Readonly<Record<ProviderName, readonly string[]>>;

/** Everything that is up to chance about one customer's cancellation, drawn before it begins. */
export interface CustomerPlan {
  readonly number: number;
  readonly provider: ProviderName;
  readonly scenario: string;
  readonly request: {
    /** Equal requests at once. */
    readonly copies: number;
    readonly idempotencyKey: string | null;
    /** `Prefer: wait`. */
    readonly waitMs: number;
    readonly deadline: string | null;
    readonly maxRounds: number | null;
    /** The same request again, after its end. */
    readonly again: boolean;
  };
  readonly payer: {
    /** Visits of the link, at most. */
    readonly visits: number;
    /** Opens it twice at the same time. */
    readonly doubleClick: boolean;
    /** Approves at the bank in the moment in which somebody stops. */
    readonly approvesAtStop: boolean;
    /** Approves at the bank after a request that did not end as cancelled. */
    readonly approvesLate: boolean;
  };
  /** At which look at the resource somebody acts; null: never. */
  readonly operator: {
    readonly stopsAt: number | null;
    readonly rechecksAt: number | null;
    readonly freshLinkAt: number | null;
    /** Looks in `needs_review` before a person decides. */
    readonly resolvesAt: number | null;
  };
}

const POWENS_SHARE = 0.6;
const MOST_LOOKS = 4;

/** The plan of one customer: the same for the same seed and number, whatever else happens. */
export function planCustomer(seed: string, number: number, scenarios: Scenarios): CustomerPlan {
  const draws = drawsFrom(`${seed}/customer/${number}`);
  const provider = draws.chance(POWENS_SHARE) ? 'powens' : 'swedbankpay';
  return {
    number,
    provider,
    scenario: draws.pick(scenarios[provider]),
    request: {
      copies: draws.chance(0.25) ? draws.between(2, 3) : 1,
      idempotencyKey: draws.chance(0.5) ? `soak-${seed}-${number}` : null,
      waitMs: draws.pick([0, 0, 1_000, 10_000]),
      deadline: draws.chance(0.15) ? draws.pick(['5s', 'PT20S']) : null,
      maxRounds: draws.chance(0.2) ? draws.between(1, 2) : null,
      again: draws.chance(0.25),
    },
    payer: {
      visits: draws.between(0, 6),
      doubleClick: draws.chance(0.15),
      approvesAtStop: draws.chance(0.4),
      approvesLate: draws.chance(0.5),
    },
    operator: {
      stopsAt: lookAt(draws, 0.2),
      rechecksAt: lookAt(draws, 0.25),
      freshLinkAt: lookAt(draws, 0.15),
      resolvesAt: lookAt(draws, 0.4),
    },
  };
}

function lookAt(draws: Draws, share: number): number | null {
  const look = draws.between(1, MOST_LOOKS);
  return draws.chance(share) ? look : null;
}
