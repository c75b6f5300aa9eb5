// must be rejected by @typescript-eslint/switch-exhaustiveness-check
type Kind = 'cancelled' | 'refused' | 'tooLate';

export function money(kind: Kind): string | undefined {
  switch (kind) {
    case 'cancelled':
      return 'none';
    case 'refused':
      return 'expected';
  }
  return undefined;
}
