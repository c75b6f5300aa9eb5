export const since = (start: string): number => Date.now() - Date.parse(start);
