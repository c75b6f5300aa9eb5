/** How many ended well and how many did not. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

export function addTallies(one: Tally, other: Tally): Tally {
  return { passed: one.passed + other.passed, failed: one.failed + other.failed };
}
