// must be rejected by no-restricted-syntax
export const secret = (): string | undefined => process.env['SECRET_KEYS'];
