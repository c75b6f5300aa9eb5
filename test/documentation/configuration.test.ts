import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCodecServerSettings } from '../../platform/codec-server-settings.js';
import { readApiSettings, readClientSettings, readWorkerSettings } from '../../platform/settings.js';
import { readTemporalSettings } from '../../platform/temporal-settings.js';
import { providers } from '../../providers/registry.js';
import { readSimulatorSettings } from '../../simulator/settings.js';
import { projectRoot } from '../../tools/project-root.js';
import { planStart } from '../../tools/start/plan.js';

interface Row {
  readonly name: string;
  readonly secret: boolean;
  /** Null: none, or derived from others. */
  readonly standard: string | null;
  readonly readBy: readonly string[];
  readonly example: string;
}

const DOCUMENT = readFileSync(join(projectRoot, 'docs', 'configuration.md'), 'utf8');
const ROW = /^\| `([A-Z_*]+)`( \(secret\))? \|.*\| (?:`([^`]+)`|–) \| ([a-z, -]+) \| `([^`]+)` \|$/;
const ROWS: readonly Row[] = DOCUMENT.split('\n').flatMap((line) => {
  const [, name, secret, standard, readBy, example] = ROW.exec(line) ?? [];
  if (name === undefined || readBy === undefined || example === undefined) return [];
  return [{ name, secret: secret !== undefined, standard: standard ?? null, readBy: readBy.split(', '), example }];
});

type Reader = (env: NodeJS.ProcessEnv) => unknown;

/** What each program reads its environment with. */
const READERS: Readonly<Record<string, Reader>> = {
  worker: (env) => [readWorkerSettings(env, providers), readTemporalSettings(env)],
  api: (env) => [readApiSettings(env, providers), readTemporalSettings(env)],
  cli: (env) => [readClientSettings(env, providers), readTemporalSettings(env)],
  'codec-server': readCodecServerSettings,
  simulator: readSimulatorSettings,
  start: planStart,
};

const SECRET = 'a-secret-of-thirty-two-characters';
/** Everything on, so that everything is read. */
const BASE: NodeJS.ProcessEnv = {
  APP_ENV: 'development',
  SECRET_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
  API_TOKENS: `orders:${SECRET}:*:*`,
  CODEC_TOKENS: `ana:${SECRET}`,
  EVENTS_URL: 'https://orders.shop.example/events',
  EVENTS_SECRET: `whsec_${Buffer.alloc(32, 2).toString('base64')}`,
  WORKER_DEPLOYMENT_NAME: 'a',
  WORKER_BUILD_ID: 'b',
  POWENS_BASE_URL: 'https://acme.biapi.pro/2.0',
  POWENS_CLIENT_ID: '1',
  POWENS_CLIENT_SECRET: SECRET,
  SWEDBANKPAY_BASE_URL: 'https://api.payex.com',
  SWEDBANKPAY_TOKEN: SECRET,
  SWEDBANKPAY_CALLBACK_SECRET: SECRET,
  // No profile of the machine the tests run on.
  TEMPORAL_CONFIG_FILE: '/nonexistent/temporal.toml',
};

/** The names a program asks for. Temporal's are listed by the SDK and not asked for one by one. */
function namesReadBy(read: Reader, base: NodeJS.ProcessEnv = BASE): ReadonlySet<string> {
  const asked = new Set<string>();
  const env = new Proxy(base, {
    get: (target, name: string) => {
      asked.add(name);
      return target[name];
    },
    // Whoever copies the environment has not asked for anything in it yet.
    ownKeys: () => [],
  });
  read(env);
  return asked;
}

/** What the SDK and our own reader take of `TEMPORAL_*`. */
function temporalNames(): ReadonlySet<string> {
  const folder = join(projectRoot, 'node_modules', '@temporalio', 'envconfig', 'lib');
  const source = readdirSync(folder).filter((file) => file.endsWith('.js')).map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
  return new Set([...source.matchAll(/TEMPORAL_[A-Z_]+/g)].map(([name]) => (name.endsWith('_') ? `${name}*` : name)));
}

/** Names in the text of programs that read one or two variables themselves. */
function namesIn(folder: string): ReadonlySet<string> {
  const files = readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' }).filter((file) => /\.(?:ts|mjs)$/.test(file));
  const patterns = [/\benv(?:\['|\.)([A-Z][A-Z_]+)/g, /variable: '([A-Z_]+)'/g, /(?:addressOf|findProgram)\((?:'[a-z]+', )?'([A-Z_]+)'/g];
  const texts = files.map((file) => readFileSync(join(projectRoot, folder, file), 'utf8'));
  return new Set(texts.flatMap((text) => patterns.flatMap((pattern) => [...text.matchAll(pattern)].flatMap(([, name]) => name ?? []))));
}

/** The shell's own, and those of containers the stack of the tests stands in for. */
const NOT_OURS = /^(?:PATH|HOME|TERM|POSTGRES_\w+|COMPOSE_\w+)$/;

const documented = (reader: string): string[] =>
  ROWS.filter(({ name, readBy }) => readBy.includes(reader) && !isTemporals(name)).flatMap(({ name, secret }) => (secret ? [name, `${name}_FILE`] : [name]));

function isTemporals(name: string): boolean {
  return name.startsWith('TEMPORAL_') && !name.startsWith('TEMPORAL_DEV_') && name !== 'TEMPORAL_CLI_PATH';
}

describe('docs/configuration.md', () => {
  it('has every row in the form this test reads', () => {
    const rows = DOCUMENT.split('\n').filter((line) => line.startsWith('| `') && line.split(' | ').length > 4);
    expect(rows.filter((line) => !ROW.test(line) && !line.includes('✓'))).toEqual([]);
    expect(new Set(ROWS.map(({ name }) => name)).size).toBe(ROWS.length);
  });

  it.each(['worker', 'api', 'codec-server', 'simulator', 'cli'])('names exactly what the %s reads, and every secret as one', (reader) => {
    const read = new Set([...namesReadBy(READERS[reader] ?? (() => null))].filter((name) => !isTemporals(name)));
    // Colours are the terminal's business, not the settings'.
    expect([...read].sort()).toEqual(documented(reader).filter((name) => name !== 'NO_COLOR').sort());
  });

  it('names exactly what `npm start` reads', () => {
    // The simulator's port matters where a provider is simulated.
    const read = [...namesReadBy(planStart, {})].filter((name) => !isTemporals(name) && !name.endsWith('_FILE'));
    expect(documented('start').filter((name) => !name.endsWith('_FILE')).sort()).toEqual(read.sort());
  });

  it('names exactly what of Temporal is read', () => {
    const rows = ROWS.filter(({ name }) => isTemporals(name));
    expect(rows.map(({ name }) => name).sort()).toEqual([...temporalNames()].sort());
    expect(rows.filter(({ readBy }) => !['worker', 'api', 'cli'].every((reader) => readBy.includes(reader)))).toEqual([]);
  });

  it('names exactly what the tools read', () => {
    const read = ['tools', 'bench', 'examples'].flatMap((folder) => [...namesIn(folder)]).filter((name) => !NOT_OURS.test(name) && !isTemporals(name));
    expect(documented('tools').filter((name) => !name.endsWith('_FILE') && !read.includes(name))).toEqual([]);
    expect(read.filter((name) => ![...documented('tools'), ...documented('start')].includes(name))).toEqual([]);
  });

  const withReader = ROWS.flatMap((row) => row.readBy.flatMap((by) => (READERS[by] === undefined ? [] : [{ ...row, by, read: READERS[by] }])));

  // For `npm start` a default is what it chooses itself, and a value that somebody chose is another matter.
  it.each(withReader.filter(({ standard, by }) => standard !== null && by !== 'start'))('$name of the $by has the default $standard', ({ name, standard, read }) => {
    const { [name]: _unset, ...rest } = BASE;
    expect(comparable(read({ ...rest, [name]: standard ?? '' }))).toEqual(comparable(read(rest)));
  });

  const readable = withReader.filter(({ example, name }) => !example.startsWith('<') && !example.startsWith('/') && name !== 'TEMPORAL_PROFILE');
  it.each(readable)('$name of the $by takes $example', ({ name, example, read }) => {
    // What leaves this machine asks for more in production; here only the value itself is in question.
    expect(() => read({ ...BASE, APP_ENV: 'development', ...(name === 'APP_ENV' ? {} : { [name]: example }) })).not.toThrow();
  });
});

/** Settings without their functions. */
function comparable(settings: unknown): unknown {
  return JSON.parse(JSON.stringify(settings, (_key, value: unknown) => (value instanceof Set ? [...value] : value)));
}
