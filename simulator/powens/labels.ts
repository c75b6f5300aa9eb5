/** One phase of the test connector. */
export type Phase = 'pdng' | 'canc' | 'rjct' | 'err' | 'bug' | 'done';

const PHASES: readonly Phase[] = ['pdng', 'canc', 'rjct', 'err', 'bug', 'done'];

export interface LabelScript {
  readonly phases: readonly Phase[];
  /** This simulator's extension: `#name` in the free text picks a scenario. */
  readonly scenario: string | null;
}

/**
 * Reads `s1/s2/s3 - text`, split at the first `-`, up to three phases.
 * Guide "Validating your implementation with the test connector". A label without phases has none.
 */
export function readLabel(label: string): LabelScript {
  const dash = label.indexOf('-');
  const names = dash === -1 ? [] : label.slice(0, dash).trim().split('/');
  const phases = names.flatMap((name) => PHASES.filter((phase) => phase === name));
  const valid = phases.length === names.length && phases.length <= 3;
  return { phases: valid ? phases : [], scenario: /#([a-z0-9-]+)/.exec(label)?.[1] ?? null };
}

/** What a phase makes of the payment. Codes of `rjct` and `err` are not documented. */
export function phaseResult(phase: Phase): { readonly state: string; readonly errorCode: string | null } {
  switch (phase) {
    case 'pdng':
      return { state: 'pending', errorCode: null };
    case 'canc':
      return { state: 'rejected', errorCode: 'CancelledByUser' };
    case 'rjct':
      return { state: 'rejected', errorCode: 'noSpecifiedReason' };
    case 'err':
      return { state: 'rejected', errorCode: 'websiteUnavailable' };
    case 'bug':
      return { state: 'rejected', errorCode: 'bug' };
    case 'done':
      return { state: 'done', errorCode: null };
  }
}
