export const digest = (body: unknown): string => String(body);
