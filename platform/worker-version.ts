import type { SettingSource } from './setting-source.js';

/** The build a worker runs, as Temporal's Worker Versioning names it. */
export interface WorkerVersion {
  readonly deploymentName: string;
  readonly buildId: string;
}

/** The command that makes a build the current one, so that work comes to it; safe to repeat. */
export function promotionCommand({ deploymentName, buildId }: WorkerVersion, namespace: string): string {
  return `temporal worker deployment set-current-version -n ${namespace} --deployment-name ${deploymentName} --build-id ${buildId}`;
}

/** Temporal joins the two with `.` and `:`. */
const DEPLOYMENT_NAME = /^[A-Za-z0-9_-]{1,64}$/;
const BUILD_ID = /^[A-Za-z0-9_.+-]{1,128}$/;

/**
 * `WORKER_DEPLOYMENT_NAME` and `WORKER_BUILD_ID`, or null for a worker without a version: it then takes whatever
 * comes, and a deployment is a restart (docs/operating.md, "Rolling deploy").
 */
export function readWorkerVersion(source: SettingSource): WorkerVersion | null {
  const deploymentName = source.text('WORKER_DEPLOYMENT_NAME');
  const buildId = source.text('WORKER_BUILD_ID');
  if (deploymentName !== null && !DEPLOYMENT_NAME.test(deploymentName)) {
    source.problem(`WORKER_DEPLOYMENT_NAME is "${deploymentName}": use 1 to 64 of A-Z a-z 0-9 _ -`);
  }
  if (buildId !== null && !BUILD_ID.test(buildId)) {
    source.problem(`WORKER_BUILD_ID is "${buildId}": use 1 to 128 of A-Z a-z 0-9 _ . + -`);
  }
  if (deploymentName !== null && buildId === null) {
    source.missing('WORKER_BUILD_ID', 'WORKER_DEPLOYMENT_NAME is set, so set it to what tells this build from every other, such as the commit');
  }
  if (deploymentName === null && buildId !== null) {
    source.missing('WORKER_DEPLOYMENT_NAME', 'WORKER_BUILD_ID is set, so set it to one name for every build, such as countermand');
  }
  return deploymentName === null || buildId === null ? null : { deploymentName, buildId };
}
