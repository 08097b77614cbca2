import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDevServer } from '@sidecard/server/node';
import { type Browser, chromium, type Page } from 'playwright';
import { build, preview } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchOptions } from '../../scripts/browser.mjs';
import { HOST } from '../support/built/host.ts';

const ROOT = join(HOST, 'strict');
const GUIDE = await readFile(new URL('../../docs/guide/security.md', import.meta.url), 'utf8');
const [POLICY = ''] = /^default-src .*$/m.exec(GUIDE) ?? [];
/** The policy of docs/guide/security.md, with the names of the Trusted Types policies. */
const policyFor = (server: string) =>
  `${POLICY.replace(/https:\/\/after-sales\.example\.com/, server)}; trusted-types lit-html`;

/** The chat of a host that breaks its own policy, three times. */
const CHAT = `
  const messages = document.body.appendChild(document.createElement('ul'));
  const attempt = (act) => { try { act(); } catch {} };
  export function say(...content) {
    const line = messages.appendChild(document.createElement('li'));
    line.append(...content);
    return line;
  }
  const line = say('Hello');
  line.setAttribute('style', 'color: red');
  attempt(() => { line.innerHTML = '<b>Hello</b>'; });
  attempt(() => trustedTypes.createPolicy('chat', {}));
  const input = document.body.appendChild(document.createElement('textarea'));
  input.onchange = () => say(input.value);
`;
const PAGES = {
  alone: `import './chat.js';`,
  together: `
    import { say } from './chat.js';
    import '@sidecard/elements';
    import { createClient, httpTransport } from '@sidecard/client';
    const url = new URLSearchParams(location.search).get('server');
    const provider = document.body.appendChild(document.createElement('sidecard-provider'));
    provider.client = createClient({
      transport: httpTransport({ url }),
      getToken: () => fetch(url + '/dev/token').then((answer) => answer.text()),
    });
    provider.append(document.querySelector('ul'));
    provider.client.cards.subscribe(({ message }) =>
      say(Object.assign(document.createElement('sidecard-card'), { message })));
    provider.client.replies.subscribe(({ text }) => say(text));`,
};

let browser: Browser;
let server: Awaited<ReturnType<typeof openDevServer>>;
let files: Awaited<ReturnType<typeof preview>>;
beforeAll(async () => {
  await mkdir(ROOT, { recursive: true });
  await writeFile(join(ROOT, 'chat.js'), CHAT);
  for (const [name, code] of Object.entries(PAGES)) {
    await writeFile(join(ROOT, `${name}.js`), code);
    await writeFile(
      join(ROOT, `${name}.html`),
      `<!doctype html><html lang="en"><title>Chat</title><body><script type="module" src="./${name}.js"></script></body></html>`,
    );
  }
  const input = Object.keys(PAGES).map((name) => join(ROOT, `${name}.html`));
  const options = { configFile: false, root: ROOT, logLevel: 'error' } as const;
  [browser, server] = await Promise.all([
    chromium.launch(launchOptions()),
    openDevServer({ port: 0, say: () => {} }),
    build({ ...options, build: { target: 'es2022', modulePreload: false, rolldownOptions: { input } } }),
  ]);
  const headers = { 'content-security-policy': policyFor(server.url) };
  files = await preview({ ...options, preview: { port: 0, host: '127.0.0.1', headers } });
}, 120_000);
afterAll(async () => {
  await Promise.all([browser?.close(), files?.close(), server?.close()]);
});

/** Opens a page, uses it, and returns what broke its policy: directive, and sample or address, in order. */
async function violationsOf(name: keyof typeof PAGES, use: (page: Page) => Promise<unknown>): Promise<string[]> {
  const page = await browser.newPage({ locale: 'en' });
  const violations: string[] = [];
  await page.exposeFunction('violated', (words: string) => violations.push(words));
  await page.addInitScript(() =>
    addEventListener('securitypolicyviolation', ({ effectiveDirective, sample, blockedURI }) =>
      (globalThis as unknown as { violated(words: string): void }).violated(
        `${effectiveDirective} ${sample || blockedURI}`,
      ),
    ),
  );
  const address = new URL(`${name}.html`, files.resolvedUrls?.local[0]);
  address.searchParams.set('server', server.url);
  await page.goto(address.href);
  await page.getByText('Hello').waitFor();
  await use(page);
  // Reported in order: once this one has come, all before it have.
  await page.evaluate(() => void (new Image().src = 'data:,'));
  await expect.poll(() => violations.at(-1)).toBe('img-src data');
  await page.close();
  return violations;
}

it('a chat breaks its strict policy as often with Sidecard as alone', async () => {
  const alone = await violationsOf('alone', () => Promise.resolve());
  expect(alone.map((violation) => violation.split(' ')[0])).toEqual([
    'style-src-attr',
    'require-trusted-types-for',
    'trusted-types',
    'img-src',
  ]);

  const together = await violationsOf('together', async (page) => {
    await fetch(`${server.url}/dev/tickets?locale=en`, { method: 'POST' });
    await page.locator('sidecard-card').getByRole('button', { name: 'View task' }).click();
    const panel = page.locator('sidecard-task');
    await panel.getByRole('button', { name: 'Decline', exact: true }).click();
    await panel.getByRole('textbox').first().fill('It left us whole.');
    await panel.getByRole('button', { name: 'Close' }).first().click();
    await panel.waitFor({ state: 'hidden' });
  });
  expect(together).toEqual(alone);
});
