import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the build puts the workflow bundle, beside the compiled code. */
export const BUNDLE_PATH = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));

/** The workflows' source: compiled when this file is compiled, TypeScript when it runs as such. */
export const WORKFLOWS_PATH = fileURLToPath(
  new URL(`../workflows/index${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
);

/** What a `Worker` gets: the prebuilt bundle where there is one, else the source to bundle at start. */
export function workflowSource(): { workflowBundle: { codePath: string } } | { workflowsPath: string } {
  return existsSync(BUNDLE_PATH) ? { workflowBundle: { codePath: BUNDLE_PATH } } : { workflowsPath: WORKFLOWS_PATH };
}
