import { describe, expect, it } from 'vitest';
import { webviewUrl } from './webview-url.js';

const parts = {
  webviewUrl: 'https://acme.biapi.pro/2.0/auth/webview/payment',
  baseUrl: 'https://acme.biapi.pro/2.0',
  clientId: '87654321',
  redirectUri: 'https://pay.shop.example/callbacks/powens',
  state: 'AQ-_x',
  scopedToken: 'ab+/c==',
  paymentId: '9007199254740993',
  locale: null,
};

describe('the webview address', () => {
  it("is the guides' on the API's own host", () => {
    expect(webviewUrl(parts)).toBe(
      'https://acme.biapi.pro/2.0/auth/webview/payment?client_id=87654321' +
        '&redirect_uri=https%3A%2F%2Fpay.shop.example%2Fcallbacks%2Fpowens&state=AQ-_x&code=ab%2B%2Fc%3D%3D&payment_id=9007199254740993',
    );
  });

  it("is the reference page's on another host: with the API's host as `domain`, and the payer's language", () => {
    expect(webviewUrl({ ...parts, webviewUrl: 'https://webview.powens.com/{lang}/payment', locale: 'fr-FR' })).toBe(
      'https://webview.powens.com/fr/payment?domain=acme.biapi.pro&client_id=87654321' +
        '&redirect_uri=https%3A%2F%2Fpay.shop.example%2Fcallbacks%2Fpowens&state=AQ-_x&code=ab%2B%2Fc%3D%3D&payment_id=9007199254740993',
    );
  });

  it.each([
    ['en', '/en/payment'],
    ['PT-br', '/pt/payment'],
    ['es', '/es/payment'],
    ['sv-SE', '/payment'],
    [null, '/payment'],
    ['../admin', '/payment'],
  ])('for locale %s has the path %s', (locale, path) => {
    const url = new URL(webviewUrl({ ...parts, webviewUrl: 'https://webview.powens.com/{lang}/payment', locale }));
    expect(url.pathname).toBe(path);
  });

  it('takes a language on the own host too', () => {
    const url = new URL(webviewUrl({ ...parts, webviewUrl: 'https://acme.biapi.pro/2.0/auth/webview/{lang}/payment', locale: 'de' }));
    expect(url.pathname).toBe('/2.0/auth/webview/de/payment');
    expect(url.searchParams.has('domain')).toBe(false);
  });
});
