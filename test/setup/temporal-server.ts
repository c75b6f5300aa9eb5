import type { TestProject } from 'vitest/node';
import { findTemporalBinary } from '../../tools/temporal/find-binary.js';
import { say } from '../../tools/setup/step.mjs';
import { startTemporalServer } from '../support/temporal-server.js';
import './provided.js';

/**
 * Starts the one real Temporal server of the run and stops it at the end. Where none can be had, the run fails: nothing
 * is skipped. A configured server (TEMPORAL_ADDRESS) is not used: tests kill servers and make namespaces.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (process.env['TEMPORAL_ADDRESS']) say('TEMPORAL_ADDRESS is set; the tests start a dev server of their own all the same');
  const { path: cli } = await findTemporalBinary(process.env);
  const server = await startTemporalServer(cli);
  project.provide('temporal', { address: server.address, namespace: 'default', cli });
  return server.stop;
}
