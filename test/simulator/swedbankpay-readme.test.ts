import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { knobsSchema } from '../../simulator/swedbankpay/knobs.js';

it('the README of the simulated Swedbank Pay names every knob', () => {
  const readme = readFileSync(new URL('../../simulator/swedbankpay/README.md', import.meta.url), 'utf8');
  for (const knob of Object.keys(knobsSchema.shape)) expect(readme).toContain(`\`${knob}\``);
});
