import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchOptions } from '../../scripts/browser.mjs';
import { englishPages } from '../../scripts/docs/prepare.mjs';
import { ROOT } from '../support/docs/blocks.ts';

const SITE = join(ROOT, 'site/dist');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const htmlFiles = () =>
  readdirSync(SITE, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.html'));
const textOf = (file: string) => readFileSync(join(SITE, file), 'utf8');
const idsOf = (html: string) => new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => id));

describe('the documentation site', () => {
  it('has each page in English and under a Chinese address', () => {
    const missing = englishPages()
      .map((page) => page.replace(/\.md$/, '.html'))
      .flatMap((page) => [page, join('zh', page)])
      .filter((page) => !existsSync(join(SITE, page)));
    expect(missing).toEqual([]);
    expect(englishPages().length).toBeGreaterThan(70);
  });

  it('has no link to a page or a heading that is not there', () => {
    const pages = new Map(htmlFiles().map((file) => [file, textOf(file)]));
    const ids = new Map([...pages].map(([file, html]) => [file, idsOf(html)]));
    const dead: string[] = [];
    let links = 0;
    for (const [file, html] of pages) {
      for (const [, href = ''] of html.matchAll(/<a\s[^>]*?href="([^"]+)"/g)) {
        if (/^(https?|mailto):/.test(href)) continue;
        links++;
        const [path = '', anchor = ''] = href.split('#').map(decodeURIComponent);
        const plain = path.startsWith('/') ? path.slice(1) : path && join(dirname(file), path);
        const target = path === '' ? file : /(^|\/)$/.test(plain) ? `${plain}index.html` : plain;
        const known = ids.get(target);
        // VitePress puts it in front of each page's text
        if (known ? anchor && !known.has(anchor) && anchor !== 'VPContent' : !existsSync(join(SITE, target)))
          dead.push(`${file}: ${href}`);
      }
    }
    expect(dead).toEqual([]);
    expect(links).toBeGreaterThan(5_000);
  });

  it('has llms.txt, whose pages are beside it as Markdown with the code that they show', () => {
    const paths = [...textOf('llms.txt').matchAll(/\]\(([^)]+\.md)\)/g)].map(([, path = '']) => path);
    expect(paths.length).toBeGreaterThan(20);
    const full = textOf('llms-full.txt');
    for (const path of paths) {
      expect(textOf(path)).not.toMatch(/^ *<<< |^<Live/m);
      expect(full).toContain(textOf(path));
    }
    expect(textOf('guide/react.md')).toContain("import { SidecardCard, SidecardProvider } from '@sidecard/react';");
  });
});

describe('the documentation site in a browser', () => {
  let server: Server;
  let browser: Browser;
  let origin: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const path = (request.url ?? '/').replace(/[?#].*/, '').replace(/\/$/, '/index.html');
      const file = join(SITE, path);
      response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream');
      if (existsSync(file)) response.end(readFileSync(file));
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await chromium.launch(launchOptions());
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  async function open(path: string, options: { width?: number; use: (page: Page) => Promise<void> }) {
    const page = await browser.newPage({ viewport: { width: options.width ?? 1280, height: 900 } });
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('request', (request) => !request.url().startsWith(origin) && faults.push(request.url()));
    try {
      await page.goto(origin + path);
      await options.use(page);
      expect(faults).toEqual([]);
    } finally {
      await page.close();
    }
  }

  it.each([
    ['/', 'View task', 'Agree to return'],
    ['/zh/', '查看任务', '同意退货'],
  ])('has a demo at %s that takes an answer, and asks no other server', async (path, view, agree) => {
    await open(path, {
      use: async (page) => {
        const demo = page.locator('.live-demo');
        await demo.getByRole('button', { name: view }).click();
        const panel = demo.locator('sidecard-task');
        await panel.getByRole('button', { name: agree, exact: true }).first().click();
        await panel.locator('[data-act=send]').click();
        // what the agent's answer says to the buyer is a message of the chat
        await demo.locator('li.agent').waitFor();
      },
    });
  });

  it('shows on the page about themes what its controls choose', async () => {
    await open('/guide/theming.html', {
      use: async (page) => {
        const button = page.locator('.live-tokens sidecard-card').getByRole('button');
        await button.waitFor();
        await page.locator('.live-tokens input[type=color]').fill('#c94a00');
        await expect
          .poll(() => button.evaluate((element) => getComputedStyle(element).backgroundColor))
          .toBe('rgb(201, 74, 0)');
        expect(await page.locator('.live-tokens pre').innerText()).toContain('--sidecard-color-accent: #c94a00;');
      },
    });
  });

  it.each([
    '/',
    '/zh/',
    '/guide/react.html',
    '/guide/troubleshooting.html',
    '/zh/guide/theming.html',
    '/reference/sidecard-task.html',
  ])('%s is no wider than a window of 320 px', async (path) => {
    await open(path, {
      width: 320,
      use: async (page) => {
        await page.locator('h1, h2').first().waitFor();
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      },
    });
  });
});
