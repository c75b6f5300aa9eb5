// must be rejected by no-restricted-syntax
export enum Kind {
  cancelled = 'cancelled',
}
