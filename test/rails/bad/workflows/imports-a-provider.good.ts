import { proxyActivities } from '@temporalio/workflow';

export const hands = proxyActivities({ startToCloseTimeout: '25s' });
