// must be rejected by @typescript-eslint/no-deprecated
/** @deprecated use `start` */
declare function begin(): void;

export const first = (): void => begin();
