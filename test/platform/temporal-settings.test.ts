import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SettingsError } from '../../platform/settings.js';
import { readTemporalSettings } from '../../platform/temporal-settings.js';

const noProfile = { TEMPORAL_CONFIG_FILE: '/nonexistent/temporal.toml' };

describe('where Temporal is', () => {
  it('is this machine when nobody says otherwise', () => {
    expect(readTemporalSettings(noProfile)).toEqual({
      address: '127.0.0.1:7233',
      namespace: 'default',
      connectionOptions: { address: '127.0.0.1:7233' },
    });
  });

  it('comes from the variables of the Temporal CLI', () => {
    const env = { ...noProfile, TEMPORAL_ADDRESS: 'a.example:7233', TEMPORAL_NAMESPACE: 'n', TEMPORAL_API_KEY: 'k' };
    expect(readTemporalSettings(env)).toEqual({
      address: 'a.example:7233',
      namespace: 'n',
      connectionOptions: { address: 'a.example:7233', apiKey: 'k', tls: true },
    });
  });

  it('comes from a profile', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'countermand-profile-')), 'temporal.toml');
    writeFileSync(path, '[profile.cloud]\naddress = "cloud.example:7233"\nnamespace = "n.acct"\n[profile.cloud.tls]\n');
    const settings = readTemporalSettings({ TEMPORAL_CONFIG_FILE: path, TEMPORAL_PROFILE: 'cloud' });
    expect(settings).toMatchObject({ address: 'cloud.example:7233', namespace: 'n.acct' });
    expect(settings.connectionOptions.tls).toBeTruthy();
  });

  it('takes the API key from a file', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'countermand-key-')), 'key');
    writeFileSync(path, 'from-file\n');
    const env = { ...noProfile, TEMPORAL_API_KEY_FILE: path };
    expect(readTemporalSettings(env).connectionOptions.apiKey).toBe('from-file');
    expect(() => readTemporalSettings({ ...env, TEMPORAL_API_KEY: 'k' })).toThrow(SettingsError);
    expect(() => readTemporalSettings({ ...noProfile, TEMPORAL_API_KEY_FILE: '/nonexistent' })).toThrow(/TEMPORAL_API_KEY_FILE/);
  });

  it.each(['temporal', 'http://127.0.0.1:7233', 'a b:7233', ':7233', '127.0.0.1:'])('is not "%s"', (address) => {
    expect(() => readTemporalSettings({ ...noProfile, TEMPORAL_ADDRESS: address })).toThrow(/TEMPORAL_ADDRESS/);
  });

  it('is a problem of the configuration when a profile is missing', () => {
    expect(() => readTemporalSettings({ ...noProfile, TEMPORAL_PROFILE: 'nope' })).toThrow(SettingsError);
  });
});
