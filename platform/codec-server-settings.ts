import { readAppEnvironment } from './app-environment.js';
import { readKeyRing } from './key-ring-setting.js';
import type { KeyRing } from './keys.js';
import type { LogLevel } from './logging.js';
import { isLoopbackHost } from './loopback.js';
import { parseNamedToken, readTokenList } from './named-tokens.js';
import type { NamedToken, TokenProblem } from './named-tokens.js';
import { readOrigins } from './public-address.js';
import { SettingsError, SettingSource } from './setting-source.js';

export const CODEC_SCOPES = ['decode', 'encode'] as const;
export type CodecScope = (typeof CODEC_SCOPES)[number];

/** Its name stands in the log of who decoded what. */
export interface CodecToken extends NamedToken {
  readonly scopes: ReadonlySet<CodecScope>;
}

export interface CodecServerSettings {
  readonly production: boolean;
  readonly logLevel: LogLevel;
  readonly host: string;
  readonly port: number;
  /** Null: the server is open and decodes only, which is possible on loopback in development only. */
  readonly tokens: readonly CodecToken[] | null;
  /** Origins of the Temporal UI. */
  readonly origins: readonly string[];
  readonly keyRing: KeyRing;
}

/** Where `npm start` serves the Temporal UI. */
const DEVELOPMENT_ORIGINS = ['http://127.0.0.1:8233', 'http://localhost:8233'];

/**
 * What the codec server needs, checked whole. It reaches neither Temporal nor a provider.
 *
 * In development it may create the checkout's `.data/dev-keys.json`. Safe to repeat.
 * @throws {SettingsError} naming every bad variable at once
 */
export function readCodecServerSettings(env: NodeJS.ProcessEnv): CodecServerSettings {
  const source = new SettingSource(env);
  const host = source.text('CODEC_HOST') ?? '127.0.0.1';
  const port = source.wholeNumber('CODEC_PORT', { from: 1, to: 65_535, standard: 8888 });
  const production = readAppEnvironment(source, isLoopbackHost(host) ? [] : ['CODEC_HOST']) === 'production';
  const logLevel = source.choice('LOG_LEVEL', ['debug', 'info', 'warn', 'error']) ?? 'info';
  const tokens = readTokenList(source, 'CODEC_TOKENS', (entry) => parseToken(entry, production));
  if (tokens === null && production) {
    source.missing('CODEC_TOKENS', 'production needs name:token or name:token:decode+encode');
  } else if (tokens === null && !isLoopbackHost(host)) {
    source.missing('CODEC_TOKENS', `set it, or CODEC_HOST=127.0.0.1 (CODEC_HOST is "${host}")`);
  }
  const origins = readOrigins(source, 'CODEC_ORIGINS', production) ?? (production ? [] : DEVELOPMENT_ORIGINS);
  const keyRing = readKeyRing(source, production);
  source.finish();
  if (keyRing === null) throw new SettingsError(['SECRET_KEYS cannot be used']);
  return { production, logLevel, host, port, tokens, origins, keyRing };
}

/** `name:token` decodes; `name:token:decode+encode` and `name:token:*` encode too. */
function parseToken(entry: string, production: boolean): CodecToken | TokenProblem {
  const [name = '', token = '', scopes = 'decode', ...more] = entry.split(':');
  if (more.length > 0 || token === '') return { problem: 'must be name:token or name:token:decode+encode' };
  const named = parseNamedToken({ name, token, production });
  if ('problem' in named) return named;
  const granted = scopes === '*' ? CODEC_SCOPES : scopes.split('+');
  if (!granted.every(isScope)) return { problem: `must name scopes out of ${CODEC_SCOPES.join(', ')} or *` };
  return { ...named, scopes: new Set(granted) };
}

function isScope(scope: string): scope is CodecScope {
  return CODEC_SCOPES.some((known) => known === scope);
}
