import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** WCAG 2.2, 2.5.8. */
const SMALLEST_TARGET = 24;

// Written as text: these run in the page, and the types of a browser are none of this project's.
const MISFITS = `[
  ...(document.documentElement.scrollWidth > window.innerWidth ? ['must be scrolled sideways'] : []),
  ...[...document.querySelectorAll('a, summary, button')]
    .filter((target) => Math.min(target.getBoundingClientRect().width, target.getBoundingClientRect().height) < ${SMALLEST_TARGET})
    .map((target) => 'small target: ' + target.textContent),
]`;
/** No preload: all style is in the page. What axe could not judge counts as a fault. */
const RUN_AXE = `axe.run({ preload: false, resultTypes: ['violations', 'incomplete'], rules: { 'target-size': { enabled: true } } })`;

/** What axe finds wrong with the page as it stands. */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations, incomplete } = await page.evaluate<AxeResults>(RUN_AXE);
  return [...violations, ...incomplete].map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** What does not fit the window or a finger. */
export function misfits(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(MISFITS);
}
