/** What the global set-up gives to tests: `inject('temporal')`. */
export interface ProvidedTemporal {
  /** gRPC address, e.g. `127.0.0.1:41234`. */
  readonly address: string;
  /** Always there and prepared; tests that count or list runs make one of their own (test/support/namespace.ts). */
  readonly namespace: string;
  /** A Temporal CLI for tests that start and kill a dev server of their own. */
  readonly cli: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    temporal: ProvidedTemporal;
    /** Launcher for `createTimeSkipping({ server: { executable: { type: 'existing-path', path } } })`. */
    timeSkippingLauncher: string;
  }
}
