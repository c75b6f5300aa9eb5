import { describe, expect, it } from 'vitest';
import { OpenedLinks, openedCookie } from '../../api/opened-links.js';
import { SignalLimits } from '../../api/signal-limits.js';

const START = Date.parse('2026-11-21T10:00:00Z');
const at = (seconds: number): Date => new Date(START + seconds * 1_000);

describe('the signals of one cancellation', () => {
  it('come five at once, then one every ten seconds', () => {
    const limits = new SignalLimits();
    const taken = Array.from({ length: 7 }, () => limits.take('a', at(0)));
    expect(taken).toEqual([true, true, true, true, true, false, false]);
    expect(limits.take('a', at(9))).toBe(false);
    expect(limits.take('a', at(10))).toBe(true);
    expect(limits.take('a', at(10))).toBe(false);
    expect(limits.take('a', at(3_600))).toBe(true);
  });

  it('are 200 in all, however slowly they come', () => {
    const limits = new SignalLimits();
    const taken = Array.from({ length: 250 }, (_value, index) => limits.take('a', at(index * 60)));
    expect(taken.filter(Boolean)).toHaveLength(200);
  });

  it('are not those of another', () => {
    const limits = new SignalLimits();
    for (let time = 0; time < 6; time += 1) limits.take('a', at(0));
    expect(limits.take('b', at(0))).toBe(true);
  });

  it('survive a clock that goes backwards', () => {
    const limits = new SignalLimits();
    for (let time = 0; time < 5; time += 1) limits.take('a', at(100));
    expect(limits.take('a', at(0))).toBe(false);
  });
});

describe('an opened link', () => {
  const cookieOf = (id: string, round: number): string => openedCookie(id, round, 'https://pay.example/x').split(';')[0] ?? '';

  it('is known from memory or from the browser, for its round and earlier ones', () => {
    const links = new OpenedLinks();
    expect(links.wasOpened('a', 1, undefined)).toBe(false);
    links.remember('a', 2);
    expect([1, 2, 3].map((round) => links.wasOpened('a', round, undefined))).toEqual([true, true, false]);
    expect(links.wasOpened('a', 3, `x=1; ${cookieOf('a', 3)}`)).toBe(true);
    expect(links.wasOpened('b', 3, cookieOf('a', 3))).toBe(false);
    expect(links.wasOpened('b', 1, `${cookieOf('b', 1)}x`)).toBe(false);
  });

  it('is remembered by a cookie that only our callback gets, and over https alone', () => {
    const cookie = openedCookie('a', 1, 'https://pay.example/x');
    expect(cookie).toMatch(/; Path=\/x\/callbacks; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/);
    expect(openedCookie('a', 1, 'http://127.0.0.1:3000')).not.toContain('Secure');
  });
});
