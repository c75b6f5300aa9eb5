import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { statusPage } from '../../api/pages/status-page.js';
import { projectRoot } from '../../tools/project-root.js';
import { launchBrowser } from '../support/browser.js';
import { input, SCENES } from './scenes.js';
import { serve } from './serve.js';

/** `npx jiti test/pages/screenshots.ts` makes the pictures of the payer's pages in docs/images anew. */
const PICTURES = [
  { name: 'payer-page-phone', page: statusPage(input(SCENES.awaitingPayer, 'en')), width: 390, height: 844 },
  { name: 'payer-page-desktop', page: statusPage(input(SCENES.partlyCancelled, 'sv')), width: 820, height: 760 },
];

const folder = join(projectRoot, 'docs', 'images');
await mkdir(folder, { recursive: true });
const app = serve(new Map(PICTURES.map(({ name, page }) => [`/${name}`, page])));
const origin = await app.listen({ host: '127.0.0.1', port: 0 });
const browser = await launchBrowser();
for (const { name, width, height } of PICTURES) {
  const tab = await browser.newPage({ viewport: { width, height } });
  await tab.goto(`${origin}/${name}`);
  await tab.screenshot({ path: join(folder, `${name}.png`) });
  await tab.close();
}
await browser.close();
await app.close();
