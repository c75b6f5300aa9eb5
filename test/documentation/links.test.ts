import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../cli/command-table.js';
import { projectRoot } from '../../tools/project-root.js';
import { linkProblem, linksOf } from './markdown-links.js';

const NOT_OURS = new Set(['node_modules', 'dist', '.git', '.data', 'coverage']);

/** Every page of the repository, from its root. */
const PAGES = pagesIn(projectRoot);

function pagesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) || entry.name.startsWith('dist.') ? [] : pagesIn(join(folder, entry.name));
    return entry.name.endsWith('.md') ? [relative(projectRoot, join(folder, entry.name))] : [];
  });
}

function textOf(page: string): string {
  return readFileSync(join(projectRoot, page), 'utf8');
}

/** Words after `countermand` where it is typed as a command. */
function commandsIn(page: string): readonly string[] {
  const typed = textOf(page).matchAll(/(?:^ *|`|\$ |npx )countermand ([a-z][a-z-]*)/gm);
  return [...typed].map(([, command = '']) => command);
}

describe('the documentation', () => {
  it.each(PAGES)('leads only to what is there: %s', (page) => {
    expect(linksOf(page).flatMap((target) => linkProblem(page, target) ?? [])).toEqual([]);
  });

  it('names no command of the CLI that does not exist', () => {
    const known = new Set<string>(COMMANDS.map(({ name }) => name));
    const unknown = PAGES.flatMap((page) => commandsIn(page).filter((command) => !known.has(command)).map((command) => `${page}: ${command}`));
    expect(unknown).toEqual([]);
  });

  it('would not pass with a link, a heading or a command that is gone', () => {
    expect(linkProblem('README.md', 'docs/gone.md')).toMatch(/no such file/);
    expect(linkProblem('README.md', 'docs/architecture.md#gone')).toMatch(/no such heading/);
    expect(linkProblem('README.md', 'docs/architecture.md#promises')).toBeNull();
    expect(commandsIn('docs/operating.md')).toContain('resolve');
  });
});
