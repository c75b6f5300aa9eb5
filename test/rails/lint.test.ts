import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { beforeAll, describe, expect, test } from 'vitest';
import { lintConfig } from '../../tools/rails/lint-config.js';

/** A tree laid out like the project's, whose files break one rule each (and have a twin that breaks none). */
const root = join(import.meta.dirname, 'bad');
const rejected = filesEndingIn('.bad.ts');
const accepted = filesEndingIn('.good.ts');
let findings: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: lintConfig(root) });
  const results = await eslint.lintFiles([...rejected, ...accepted]);
  findings = new Map(results.map(({ filePath, messages }) => [filePath, messages.map(({ ruleId, message }) => ruleId ?? message)]));
}, 120_000);

describe('the rails', () => {
  test.each(rejected)('reject %s, by its rule and no other', (file) => {
    const expected = /^\/\/ must be rejected by (\S+)$/m.exec(readFileSync(join(root, file), 'utf8'))?.[1];
    expect([...new Set(findings.get(join(root, file)))]).toEqual([expected]);
  });

  test.each(accepted)('accept %s', (file) => {
    expect(findings.get(join(root, file))).toEqual([]);
  });

  test('are each seen to fire, and each bad file has a good twin', () => {
    const configured = new Set(lintConfig(root).flatMap(({ rules = {} }) => Object.keys(rules)));
    expect(new Set([...findings.values()].flat())).toEqual(configured);
    expect(accepted.map((file) => file.replace('.good.', '.bad.')).sort()).toEqual([...rejected].sort());
  });
});

function filesEndingIn(ending: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith(ending));
}
