import puppeteer, {
  type Browser,
  type BrowserContext,
  type EvaluateFunc,
  type KeyInput,
  type Page,
} from 'puppeteer-core';
import { expect } from 'vitest';
import { launchOptions } from '../../scripts/browser.mjs';
import { startFirefox } from '../../scripts/engines/firefox.mjs';
import { findFirefox } from '../../scripts/engines/installed.mjs';
import { installProbe } from './probe.ts';

/** An engine to run the suite in. */
export type Engine = 'chromium' | 'firefox';

/** Starts a browser. One driver for all engines, so that the suite is the same. */
export function launch(engine: Engine): Promise<Browser> {
  if (engine === 'firefox') return startFirefox(findFirefox() ?? '');
  const { executablePath, args } = launchOptions();
  return puppeteer.launch({ executablePath, args: [...args, '--lang=en-GB', '--force-prefers-reduced-motion'] });
}

/** How often what is waited for is asked again, in milliseconds. */
const AGAIN = { timeout: 12_000, interval: 50 };

/** A window with a host's page. */
export class Window {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /** Opens a page. `before`: a script that runs before the page's own; a promise that it leaves in `globalThis.before` is waited for */
  static async open(context: BrowserContext, url: string, before?: string): Promise<Window> {
    const page = await context.newPage({ type: 'window' });
    await page.setViewport({ width: 1280, height: 800 });
    await page.evaluateOnNewDocument(installProbe);
    if (before) await page.evaluateOnNewDocument(before);
    await page.goto(url);
    if (before) await page.evaluate('Promise.resolve(globalThis.before).then(() => undefined)');
    return new Window(page);
  }

  /** Runs a function in the page. */
  ask<Args extends unknown[], Result>(question: (...args: Args) => Result, ...args: Args): Promise<Awaited<Result>> {
    return this.page.evaluate(question as unknown as EvaluateFunc<Args>, ...args) as Promise<Awaited<Result>>;
  }

  /** Waits until a function in the page returns something true. */
  async until<Args extends unknown[]>(
    what: string,
    question: (...args: Args) => unknown,
    ...args: Args
  ): Promise<void> {
    await expect.poll(async () => Boolean(await this.ask(question, ...args)), { message: what, ...AGAIN }).toBe(true);
  }

  /** Waits until something is shown. */
  sees(selector: string, words = ''): Promise<void> {
    return this.until(
      `sees ${selector} ${words}`,
      (wanted: string, text: string) => probe.shown(wanted, text) !== undefined,
      selector,
      words,
    );
  }

  /** Clicks with the mouse at the middle of what is shown, once it stands still and nothing covers it. */
  async click(selector: string, words = ''): Promise<void> {
    const middleOf = (wanted: string, text: string) => {
      const found = probe.shown(wanted, text);
      found?.scrollIntoView({ block: 'nearest' });
      if (!found) return undefined;
      const { left, top, width, height } = found.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      return probe.around(probe.at(x, y)).includes(found) ? [x, y] : undefined;
    };
    let place: number[] | undefined;
    const stands = async () => {
      const before = place;
      place = (await this.ask(middleOf, selector, words)) ?? undefined;
      return place !== undefined && String(place) === String(before);
    };
    await expect.poll(stands, { message: `reaches ${selector} ${words}`, ...AGAIN }).toBe(true);
    const [x = 0, y = 0] = place ?? [];
    await this.page.mouse.click(x, y);
  }

  async press(...keys: readonly KeyInput[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  close(): Promise<void> {
    return this.page.close();
  }
}
