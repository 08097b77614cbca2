import { build } from 'esbuild';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchOptions } from '../../scripts/browser.mjs';
import { sourcesForEsbuild } from '../../scripts/sources.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Where each React of this workspace is: the demo's, and the newer one that other tools brought. */
const REACTS = { 'the React that most chats have': 'examples/demo', 'a newer React': '.' };

const APP = `
  import { createElement as h, StrictMode, useState } from 'react';
  import { createRoot } from 'react-dom/client';
  import { flushSync } from 'react-dom';
  import { SidecardCard, SidecardProvider, SidecardTask } from '@sidecard/react';
  import { ME, openShop } from './test/support/browser/shop.ts';

  const shop = await openShop();
  const client = shop.client(ME);
  globalThis.opened = [];
  globalThis.shop = shop;
  const onTaskOpen = (event) => {
    event.preventDefault();
    opened.push(event.detail.ticketId);
  };
  function App() {
    const [count, setCount] = useState(0);
    globalThis.again = () => flushSync(() => setCount(count + 1));
    return h(SidecardProvider, { client, locale: 'en' },
      h(SidecardCard, { message: shop.message, onTaskOpen, className: 'render-' + count }),
      h(SidecardTask, { ticketId: shop.ticketId }));
  }
  const place = document.body.appendChild(document.createElement('main'));
  createRoot(place).render(h(StrictMode, null, h(App)));
`;

describe('@sidecard/react', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch(launchOptions());
  }, 60_000);
  afterAll(() => browser.close());

  describe.each(Object.entries(REACTS))('in %s', (_, place) => {
    let page: Page;
    let script: string;
    let ticketId: string | undefined;
    const faults: string[] = [];
    beforeAll(async () => {
      script = await bundle(join(root, place));
      page = await (await browser.newContext()).newPage();
      page.on('pageerror', ({ message }) => faults.push(message));
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
      // Web Crypto, which signs cards, is there in secure contexts alone: an address of this machine is one, `about:blank` is not
      const body = '<!doctype html><html lang="en"><title>React</title></html>';
      await page.context().route('http://localhost/', (route) => route.fulfill({ contentType: 'text/html', body }));
      await page.goto('http://localhost/');
      await page.addScriptTag({ content: script, type: 'module' });
      await page.getByText('Unclaimed').first().waitFor();
      ticketId = await page.evaluate(() => (globalThis as { shop?: { ticketId: string } }).shop?.ticketId);
    }, 120_000);
    afterAll(() => page.context().close());

    it('gives objects as properties: the card has its message, and the provider its client', async () => {
      const card = page.locator('sidecard-card');
      expect(await card.evaluate(({ message }: { message?: unknown } & Element) => typeof message)).toBe('object');
      expect(await card.getAttribute('message')).toBeNull();
      expect(await card.evaluate(({ ticketId }: { ticketId?: string } & Element) => ticketId)).toBe(ticketId);
    });
    it('shows the task in a column of the page', async () => {
      await page.locator('sidecard-task').getByText('Buyer’s request').waitFor();
    });
    it('takes handlers of our events, once under StrictMode', async () => {
      await page.getByRole('button', { name: 'View task' }).click();
      expect(await page.evaluate(() => (globalThis as { opened?: string[] }).opened)).toEqual([ticketId]);
    });
    it('keeps its elements when the host renders anew', async () => {
      const before = await page.locator('sidecard-card').elementHandle();
      await page.evaluate(() => (globalThis as { again?: () => void }).again?.());
      await page.locator('.render-1').waitFor();
      expect(await page.locator('sidecard-card').evaluate((card, was) => card === was, before)).toBe(true);
      await page.getByText('Unclaimed').first().waitFor();
    });
    it('gives objects as properties also where another copy has defined the elements before', async () => {
      const other = await page.context().newPage();
      await other.goto('http://localhost/');
      await other.addScriptTag({
        content: await bundle(join(root, place), `import '@sidecard/elements';`),
        type: 'module',
      });
      await other.waitForFunction(() => customElements.get('sidecard-provider'));
      await other.addScriptTag({ content: script, type: 'module' });
      await other.getByText('Unclaimed').first().waitFor();
      await other.close();
    });
    it('throws and logs nothing', () => {
      expect(faults).toEqual([]);
    });
  });
});

describe('on a server that renders pages', () => {
  it('elements and wrappers can be imported', async () => {
    await expect(import('@sidecard/elements')).resolves.toBeDefined();
    await expect(import('@sidecard/react')).resolves.toBeDefined();
  });
});

/** One script, with the React found at `place`. */
async function bundle(place: string, contents = APP): Promise<string> {
  const react = (name: string): string => join(place, 'node_modules', name);
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, sourcefile: 'app.js' },
    bundle: true,
    format: 'esm',
    write: false,
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"development"' },
    alias: { react: react('react'), 'react-dom': react('react-dom') },
    plugins: [sourcesForEsbuild],
  });
  return outputFiles[0]?.text ?? '';
}
