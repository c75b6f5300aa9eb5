import { da } from './texts/da.js';
import { de } from './texts/de.js';
import { en } from './texts/en.js';
import { es } from './texts/es.js';
import { fi } from './texts/fi.js';
import { fr } from './texts/fr.js';
import { it } from './texts/it.js';
import { nb } from './texts/nb.js';
import { nl } from './texts/nl.js';
import type { PayerTexts } from './texts/payer-texts.js';
import { pt } from './texts/pt.js';
import { sv } from './texts/sv.js';

export const LANGUAGES = ['en', 'fr', 'de', 'nl', 'it', 'es', 'pt', 'sv', 'nb', 'da', 'fi'] as const;
/** A language payers are spoken to in: those of the Powens webview and of Swedbank Pay's pages. */
export type Language = (typeof LANGUAGES)[number];

/** Another language is another file and another entry here. */
export const TEXTS: Readonly<Record<Language, PayerTexts>> = { en, fr, de, nl, it, es, pt, sv, nb, da, fi };

const STANDARD_LANGUAGE: Language = 'en';

/**
 * The language for a payer: the one the request asked for, then the browser's, best first, then English.
 *
 * @param locale `payer.locale` of the request; a regional tag falls back to its language
 * @param acceptLanguage the header (RFC 9110, section 12.5.4), quality values respected
 */
export function languageFor(locale: string | null, acceptLanguage: string | undefined): Language {
  const wishes = [locale ?? '', ...tagsByQuality(acceptLanguage ?? '')];
  return wishes.map(languageOf).find((language) => language !== null) ?? STANDARD_LANGUAGE;
}

function tagsByQuality(header: string): string[] {
  return header
    .split(',')
    .map(readRange)
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ tag }) => tag);
}

function readRange(range: string): { readonly tag: string; readonly quality: number } {
  const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
  const quality = parameters.find((parameter) => /^q=/i.test(parameter))?.slice(2) ?? '1';
  return { tag, quality: /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(quality) ? Number(quality) : 0 };
}

function languageOf(tag: string): Language | null {
  const [primary = ''] = tag.toLowerCase().split('-');
  const wanted = NORWEGIAN.includes(primary) ? 'nb' : primary;
  return LANGUAGES.find((language) => language === wanted) ?? null;
}

/** The macrolanguage and both written forms: whoever reads one reads Bokmål. */
const NORWEGIAN: readonly string[] = ['no', 'nb', 'nn'];
