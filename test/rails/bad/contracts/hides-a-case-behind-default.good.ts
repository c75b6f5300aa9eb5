type Kind = 'cancelled' | 'refused' | 'tooLate';

export function money(kind: Kind): string {
  switch (kind) {
    case 'cancelled':
      return 'none';
    case 'refused':
    case 'tooLate':
      return 'expected';
  }
}
