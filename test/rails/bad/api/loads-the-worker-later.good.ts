export const client = async (): Promise<unknown> => await import('../client/index.js');
