import { rename, writeFile } from 'node:fs/promises';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { BUNDLE_PATH, WORKFLOWS_PATH } from './bundle-location.js';

// Bundling is also the gate that keeps Node and runtime libraries out of workflow code: it fails on them.
const { code } = await bundleWorkflowCode({
  workflowsPath: WORKFLOWS_PATH,
  logger: new DefaultLogger('WARN'),
});
await writeFile(`${BUNDLE_PATH}.new`, code);
await rename(`${BUNDLE_PATH}.new`, BUNDLE_PATH);
