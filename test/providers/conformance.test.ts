import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { providers } from '../../providers/registry.js';
import { describeConformance } from './conformance.js';
import { powensStage } from './powens-stage.js';
import { swedbankPayStage } from './swedbankpay-stage.js';

const STAGES = [powensStage, swedbankPayStage];

for (const stage of STAGES) describeConformance(stage);

it('rehearses every registered provider that has a simulator', () => {
  const simulated = providers.filter(({ id }) => existsSync(new URL(`../../simulator/${id}/${id}.ts`, import.meta.url)));
  expect(STAGES.map(({ provider }) => provider.id)).toEqual(simulated.map(({ id }) => id));
});
