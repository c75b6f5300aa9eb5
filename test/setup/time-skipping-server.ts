import type { TestProject } from 'vitest/node';
import { timeSkippingLauncher } from '../../tools/time-skipping/launcher.js';
import './provided.js';

/** Finds or makes the launcher of the time-skipping server. Each test file starts a server of its own from it. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide('timeSkippingLauncher', await timeSkippingLauncher(process.env));
}
