import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { ACCOUNT_PATTERN } from '../contracts/payment.js';
import type { RegisteredProvider } from '../contracts/provider.js';
import type { SettingSource } from './setting-source.js';

/** One provider's section of one account, as it stands in `ACCOUNTS_FILE`. */
export interface AccountSection {
  readonly provider: RegisteredProvider;
  readonly account: string;
  readonly values: Readonly<Record<string, string>>;
  /** How a problem names the section. */
  readonly where: string;
  /** Folder that relative paths start from: the one of `ACCOUNTS_FILE`. */
  readonly folder: string;
}

const ListAsText = z.array(z.string()).transform((list) => list.join(','));
const Value = z.union([z.string(), z.number().transform(String), ListAsText]);
const AccountsFile = z.record(z.string(), z.record(z.string(), z.record(z.string(), Value)));
type AccountsFile = z.infer<typeof AccountsFile>;

/** The sections of `ACCOUNTS_FILE` (design section 9); none when it is unset. Problems go to `source`. */
export function readAccountsFile(source: SettingSource, providers: readonly RegisteredProvider[]): AccountSection[] {
  const path = source.text('ACCOUNTS_FILE');
  if (path === null) return [];
  const folder = dirname(resolve(path));
  const sections = Object.entries(parse(source, path)).flatMap(([account, byProvider]) =>
    Object.entries(byProvider).map(([id, values]) => ({ account, id, values })),
  );
  return sections.flatMap(({ account, id, values }) => {
    const provider = providers.find((known) => known.id === id);
    const where = `ACCOUNTS_FILE ${account}.${id}`;
    if (provider === undefined) {
      source.problem(`${where} is no provider: use ${providers.map((known) => known.id).join(', ')}`);
      return [];
    }
    if (!ACCOUNT_PATTERN.test(account)) {
      source.problem(`${where} is no account: name it with 1 to 24 of a-z, 0-9 and -`);
      return [];
    }
    reportUnknownKeys(source, provider, values, where);
    return [{ provider, account, values, where, folder }];
  });
}

function parse(source: SettingSource, path: string): AccountsFile {
  const content = source.file('ACCOUNTS_FILE', path);
  if (content === null) return {};
  const parsed = AccountsFile.safeParse(parseJson(content));
  if (parsed.success) return parsed.data;
  const place = parsed.error.issues[0]?.path.join('.');
  const where = place === undefined || place === '' ? 'as a whole' : `at ${place}`;
  source.problem(`ACCOUNTS_FILE is wrong ${where}: use JSON like { "shop": { "powens": { "baseUrl": "…" } } }`);
  return {};
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}

function reportUnknownKeys(
  source: SettingSource,
  provider: RegisteredProvider,
  values: Readonly<Record<string, string>>,
  where: string,
): void {
  const { settings } = provider.configuration;
  const known = settings.flatMap(({ key, secret }) => (secret ? [key, `${key}File`] : [key]));
  for (const key of Object.keys(values).filter((given) => !known.includes(given))) {
    source.problem(`${where}.${key} is not a setting: use ${known.join(', ')}`);
  }
}
