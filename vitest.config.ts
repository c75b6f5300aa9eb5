import { defineConfig } from 'vitest/config';

/** Folders whose tests need a real Temporal server; it is started once for the run, and only when one of them runs. */
const WITH_SERVER = ['test/workflow/**', 'test/replay/**', 'test/client/**', 'test/api/**', 'test/e2e/**', 'test/support/**'];
/** Folders whose tests need the time-skipping server. Its clock is one for all, so they run one after the other. */
const WITH_TIME_SKIPPING = ['test/time-skipping/**'];

const allOf = (folders: readonly string[]): string[] => folders.map((folder) => `${folder}/*.test.ts`);

export default defineConfig({
  test: {
    // Ten times what a test takes on an idle machine: these end a test that hangs, nothing else.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: ['node_modules/**', 'dist*/**', ...allOf(WITH_SERVER), ...allOf(WITH_TIME_SKIPPING)],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'server',
          include: allOf(WITH_SERVER),
          // They wait for other processes more than they compute.
          maxWorkers: 3,
          globalSetup: ['test/setup/temporal-server.ts'],
          setupFiles: ['test/setup/end-with-run.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'time-skipping',
          include: allOf(WITH_TIME_SKIPPING),
          globalSetup: ['test/setup/time-skipping-server.ts'],
          setupFiles: ['test/setup/end-with-run.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
