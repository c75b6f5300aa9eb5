/** What was promised and not kept (README, "What is promised"; the last three: what every part owes its users). */
export type Promised = 'ONCE' | 'TRUTH' | 'KEPT' | 'LIVE' | 'FINAL' | 'SECRET' | 'EVENTS' | 'ANSWERS' | 'PROCESSES';

/** One broken promise, with what a person needs to look at it. */
export interface Finding {
  readonly promise: Promised;
  readonly what: string;
  readonly scenario: string | null;
  /** Cancellation ids and payment ids, as far as they are known: logs and ledger name them. */
  readonly about: readonly string[];
  readonly evidence: unknown;
}

/** Counts for the report, by heading and name. */
export class Tally {
  readonly #counts = new Map<string, Map<string, number>>();

  count(heading: string, name: string): void {
    const under = this.#counts.get(heading) ?? new Map<string, number>();
    this.#counts.set(heading, under.set(name, (under.get(name) ?? 0) + 1));
  }

  /** Lines, the most frequent first. */
  lines(): string[] {
    return [...this.#counts].flatMap(([heading, under]) => [
      `${heading}:`,
      ...[...under].toSorted(([, a], [, b]) => b - a).map(([name, count]) => `  ${String(count).padStart(6)}  ${name}`),
    ]);
  }
}
