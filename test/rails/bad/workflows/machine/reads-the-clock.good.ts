export const isOver = (deadline: string, now: string): boolean => Date.parse(now) > Date.parse(deadline);
