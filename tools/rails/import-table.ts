/** Who may import whom (design section 10). Every folder may import itself; what is not named here may not be imported. */
export interface ImportRow {
  /** The folder this row is about; `providers/*` is each provider's folder, apart from the others. */
  readonly folder: string;
  /** Folders, or files without their ending. */
  readonly mayImport: readonly string[];
  /** Allowed with `import type` alone. */
  readonly typesOnly: readonly string[];
  /** Packages by name. */
  readonly packages: readonly string[];
  /** Node's own modules. */
  readonly node: boolean;
}

export const IMPORT_TABLE: readonly ImportRow[] = [
  { folder: 'contracts', mayImport: [], typesOnly: [], packages: ['@temporalio/common'], node: false },
  { folder: 'workflows/machine', mayImport: ['contracts'], typesOnly: [], packages: [], node: false },
  {
    folder: 'workflows',
    mayImport: ['contracts'],
    typesOnly: ['activities'],
    packages: ['@temporalio/workflow', '@temporalio/common'],
    node: false,
  },
  {
    folder: 'providers/*',
    mayImport: ['contracts', 'platform/http', 'platform/time-budget'],
    typesOnly: [],
    packages: ['zod', 'lossless-json'],
    node: true,
  },
  { folder: 'providers', mayImport: ['contracts'], typesOnly: [], packages: [], node: false },
  {
    folder: 'activities',
    mayImport: ['contracts', 'providers/registry', 'platform'],
    typesOnly: [],
    packages: ['@temporalio/activity', '@temporalio/common', 'standardwebhooks'],
    node: true,
  },
  {
    folder: 'platform',
    mayImport: ['contracts'],
    typesOnly: [],
    packages: ['zod', 'node-fetch', 'pino', 'prom-client', '@temporalio/envconfig', '@temporalio/common'],
    node: true,
  },
  {
    folder: 'worker',
    mayImport: ['contracts', 'activities', 'providers/registry', 'platform'],
    typesOnly: [],
    packages: ['@temporalio/worker', '@temporalio/activity', '@temporalio/client', '@temporalio/common', 'prom-client'],
    node: true,
  },
  {
    folder: 'client',
    mayImport: ['contracts'],
    typesOnly: [],
    packages: ['@temporalio/client', '@temporalio/common', 'node-fetch'],
    node: true,
  },
  {
    folder: 'api',
    mayImport: ['contracts', 'client', 'platform', 'providers/registry'],
    typesOnly: [],
    packages: ['fastify', '@fastify/*', 'zod', 'lossless-json', 'prom-client', 'rate-limiter-flexible', '@temporalio/client'],
    node: true,
  },
  { folder: 'codec-server', mayImport: ['platform'], typesOnly: [], packages: ['fastify', 'zod', '@temporalio/common'], node: true },
  { folder: 'cli', mayImport: ['contracts', 'client', 'platform', 'providers/registry'], typesOnly: [], packages: ['zod'], node: true },
  { folder: 'simulator', mayImport: [], typesOnly: [], packages: ['zod', 'lossless-json'], node: true },
];

/** The row a file stands under, by its path from the root; null for folders without one (tools, bench, test). */
export function rowOf(path: string): ImportRow | null {
  return IMPORT_TABLE.find(({ folder }) => isUnder(path, ownFolder(folder, path))) ?? null;
}

/** The folder itself that a row names for a file: `providers/powens` for `providers/*`. */
export function ownFolder(folder: string, path: string): string {
  const parent = folder.endsWith('/*') ? folder.slice(0, -2) : null;
  const [first, second, rest] = path.split('/');
  return first === parent && rest !== undefined ? `${first}/${second}` : folder;
}

/** True for a path that is the given folder or file (without its ending), or stands below it. */
export function isUnder(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`) || path.replace(/\.[jt]s$/, '') === place;
}
