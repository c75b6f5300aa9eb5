// must be rejected by no-restricted-syntax
export const isOver = (deadline: string): boolean => Date.now() > Date.parse(deadline);
export const startedAt = (): Date => new Date();
export const jitter = (): number => Math.random();
