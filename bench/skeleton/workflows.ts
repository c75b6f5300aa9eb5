import { proxyActivities, upsertSearchAttributes } from '@temporalio/workflow';
import { CancellationOutcomeKey, CancellationStatusKey } from '../../contracts/search-attributes.js';
import type { SkeletonActivities } from './activities.js';

const { ask } = proxyActivities<SkeletonActivities>({ startToCloseTimeout: '25 seconds' });

/** The commands of a direct cancellation and nothing else: one activity, one upsert, the end. */
export async function BareSkeleton(paymentId: string): Promise<void> {
  await ask(paymentId);
  upsertSearchAttributes([
    { key: CancellationStatusKey, value: 'cancelled' },
    { key: CancellationOutcomeKey, value: 'cancelled' },
  ]);
}
