declare function start(): void;

export const first = (): void => start();
