import { type Browser, chromium } from 'playwright-core';
import { ensureChromium } from '../../tools/chromium.js';

/** No display, no root sandbox, and no lookups of hosts that are none of ours. */
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
/** For hooks that call `launchBrowser`: the set-up may have to install Chromium. */
export const INSTALLING_MS = 600_000;
export const SMALL_PHONE = { width: 320, height: 640 };
export const DESKTOP = { width: 1280, height: 900 };

/** A headless Chromium; whoever launches it closes it. @throws SetupError with the remedies where there is none */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await ensureChromium(process.env), args: FLAGS });
}
