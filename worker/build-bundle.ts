import { rename, writeFile } from 'node:fs/promises';
import { bundleWorkflowCode } from '@temporalio/worker';
import { BUNDLE_OPTIONS, BUNDLE_PATH } from './bundle-location.js';

// Bundling is also the gate that keeps Node and runtime libraries out of workflow code: it fails on them.
const { code } = await bundleWorkflowCode(BUNDLE_OPTIONS);
await writeFile(`${BUNDLE_PATH}.new`, code);
await rename(`${BUNDLE_PATH}.new`, BUNDLE_PATH);
