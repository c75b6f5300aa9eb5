import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { projectRoot } from '../../tools/project-root.js';

/** What is shown as it is written holds no links. */
function withoutCode(text: string): string {
  return text.replace(/^( *)```.*?^ *```$/gms, '').replace(/`[^`\n]*`/g, 'code');
}

/** The links of a page that lead to something of ours. */
export function linksOf(page: string): readonly string[] {
  const targets = [...withoutCode(readFileSync(join(projectRoot, page), 'utf8')).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => !/^[a-z]+:/.test(target));
}

/** As GitHub makes them of headings; a heading that is there twice gets a number. */
function anchorsOf(file: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const headings = readFileSync(file, 'utf8').replace(/^( *)```.*?^ *```$/gms, '').match(/^#{1,6} .+$/gm) ?? [];
  return new Set(headings.map((heading) => numbered(slugOf(heading), seen)));
}

function slugOf(heading: string): string {
  const text = heading.replace(/^#+ /, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, '');
  return text.trim().toLowerCase().replace(/[^\p{L}\p{N}_\- ]/gu, '').replaceAll(' ', '-');
}

function numbered(slug: string, seen: Map<string, number>): string {
  const times = seen.get(slug) ?? 0;
  seen.set(slug, times + 1);
  return times === 0 ? slug : `${slug}-${times}`;
}

/** Why a link of a page leads nowhere, or null. Both from the root of the repository; a heading is looked for in pages only. */
export function linkProblem(page: string, target: string): string | null {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? join(projectRoot, page) : resolve(projectRoot, dirname(page), path);
  if (!existsSync(file)) return `${target}: no such file`;
  if (anchor === undefined || !file.endsWith('.md')) return null;
  return anchorsOf(file).has(anchor) ? null : `${target}: no such heading`;
}
