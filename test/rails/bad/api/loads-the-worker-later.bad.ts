// must be rejected by rails/imports
export const worker = async (): Promise<unknown> => await import('../worker/queues.js');
