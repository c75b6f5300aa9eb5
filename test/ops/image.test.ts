import { readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { join, posix } from 'node:path';
import type { Ignore } from '@balena/dockerignore';
import { validate } from 'dockerfile-utils';
import { beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../tools/project-root.js';
import { ensureBuilt } from '../../tools/setup/setup.mjs';
import { imageFiles } from '../../tools/stack/image-files.js';

/** Its declarations speak of a default export, which it has not. */
const dockerIgnore: (options: { readonly ignorecase: boolean }) => Ignore = createRequire(import.meta.url)('@balena/dockerignore');

beforeAll(async () => {
  await ensureBuilt(projectRoot);
}, 300_000);

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');

describe('the Dockerfile', () => {
  it('has nothing a linter objects to', () => {
    expect(validate(read('Dockerfile'))).toEqual([]);
  });

  it('starts every stage from one pinned Debian image: the native part of the SDK needs glibc', () => {
    const images = [...read('Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    expect(new Set(images).size).toBe(1);
    expect(images[0]).toMatch(/^node:\d+\.\d+\.\d+-bookworm-slim$/);
  });

  it('runs its images as nobody in particular', () => {
    const stages = read('Dockerfile').split(/^FROM /m).slice(1);
    const final = stages.filter((stage) => /AS (production|simulator)$/m.test(stage));
    expect(final).toHaveLength(2);
    for (const stage of final) expect(stage).toMatch(/^USER 1000:1000$/m);
  });

  it('ends with production, which is what is built where nobody says what', () => {
    expect([...read('Dockerfile').matchAll(/ AS (\S+)$/gm)].at(-1)?.[1]).toBe('production');
  });
});

describe('the production image', () => {
  it('holds no simulator, no test, no bench, no tool, no example and no source', () => {
    const unwanted = /^dist\/(simulator|test|bench|tools|examples)\/|\.test\.|(?<!\.d)\.ts$|^(test|simulator|bench|tools|docs|ops)\//;
    expect(ownFiles('production').filter((path) => unwanted.test(path))).toEqual([]);
  });

  it('holds no package that is needed for development only', () => {
    const development = Object.keys(manifest().devDependencies);
    expect(development).toContain('vitest');
    // Declarations that production packages ask for themselves.
    const asked = ['@types/node'];
    expect([...packagesOf('production')].filter((name) => development.includes(name) && !asked.includes(name))).toEqual([]);
  });

  it('holds the native part of the SDK for one platform', () => {
    const releases = imageFiles('production').filter((path) => path.includes('core-bridge/releases/'));
    expect(new Set(releases.map((path) => path.split('/')[4])).size).toBe(1);
  });

  it('holds the workflows as one prebuilt bundle', () => {
    expect(ownFiles('production').filter((path) => path.includes('workflow'))).toContain('dist/workflow-bundle.js');
    expect(ownFiles('production').some((path) => path.startsWith('dist/workflows/'))).toBe(false);
  });
});

describe.each([
  ['production', ['dist/worker/main.js', 'dist/api/main.js', 'dist/codec-server/main.js', 'dist/cli/main.js']],
  ['simulator', ['dist/simulator/main.js']],
])('the image %s', (target, entries) => {
  it('holds everything that its programs import', () => {
    const files = new Set(imageFiles(target));
    const packages = packagesOf(target);
    const missing = new Set<string>();
    const seen = new Set<string>();
    const visit = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      if (!files.has(path)) return void missing.add(path);
      for (const specifier of importsOf(path)) {
        if (specifier.startsWith('.')) visit(posix.join(posix.dirname(path), specifier));
        else if (!isOfNode(specifier) && !packages.has(packageName(specifier))) missing.add(`${specifier} (${path})`);
      }
    };
    entries.forEach(visit);
    // Bundled on demand where no bundle is: never in the image, which has one.
    expect([...missing].filter((path) => !path.startsWith('dist/workflows/'))).toEqual([]);
  });
});

describe('the build context', () => {
  it('leaves out state, secrets, tests and what is built', () => {
    const ignored = dockerIgnore({ ignorecase: false }).add(read('.dockerignore'));
    for (const path of ['.git/config', '.data/dev-keys.json', 'node_modules/zod/index.js', 'dist/api/main.js', 'test/api/rig.ts', 'ops/compose/secrets/secret_keys', 'providers/powens/classify.test.ts', 'docs/deploying.md', '.env', 'coverage/index.html']) {
      expect(`${path} ${ignored.ignores(path)}`).toBe(`${path} true`);
    }
  });

  it('has every source that is compiled', () => {
    const ignored = dockerIgnore({ ignorecase: false }).add(read('.dockerignore'));
    const folders = readdirSync(projectRoot).filter((name) => !name.startsWith('.') && !/^(node_modules|dist|test|docs|ops|examples|coverage)/.test(name) && statSync(join(projectRoot, name)).isDirectory());
    const sources = folders.flatMap((folder) => readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' }).map((path) => posix.join(folder, path)));
    const compiled = sources.filter((path) => /\.m?ts$|\.mjs$/.test(path) && !path.endsWith('.test.ts'));
    expect(compiled.filter((path) => ignored.ignores(path))).toEqual([]);
    for (const path of ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'tools/run.mjs']) expect(ignored.ignores(path)).toBe(false);
  });
});

function ownFiles(target: string): string[] {
  return imageFiles(target).filter((path) => !path.startsWith('node_modules/'));
}

function packagesOf(target: string): Set<string> {
  return new Set(imageFiles(target).flatMap((path) => {
    const inside = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
    return inside === undefined ? [] : [inside];
  }));
}

function manifest(): { readonly devDependencies: Readonly<Record<string, string>> } {
  return JSON.parse(read('package.json'));
}

function importsOf(path: string): string[] {
  if (!path.endsWith('.js')) return [];
  return [...read(path).matchAll(/(?:^|[\s;])(?:import|export)[^'"`;]*?from ['"]([^'"]+)['"]|import\(['"]([^'"]+)['"]\)|^import ['"]([^'"]+)['"]/gm)].flatMap(([, named, dynamic, bare]) => named ?? dynamic ?? bare ?? []);
}

function isOfNode(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}

function packageName(specifier: string): string {
  return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
