import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BundleOptions, bundleWorkflowCode, DefaultLogger, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

/** Where the build puts the workflow bundle, beside the compiled code. */
export const BUNDLE_PATH = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));

/** What the bundle is made of: compiled when this file is compiled, TypeScript when it runs as such. */
export const BUNDLE_OPTIONS: BundleOptions = {
  workflowsPath: workflowModule('index'),
  payloadConverterPath: workflowModule('payload-converter'),
  failureConverterPath: workflowModule('failure-converter'),
  workflowInterceptorModules: [workflowModule('log-labels')],
  logger: new DefaultLogger('WARN'),
};

function workflowModule(name: string): string {
  return fileURLToPath(new URL(`../workflows/${name}${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url));
}

/** What a `Worker` gets: the prebuilt bundle where there is one, else one made now. */
export async function workflowBundle(): Promise<{ readonly codePath: string } | WorkflowBundleWithSourceMap> {
  return existsSync(BUNDLE_PATH) ? { codePath: BUNDLE_PATH } : await bundleWorkflowCode(BUNDLE_OPTIONS);
}
