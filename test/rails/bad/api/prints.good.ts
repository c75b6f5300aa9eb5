export const started = (log: (port: number) => void, port: number): void => log(port);
