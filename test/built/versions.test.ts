import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { builtInTypes, DEFAULT_POLICY } from '@sidecard/core';
import { defineTicketType, returnRefund } from '@sidecard/core/authoring';
import { SAMPLE_AGENT, SAMPLE_BUYER, sampleOrder, sampleRequest } from '@sidecard/server/memory';
import { openDevServer } from '@sidecard/server/node';
import { type Browser, chromium, type Page } from 'playwright';
import { preview } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchOptions } from '../../scripts/browser.mjs';
import { HOST, installed, ROOT } from '../support/built/host.ts';

/** What an older client does not know: a type, and in it a move with its words. */
const inspection = defineTicketType({
  ...returnRefund,
  key: 'inspection',
  labels: { 'zh-CN': '检测', en: 'Inspection' },
  transitions: [
    {
      command: 'look',
      by: 'merchant',
      needs: 'task.handle',
      from: 'awaiting-merchant',
      to: 'unchanged',
      labels: { 'zh-CN': '查看实物', en: 'Look at the goods' },
      message: { 'zh-CN': '我们查看了实物。', en: 'We have looked at the goods.' },
    },
    ...returnRefund.transitions,
  ],
});
const orderOf = (id: string) => sampleOrder(Date.now(), { id });
const ORDER = orderOf('order-1');

/** A chat with the elements of one release. With `?server`, on one over HTTP; else on the other release's in the page. */
const PAGE = `
  const query = new URLSearchParams(location.search);
  const url = query.get('server');
  const elements = await import(url ? './previous/elements.mjs' : './present/sidecard.js');
  const { createClient, httpTransport } = url ? elements : await import('./present/client.js');
  const { createMemoryBackend } = url ? {} : await import('./previous/server.mjs');
  const backend = createMemoryBackend?.({ merchantId: 'shop-1', orders: [${JSON.stringify(ORDER)}] });
  const client = createClient({
    transport: httpTransport(backend ? backend.as(${JSON.stringify(SAMPLE_AGENT)}) : { url }),
    ...(url && { getToken: () => fetch(url + '/dev/token').then((answer) => answer.text()) }),
    locale: 'en',
  });
  document.querySelector('sidecard-provider').client = client;
  const say = (content) => document.querySelector('ul').appendChild(document.createElement('li')).append(content);
  client.cards.subscribe(({ message }) => say(Object.assign(document.createElement('sidecard-card'), { message })));
  client.replies.subscribe(({ text }) => say(text));
  await backend?.create(${JSON.stringify({ ...sampleRequest(ORDER), locale: 'en' })});
`;
const root = join(HOST, 'versions');

let browser: Browser;
let server: Awaited<ReturnType<typeof openDevServer>>;
let files: Awaited<ReturnType<typeof preview>>;
beforeAll(async () => {
  await mkdir(join(root, 'previous'), { recursive: true });
  for (const part of ['elements', 'server']) {
    const packed = await readFile(join(ROOT, `test/client/previous/${part}.mjs.gz`));
    await writeFile(join(root, `previous/${part}.mjs`), gunzipSync(packed));
  }
  await cp(join(installed('elements'), 'dist/cdn'), join(root, 'present'), { recursive: true });
  await writeFile(join(root, 'page.js'), PAGE);
  await writeFile(
    join(root, 'index.html'),
    '<!doctype html><html lang="en"><title>Chat</title><body><sidecard-provider><ul></ul></sidecard-provider><script type="module" src="./page.js"></script></body></html>',
  );
  [browser, server, files] = await Promise.all([
    chromium.launch(launchOptions()),
    openDevServer({
      say: () => {},
      types: [...builtInTypes, inspection],
      policy: () => ({ ...DEFAULT_POLICY, coveredTypes: ['return-refund', 'inspection'] }),
      orders: (_, id) => Promise.resolve(orderOf(id)),
    }),
    preview({
      configFile: false,
      root,
      logLevel: 'error',
      build: { outDir: '.' },
      preview: { port: 0, host: '127.0.0.1' },
    }),
  ]);
}, 120_000);
afterAll(() => Promise.all([browser?.close(), files?.close(), server?.close()]));

/** Opens the chat, and expects that nothing in it throws. */
async function inChat(query: string, act: (page: Page) => Promise<unknown>): Promise<void> {
  const page = await browser.newPage({ locale: 'en' });
  page.setDefaultTimeout(20_000);
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  await page.goto(new URL(query, files.resolvedUrls?.local[0]).href);
  await act(page);
  expect(faults).toEqual([]);
  await page.close();
}

const viewTask = (page: Page) => page.locator('sidecard-card').getByRole('button', { name: 'View task' }).click();
/** Waits until the chat has a reply. */
const says = (page: Page, words: string) =>
  page.locator('body > sidecard-provider > ul > li').getByText(words).first().waitFor();

/** From the panel to the answer in the chat, and to what the panel then says. */
async function decline(page: Page): Promise<void> {
  const panel = page.locator('sidecard-task');
  await panel.getByRole('button', { name: 'Decline', exact: true }).click();
  await panel.locator('[part~=form] label').getByText('evidence').first().click();
  await panel.locator('[part~=form] textarea').first().fill('It left us whole.');
  await panel.locator('[data-act=send]').click();
  await says(page, 'It left us whole.');
  await panel.getByText('Declined').first().waitFor();
}

/** What the buyer asks of the server that listens. */
async function ask(type: string): Promise<void> {
  const answer = await fetch(`${server.url}/v1/tickets`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${server.token(SAMPLE_BUYER)}`,
      'content-type': 'application/json',
      'idempotency-key': type,
    },
    body: JSON.stringify({ ...sampleRequest(orderOf(`order-${type}`)), type, locale: 'en' }),
  });
  expect([answer.status, await answer.text()]).toEqual([201, expect.any(String)]);
}

it('the previous release’s elements live with the present server', () =>
  inChat(`?server=${server.url}`, async (page) => {
    await ask('return-refund');
    await viewTask(page);
    await decline(page);
  }));

it('the previous release’s elements name a type and a move that they do not know by the server’s labels', () =>
  inChat(`?server=${server.url}`, async (page) => {
    await ask('inspection');
    await page.locator('sidecard-card').getByText('Inspection').first().waitFor();
    await viewTask(page);
    const panel = page.locator('sidecard-task');
    await panel.getByText('Inspection').first().waitFor();
    await panel.getByRole('button', { name: 'Look at the goods' }).click();
    await panel.locator('[data-act=send]').click();
    await says(page, 'We have looked at the goods.');
  }));

it('the present elements live with the previous release’s server', () =>
  inChat('', async (page) => {
    await viewTask(page);
    await decline(page);
  }));
