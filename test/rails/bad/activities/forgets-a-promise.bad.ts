// must be rejected by @typescript-eslint/no-floating-promises
declare function send(): Promise<void>;

export function step(): void {
  send();
}
