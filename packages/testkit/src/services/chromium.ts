import type { Browser } from 'playwright-core';
import { findExecutable } from '../process/executable.ts';
import { tempDir } from '../temp-dir.ts';

/** No sandbox because tests may run as root in a container; the rest keeps the browser from calling home. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts the system's Chromium without a window. It ends by itself when the process of the test is gone, because its
 * control pipe closes then.
 */
export async function launchChromium(): Promise<Browser> {
  const home = await tempDir('chromium');
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath: findExecutable(['chromium', 'chromium-browser', 'google-chrome'], 'chromium'),
    args: FLAGS,
    headless: true,
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home },
  });
}
