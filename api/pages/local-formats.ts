import type { PayerTexts } from './texts/payer-texts.js';

type LocalTexts = Pick<PayerTexts, 'locale' | 'timeZone'>;

/**
 * An instant in the reader's words, with its time zone in words after it: the payer's own zone is not known here,
 * and a time that names its zone is right everywhere.
 */
export function formatMoment(moment: Date, texts: LocalTexts): string {
  return `${inWords(moment, texts)} (${zoneInWords(moment, texts)})`;
}

function inWords(moment: Date, { locale, timeZone }: LocalTexts): string {
  const format = new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
  });
  return format.format(moment);
}

function zoneInWords(moment: Date, { locale, timeZone }: LocalTexts): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'longGeneric' }).formatToParts(moment);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

/** An amount in minor units as readers of the language write it; null where the currency is not an ISO 4217 code. */
export function formatAmount(minorUnits: number, currency: string, { locale }: LocalTexts): string | null {
  if (!/^[A-Z]{3}$/.test(currency)) return null;
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 0;
  return format.format(minorUnits / 10 ** digits);
}
