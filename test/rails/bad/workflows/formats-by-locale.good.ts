export const shown = (deadline: Date): string => deadline.toISOString();
