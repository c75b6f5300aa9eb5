import { loadClientConnectConfig } from '@temporalio/envconfig';

export const settings = loadClientConnectConfig;
