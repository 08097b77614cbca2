import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchOptions } from '../../scripts/browser.mjs';
import { installed } from '../support/built/host.ts';
import { MESSAGE } from '../support/cards.ts';

const CDN = join(installed('elements'), 'dist/cdn');
let hashes: Readonly<Record<string, string>>;
/** The page, as the documentation tells to write it. */
let html: string;
/** Files that somebody has changed on the server. */
let altered: (file: string) => boolean;
let server: Server;
let browser: Browser;
let origin: string;

beforeAll(async () => {
  hashes = JSON.parse(readFileSync(join(CDN, 'integrity.json'), 'utf8')) as typeof hashes;
  const integrity = Object.fromEntries(
    Object.entries(hashes).map(([file, hash]) => [new URL(file, 'http://host/cdn/').pathname, hash]),
  );
  const map = {
    imports: { '@sidecard/elements': '/cdn/sidecard.js', '@sidecard/client': '/cdn/client.js' },
    integrity,
  };
  html = `<!doctype html><html lang="en"><title>Chat</title><script type="importmap">${JSON.stringify(map)}</script>
    <sidecard-card></sidecard-card><script type="module">
      import '@sidecard/elements';
      import '@sidecard/client';
      document.querySelector('sidecard-card').message = ${JSON.stringify(MESSAGE)};
      document.title = 'Loaded';
    </script></html>`;
  server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path === '/') return response.setHeader('content-type', 'text/html').end(html);
    const file = `./${path.replace('/cdn/', '')}`;
    if (!(file in hashes)) return response.writeHead(404).end();
    response.setHeader('content-type', 'text/javascript');
    response.end(`${readFileSync(join(CDN, file), 'utf8')}${altered(file) ? '\nglobalThis.altered = true;' : ''}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await chromium.launch(launchOptions());
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});

/** Opens the page, and the panel's part, which loads on demand. */
async function open(isAltered: typeof altered) {
  altered = isAltered;
  const page = await browser.newPage();
  const blocked: string[] = [];
  const loaded: string[] = [];
  page.on('console', (message) => message.text().includes('integrity') && blocked.push(message.text()));
  page.on('response', (response) => loaded.push(new URL(response.url()).pathname));
  await page.goto(origin);
  // as text, because Vite rewrites an import()
  const onDemand = await page.evaluate<boolean>("import('/cdn/task.js').then(() => true, () => false)");
  const state = {
    title: await page.title(),
    onDemand,
    card: await page.locator('sidecard-card').evaluate((card) => (card.shadowRoot?.textContent?.length ?? 0) > 0),
    wasRun: await page.evaluate(() => 'altered' in globalThis),
    blocked: blocked.length > 0,
  };
  await page.close();
  return { state, loaded };
}

it('names the licences of everything in it that others wrote', () => {
  const licenses = readFileSync(join(CDN, 'third-party-licenses.md'), 'utf8');
  for (const name of ['lit', 'lit-html', 'nanostores', '@floating-ui/dom', '@tanstack/virtual-core']) {
    expect(licenses).toContain(`## ${name} - `);
  }
  expect(licenses).toContain('Copyright (c) 2017 Google LLC');
});

describe('a page with an import map that has the hash of each file', () => {
  it('loads what is as it was published, parts on demand, too', async () => {
    const { state, loaded } = await open(() => false);
    expect(state).toEqual({ title: 'Loaded', onDemand: true, card: true, wasRun: false, blocked: false });
    // not one file alone
    expect(loaded.filter((path) => path.startsWith('/cdn/chunks/')).length).toBeGreaterThan(2);
  });

  it('does not run a first file that was altered', async () => {
    const { state } = await open((file) => file === './sidecard.js');
    expect(state).toMatchObject({ title: 'Chat', card: false, wasRun: false, blocked: true });
  });

  it('does not run a part that was altered', async () => {
    const { state } = await open((file) => file === './task.js');
    expect(state).toMatchObject({ title: 'Loaded', onDemand: false, card: true, wasRun: false, blocked: true });
  });
});
