/** The value at a share of a sorted list, nearest rank. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** `1.23x`, or milliseconds without decimals. */
export function ratio(value: number): string {
  return `${value.toFixed(2)}x`;
}

export function milliseconds(value: number): string {
  return `${Math.round(value)} ms`;
}
