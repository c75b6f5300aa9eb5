// must be rejected by no-restricted-syntax
export const shown = (deadline: Date): string => deadline.toLocaleString();
