const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

const SHORT_UNITS: Readonly<Record<string, number>> = { ms: 1, s: SECOND, m: MINUTE, h: HOUR, d: DAY };
const SHORT = /^(\d{1,9}(?:\.\d{1,9})?)(ms|s|m|h|d)$/;

const AMOUNT = String.raw`(\d{1,9}(?:\.\d{1,9})?)`;
/** Years and months are left out on purpose: they have no fixed length. */
const ISO_8601 = new RegExp(
  `^P(?!$)(?:${AMOUNT}W)?(?:${AMOUNT}D)?(?:T(?!$)(?:${AMOUNT}H)?(?:${AMOUNT}M)?(?:${AMOUNT}S)?)?$`,
);
const ISO_UNITS = [WEEK, DAY, HOUR, MINUTE, SECOND] as const;

/**
 * Length of a duration in milliseconds, or null when the text is none: `500ms`, `0.5s`, `10m`, `1h`, `7d`,
 * or ISO 8601 up to weeks (`P7D`, `PT1H30M`). `7d` and `P7D` are the same (design sections 5 and 9).
 */
export function parseDuration(text: string): number | null {
  return parseShort(text) ?? parseIso8601(text);
}

function parseShort(text: string): number | null {
  const [, amount, unit] = SHORT.exec(text) ?? [];
  const length = SHORT_UNITS[unit ?? ''];
  return amount === undefined || length === undefined ? null : Math.round(Number(amount) * length);
}

function parseIso8601(text: string): number | null {
  const amounts = ISO_8601.exec(text)?.slice(1);
  if (amounts === undefined) return null;
  const total = ISO_UNITS.reduce((sum, unit, index) => sum + Number(amounts[index] ?? 0) * unit, 0);
  return Math.round(total);
}
