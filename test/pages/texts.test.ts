import { describe, expect, it } from 'vitest';
import { LANGUAGES, TEXTS } from '../../api/pages/texts.js';
import { VIEWS } from './scenes.js';

/** Every text of a language with its place, except what names the language itself. */
function textsOf(value: unknown, place = ''): { readonly place: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ place, text: value }];
  return Object.entries(value as object).flatMap(([name, inner]) => textsOf(inner, `${place}/${name}`));
}

function wordsIn(language: (typeof LANGUAGES)[number]): { readonly place: string; readonly text: string }[] {
  return textsOf(TEXTS[language]).filter(({ place }) => place !== '/locale' && place !== '/timeZone');
}

describe.each(LANGUAGES)('the texts in %s', (language) => {
  const texts = TEXTS[language];

  it('are whole sentences of a person, without codes, gaps or typewriter marks', () => {
    const odd = wordsIn(language).filter(({ text }) => text === '' || text !== text.trim() || /["'`]|\s\s|\.\.|_|[a-z][A-Z]|undefined/.test(text));
    expect(odd).toEqual([]);
  });

  it('end every sentence as one', () => {
    const open = wordsIn(language).filter(({ place, text }) => /\/(?:now|next|money|paragraphs|text|mayClosePage|hint)/.test(place) && !text.endsWith('.'));
    expect(open).toEqual([]);
  });

  it('give every view a title of its own', () => {
    expect(new Set(VIEWS.map((view) => texts.views[view].title)).size).toBe(VIEWS.length);
  });

  it('say something different about each thing that may become of the money', () => {
    const sentences = Object.values(texts.money);
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  it('are for dates, amounts and a time zone this Node.js knows', () => {
    expect(texts.locale.split('-')[0]).toBe(language);
    expect(Intl.DateTimeFormat.supportedLocalesOf([texts.locale])).toEqual([texts.locale]);
    expect(() => new Intl.DateTimeFormat('en', { timeZone: texts.timeZone })).not.toThrow();
  });
});

describe.each(LANGUAGES.filter((language) => language !== 'en'))('the texts in %s', (language) => {
  it('have nothing left in English', () => {
    const english = new Map(wordsIn('en').map(({ place, text }) => [place, text]));
    const same = wordsIn(language).filter(({ place, text }) => text === english.get(place));
    expect(same.filter(({ text }) => text !== 'Reference')).toEqual([]);
  });
});
