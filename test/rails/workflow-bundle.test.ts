import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { BUNDLE_OPTIONS } from '../../worker/bundle-location.js';

test('the workflows bundle', async () => {
  const { code } = await bundleWorkflowCode(BUNDLE_OPTIONS);
  expect(code).toContain('CancelPaymentWorkflow');
});

test('a workflow that reaches for a Node builtin does not bundle', async () => {
  const said: string[] = [];
  const logger = new DefaultLogger('ERROR', ({ message }) => said.push(message));
  const workflowsPath = join(import.meta.dirname, 'bad', 'workflow-bundle', 'reads-a-file.ts');
  await expect(bundleWorkflowCode({ ...BUNDLE_OPTIONS, workflowsPath, logger })).rejects.toThrow();
  expect(said.join('\n')).toContain('node:fs');
});
