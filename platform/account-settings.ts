import { resolve } from 'node:path';
import { STANDARD_ACCOUNT } from '../contracts/payment.js';
import type { ProviderSetting, RegisteredProvider } from '../contracts/provider.js';
import { readAccountsFile } from './accounts-file.js';
import type { AccountSection } from './accounts-file.js';
import type { SettingSource } from './setting-source.js';

/** Settings of every enabled provider and account, by the key their provider names them with. */
export interface AccountSettings {
  has(provider: string, account: string): boolean;
  /** Checked values by `ProviderSetting.key`, only those this process may read; null when not enabled. */
  values(provider: string, account: string): Readonly<Record<string, string>> | null;
  entries(): readonly { readonly provider: string; readonly account: string }[];
}

export interface AccountContext {
  readonly reader: 'worker' | 'api';
  readonly providers: readonly RegisteredProvider[];
  /** Plain http towards this machine is fine. */
  readonly insecureLoopbackAllowed: boolean;
}

interface EnabledAccount {
  readonly provider: string;
  readonly account: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Where the value of a setting comes from: its text, and what to call it in a problem. */
type Lookup = (setting: ProviderSetting) => { readonly name: string; readonly text: string | null };

/**
 * Provider settings of account `default` from the environment and of any account from `ACCOUNTS_FILE`
 * (design section 9). Secrets that only the other process needs are not even read. Problems go to `source`.
 */
export function readAccountSettings(source: SettingSource, context: AccountContext): AccountSettings {
  const fromEnvironment = context.providers.flatMap((provider) =>
    enabledAccount(provider, STANDARD_ACCOUNT, environmentLookup(source), source, context),
  );
  // A client knows no provider: accounts are none of its business.
  const sections = context.providers.length === 0 ? [] : readAccountsFile(source, context.providers);
  const fromFile = sections.flatMap((section) =>
    enabledAccount(section.provider, section.account, sectionLookup(source, section), source, context),
  );
  const enabled = new Map<string, EnabledAccount>();
  for (const entry of [...fromEnvironment, ...fromFile]) {
    const key = keyOf(entry.provider, entry.account);
    if (enabled.has(key)) source.problem(`${key} is set in the environment and in ACCOUNTS_FILE: keep one of them`);
    enabled.set(key, entry);
  }
  return {
    has: (provider, account) => enabled.has(keyOf(provider, account)),
    values: (provider, account) => enabled.get(keyOf(provider, account))?.values ?? null,
    entries: () => [...enabled.values()].map(({ provider, account }) => ({ provider, account })),
  };
}

function keyOf(provider: string, account: string): string {
  return `${provider}/${account}`;
}

/** The account with its checked values, or nothing where the provider is not switched on for it. */
function enabledAccount(
  provider: RegisteredProvider,
  account: string,
  lookup: Lookup,
  source: SettingSource,
  context: AccountContext,
): EnabledAccount[] {
  const { enabledBy, settings } = provider.configuration;
  const switchedOn = settings.some((setting) => setting.key === enabledBy && lookup(setting).text !== null);
  if (!switchedOn) return [];
  const values: Record<string, string> = {};
  for (const setting of settings.filter(({ readBy }) => readBy === 'both' || readBy === context.reader)) {
    const { name, text } = lookup(setting);
    if (text === null && setting.required) source.missing(name, `${provider.displayName} needs it`);
    if (text === null) continue;
    const problem = setting.problem(text, context);
    if (problem !== null) source.problem(`${name} ${problem}`);
    values[setting.key] = text;
  }
  return [{ provider: provider.id, account, values }];
}

function environmentLookup(source: SettingSource): Lookup {
  return ({ variable, secret }) => ({
    name: variable,
    text: secret ? source.secret(variable) : source.text(variable),
  });
}

function sectionLookup(source: SettingSource, { values, where, folder }: AccountSection): Lookup {
  return ({ key, secret }) => {
    const name = `${where}.${key}`;
    const direct = values[key]?.trim() ?? '';
    const path = secret ? values[`${key}File`] : undefined;
    if (path === undefined) return { name, text: direct === '' ? null : direct };
    if (direct !== '') source.problem(`${name} and ${name}File are both set: keep one of them`);
    return { name, text: source.file(`${name}File`, resolve(folder, path)) };
  };
}
