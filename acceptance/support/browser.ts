import { type Browser, type BrowserContextOptions, launchChromium, type Page } from '@hawser/testkit';
import { ADMIN } from './api.ts';
import type { RunningHawser } from './program.ts';

/** A phone of the narrowest usual kind. */
export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true };

/** A browser that notes everything its pages complain about. */
export class Visitor {
  readonly #browser: Browser;
  /** Errors that no page should have: exceptions, and what the content security policy refused. */
  readonly complaints: string[] = [];

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async arrive(): Promise<Visitor> {
    return new Visitor(await launchChromium());
  }

  async newPage(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      // The browser reports every answer with an error status; the first visit has no session to take up.
      const isStatus = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isStatus) this.complaints.push(message.text());
    });
    return page;
  }

  async signIn(
    hawser: RunningHawser,
    options: BrowserContextOptions = {},
    user: { readonly email: string; readonly password: string } = ADMIN,
  ): Promise<Page> {
    const page = await this.newPage(options);
    await page.goto(`${hawser.url}/sign-in`);
    await page.getByLabel('E-mail').fill(user.email);
    await page.getByLabel('Password', { exact: true }).fill(user.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    return page;
  }

  leave(): Promise<void> {
    return this.#browser.close();
  }
}

/** By how many pixels a page is wider than its window. */
export function overhang(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
