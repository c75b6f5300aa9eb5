import { describe, expect, it } from 'vitest';
import { powensConfiguration } from './settings.js';

function problem(key: string, value: string, insecureLoopbackAllowed = false): string | null {
  const setting = powensConfiguration.settings.find((known) => known.key === key);
  if (setting === undefined) throw new Error(`no setting ${key}`);
  return setting.problem(value, { insecureLoopbackAllowed });
}

describe('POWENS_BASE_URL', () => {
  it.each(['https://acme.biapi.pro/2.0', 'https://acme.biapi.pro/2.0/', 'https://powens.example:8443/api'])('may be %s', (value) => {
    expect(problem('baseUrl', value)).toBeNull();
  });

  it.each([
    ['acme', 'must be a URL'],
    ['ftp://acme.biapi.pro/', 'https'],
    ['http://acme.biapi.pro/2.0', 'must be https'],
    ['http://127.0.0.1:4010/powens/2.0', 'must be https'],
    ['https://user:password@acme.biapi.pro/2.0', 'user name'],
    ['https://acme.biapi.pro/2.0?x=1', 'query'],
    ['https://acme.biapi.pro/2.0#x', 'fragment'],
  ])('may not be %s', (value, remedy) => {
    expect(problem('baseUrl', value)).toContain(remedy);
    expect(problem('baseUrl', value)).not.toContain('password@');
  });

  it('may be plain http towards this machine where that is allowed', () => {
    expect(['http://127.0.0.1:4010/powens/2.0', 'http://localhost:4010', 'http://[::1]:4010'].map((url) => problem('baseUrl', url, true))).toEqual([null, null, null]);
    expect(problem('baseUrl', 'http://localhost.evil.example', true)).toContain('https');
  });
});

describe('POWENS_WEBVIEW_URL', () => {
  it.each(['https://webview.powens.com/{lang}/payment', 'https://webview.powens.com/payment'])('may be %s', (value) => {
    expect(problem('webviewUrl', value)).toBeNull();
  });

  it.each(['https://webview.powens.com/{locale}/payment', 'https://webview.powens.com/x{lang}/payment', 'https://webview.powens.com/{lang}x/payment', 'http://webview.powens.com/payment', 'https://webview.powens.com/payment?lang={lang}'])(
    'may not be %s',
    (value) => {
      expect(problem('webviewUrl', value)).not.toBeNull();
    },
  );
});

describe('the other settings', () => {
  it('are checked: no spaces in credentials, a rate that is a number', () => {
    expect([problem('clientId', '87654321'), problem('clientSecret', 's3cret/='), problem('webhookSecret', 'a'), problem('ratePerMinute', '30')]).toEqual([null, null, null, null]);
    for (const [key, value] of [['clientId', '1 2'], ['clientSecret', 'a\nb'], ['webhookSecret', ''], ['ratePerMinute', '0'], ['ratePerMinute', '1.5'], ['ratePerMinute', 'many']] as const) {
      expect(problem(key, value)).not.toBeNull();
    }
  });

  it('never repeat a secret in a problem', () => {
    expect(problem('clientSecret', 'top secret')).not.toContain('top secret');
  });

  it('are split between worker and API: credentials for one, the webhook secret for the other', () => {
    const readers = Object.fromEntries(powensConfiguration.settings.map(({ key, readBy, secret }) => [key, [readBy, secret]]));
    expect(readers).toEqual({
      baseUrl: ['both', false],
      clientId: ['worker', false],
      clientSecret: ['worker', true],
      webviewUrl: ['worker', false],
      webhookSecret: ['api', true],
      ratePerMinute: ['worker', false],
    });
  });
});

describe('credentials', () => {
  it('have the webview of the guides unless another is set, and no slash at the end of the base URL', () => {
    expect(powensConfiguration.credentials({ baseUrl: 'https://acme.biapi.pro/2.0/', clientId: '1', clientSecret: 's' })).toEqual({
      baseUrl: 'https://acme.biapi.pro/2.0',
      clientId: '1',
      clientSecret: 's',
      webviewUrl: 'https://acme.biapi.pro/2.0/auth/webview/payment',
      ratePerMinute: null,
    });
  });
});
