import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { projectRoot } from '../../tools/project-root.js';

/** `SCREENSHOTS=1 npx vitest run test/e2e/temporal-ui.test.ts` makes the pictures of docs/operating.md anew. */
const TAKES_PICTURES = process.env['SCREENSHOTS'] === '1';
const FOLDER = join(projectRoot, 'docs', 'images');

/** What an operator does in Temporal's own UI. */
export interface TemporalUi {
  /** The list of runs that a query finds. */
  list(query: string): Promise<Page>;
  /** Saves a query as a view of this browser. */
  saveView(name: string, query: string): Promise<void>;
  /** Shows these search attributes in the place of columns that tell an operator little. */
  showColumns(page: Page, columns: readonly string[]): Promise<void>;
  /** The timeline of a run: its steps, watches and timers by their summaries. */
  timeline(workflowId: string): Promise<Page>;
  /** Summary, details and current details of a run, in this order. */
  metadata(workflowId: string): Promise<{ readonly page: Page; readonly texts: readonly string[] }>;
  /** Opens the dialog of an update or a signal with its one JSON argument typed in. */
  dialog(workflowId: string, message: { readonly kind: 'Update' | 'Signal'; readonly name: string; readonly argument: object }): Promise<{ readonly page: Page; readonly dialog: Locator }>;
  picture(page: Page, name: string): Promise<void>;
}

/** Opens the UI of a dev server for one namespace, in English and in UTC. */
export async function openTemporalUi(browser: Browser, uiUrl: string, namespace: string): Promise<TemporalUi> {
  const context: BrowserContext = await browser.newContext({ viewport: { width: 1600, height: 900 }, locale: 'en-US', timezoneId: 'UTC' });
  const base = `${uiUrl}/namespaces/${namespace}/workflows`;

  async function timeline(workflowId: string): Promise<Page> {
    const page = await context.newPage();
    await page.goto(`${base}/${encodeURIComponent(workflowId)}`);
    await page.waitForURL(/\/timeline/);
    await page.getByRole('button', { name: 'More Actions' }).waitFor();
    return page;
  }

  async function list(query: string): Promise<Page> {
    const page = await context.newPage();
    await page.goto(`${base}?query=${encodeURIComponent(query)}`);
    await page.getByTestId('workflows-summary-table-configuration-button').waitFor();
    return page;
  }

  return {
    list,
    saveView: async (name, query) => {
      const page = await list(query);
      await page.getByTestId('create-view-button').click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox').fill(name);
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'hidden' });
      await page.close();
    },
    showColumns: async (page, columns) => {
      await page.getByTestId('workflows-summary-table-configuration-button').click();
      for (const unused of ['Run ID', 'Type', 'Start', 'End']) await page.getByTestId(`orderable-list-item-${unused}-remove-button`).click();
      for (const column of columns) await page.getByTestId(`orderable-list-item-${column}-add-button`).click();
      await page.getByTestId('drawer-close-button').click();
    },
    timeline,
    metadata: async (workflowId) => {
      const page = await timeline(workflowId);
      await page.goto(page.url().replace(/\/timeline.*$/, '/user-metadata'));
      const shown = page.locator('iframe');
      await shown.nth(1).waitFor();
      // The UI asks the run for its current details when it is told to.
      await page.keyboard.press('r');
      await shown.nth(2).waitFor();
      const texts = await Promise.all([0, 1, 2].map(async (place) => await shown.nth(place).contentFrame().locator('main, body').first().innerText()));
      return { page, texts };
    },
    dialog: async (workflowId, { kind, name, argument }) => {
      const page = await timeline(workflowId);
      await page.getByRole('button', { name: 'More Actions' }).click();
      await page.getByRole('menuitem', { name: kind === 'Update' ? 'Send an Update' : 'Send a Signal' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByTestId(/-select-button$/).first().click();
      await dialog.getByRole('option', { name: new RegExp(`^${name}\\b`) }).click();
      await dialog.locator('.cm-content').click();
      await page.keyboard.insertText(JSON.stringify(argument));
      return { page, dialog };
    },
    picture: async (page, name) => {
      if (!TAKES_PICTURES) return;
      mkdirSync(FOLDER, { recursive: true });
      await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' });
    },
  };
}

/** Sends what stands in a dialog. The dialog grows while it is filled in, so the button is not clicked by its place. */
export async function submit(dialog: Locator): Promise<void> {
  await dialog.getByRole('button', { name: 'Submit' }).dispatchEvent('click');
}
