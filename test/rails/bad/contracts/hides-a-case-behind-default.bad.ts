// must be rejected by @typescript-eslint/switch-exhaustiveness-check
type Kind = 'cancelled' | 'refused' | 'tooLate';

export function money(kind: Kind): string {
  switch (kind) {
    case 'cancelled':
      return 'none';
    default:
      return 'expected';
  }
}
