/** The two ports of the dev server, gRPC first. */
export const DEV_SERVER_PORTS = [
  { variable: 'TEMPORAL_DEV_PORT', byDefault: 7233, purpose: 'Temporal dev server' },
  { variable: 'TEMPORAL_DEV_UI_PORT', byDefault: 8233, purpose: 'Temporal UI' },
] as const;
