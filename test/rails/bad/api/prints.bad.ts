// must be rejected by no-console
export const started = (port: number): void => console.log(port);
