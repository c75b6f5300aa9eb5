import { describe, expect, it } from 'vitest';
import { languageFor } from '../../api/pages/texts.js';

describe('the language of a page', () => {
  it.each([
    ['what the request asked for, whatever the browser wants', 'fr', 'de', 'fr'],
    ['its language where the request names a region', 'pt-BR', undefined, 'pt'],
    ['its language where the request names script and region', 'DE-Latn-AT', undefined, 'de'],
    ['the browser’s where nothing is written in the one asked for', 'pl', 'fi', 'fi'],
    ['the browser’s where the request asked for none', null, 'sv-FI,sv;q=0.9,en;q=0.8', 'sv'],
    ['the browser’s best, in whatever order it names them', null, 'en;q=0.3, it;q=0.9, fr;q=0.8', 'it'],
    ['the first of those it likes equally', null, 'nl,da', 'nl'],
    ['its next best where nothing is written in the best', null, 'ja,ko;q=0.9,es-419;q=0.2', 'es'],
    ['none the browser refuses', null, 'de;q=0', 'en'],
    ['another than one the browser refuses', null, 'de;q=0.000, da;q=0.1', 'da'],
    ['none with a quality that is none', null, 'de;q=2, fr;q=high, da;q=0.1', 'da'],
    ['Bokmål for Norwegian', 'no', undefined, 'nb'],
    ['Bokmål for Bokmål', null, 'nb-NO', 'nb'],
    ['Bokmål for Nynorsk', null, 'nn-NO,nn;q=0.9', 'nb'],
    ['English for any language', null, '*', 'en'],
    ['English where nothing is written in what the browser wants', null, 'ja', 'en'],
    ['English where nobody says anything', null, undefined, 'en'],
    ['English for nonsense', null, ',;q=1,,;;=', 'en'],
    ['not one that only begins alike', 'fil', 'den,nld', 'en'],
  ] as const)('is %s', (_what, locale, acceptLanguage, expected) => {
    expect(languageFor(locale, acceptLanguage)).toBe(expected);
  });
});
