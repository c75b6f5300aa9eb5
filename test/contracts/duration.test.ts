import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../contracts/duration.js';

describe('a duration', () => {
  it.each([
    ['500ms', 500],
    ['0.5s', 500],
    ['2s', 2_000],
    ['10m', 600_000],
    ['1h', 3_600_000],
    ['7d', 604_800_000],
    ['P7D', 604_800_000],
    ['P1W', 604_800_000],
    ['PT1H30M', 5_400_000],
    ['P1DT12H', 129_600_000],
    ['PT0.5S', 500],
  ])('%s is %d ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(['', '7', 'd', '-1s', '1 s', '7days', 'P', 'PT', 'P1DT', 'P1Y', 'P1M', 'p7d', 'PT5D', '1e3s', 'Infinity'])(
    'is not what "%s" says',
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );
});
