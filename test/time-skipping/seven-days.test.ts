import { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

let environment: TestWorkflowEnvironment;

beforeAll(async () => {
  const executable = { type: 'existing-path', path: inject('timeSkippingLauncher') } as const;
  environment = await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
});

afterAll(async () => await environment.teardown());

test('seven days pass at once on the time-skipping server', async () => {
  const before = await environment.currentTimeMs();
  await environment.sleep('7 days');
  expect((await environment.currentTimeMs()) - before).toBeGreaterThanOrEqual(7 * 24 * 3_600_000);
});
