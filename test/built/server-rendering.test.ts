import { build } from 'esbuild';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchOptions } from '../../scripts/browser.mjs';
import { HOST, hostWith, REACT_NAMES, runModule } from '../support/built/host.ts';
import { MESSAGE } from '../support/cards.ts';

const CARD = JSON.stringify(MESSAGE);

describe.each(REACT_NAMES)('on a server that renders with %s', (react) => {
  it('the wrappers become their elements, without a crash', async () => {
    const { code, output } = await runModule(
      `import { createElement as h } from 'react';
       import { renderToString } from 'react-dom/server';
       import * as sidecard from '@sidecard/react';
       import { createClient, httpTransport } from '@sidecard/client';
       const client = createClient({ transport: httpTransport({ url: 'http://127.0.0.1:9' }) });
       for (const [name, Wrapper] of Object.entries(sidecard)) {
         console.log(name, renderToString(h(Wrapper, { ...(name === 'SidecardCard' ? { message: ${CARD}, onTaskOpen() {} } : name === 'SidecardProvider' ? { client } : {}) }, name === 'SidecardProvider' ? h('p', null, 'chat') : null)));
       }
       client.close();`,
      await hostWith(react),
    );
    const lines = output.trim().split('\n');
    expect([code, lines.length]).toEqual([0, 6]);
    for (const line of lines) expect(line).toMatch(/^Sidecard(\w+) <sidecard-[a-z-]+[^>]*>.*<\/sidecard-[a-z-]+>$/);
    expect(output).toContain('<p>chat</p>');
    expect(output).not.toContain('[object Object]');
  });
});

it('a card rendered by @lit-labs/ssr does not crash, and has its styles', async () => {
  const { output } = await runModule(
    `import { render } from '@lit-labs/ssr';
     import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
     import { html } from 'lit';
     import '@sidecard/elements/card';
     console.log(await collectResult(render(html\`<sidecard-card .message=\${${CARD}}></sidecard-card>\`)));`,
  );
  expect(output).toMatch(
    /^<!--lit-part [^>]+--><!--lit-node 0--><sidecard-card ><template shadowroot="open" shadowrootmode="open"><style>/,
  );
});

describe('cardHtml', () => {
  let browser: Browser;
  let script: string;
  beforeAll(async () => {
    browser = await chromium.launch(launchOptions());
    const { outputFiles } = await build({
      stdin: { contents: "import '@sidecard/elements/card';", resolveDir: HOST },
      ...{ bundle: true, write: false, format: 'esm', target: 'es2022', logLevel: 'error' },
    });
    script = outputFiles[0]?.text ?? '';
  }, 60_000);
  afterAll(() => browser.close());

  const render = async (message: unknown, locale: string) => {
    const { output } = await runModule(
      `import { cardHtml } from '@sidecard/elements/card-html';
       console.log(cardHtml(${JSON.stringify(message)}, { locale: '${locale}', nowMs: Date.now(), timeZone: 'Asia/Shanghai', nonce: 'n"1', attributes: { id: 'a"b' } }));`,
    );
    return output.trim();
  };
  /** Every text that the card shows, in order. */
  const READ = `(() => {
    const card = document.querySelector('sidecard-card');
    const nodes = document.createTreeWalker(card.shadowRoot, NodeFilter.SHOW_TEXT);
    let text = '';
    while (nodes.nextNode()) if (nodes.currentNode.parentElement?.localName !== 'style') text += nodes.currentNode.data.trim();
    return [text, card.offsetHeight, card.offsetWidth];
  })()`;

  it('takes no name of an attribute that could end the tag, and none that is empty', async () => {
    const { output } = await runModule(
      `import { cardHtml } from '@sidecard/elements/card-html';
       for (const name of ['a b', 'a>', 'a/', 'a=1', 'a"', '', 'data-id', 'xml:lang'])
         try {
           console.log(cardHtml(${CARD}, { locale: 'en', attributes: { [name]: '1' } }).slice(0, 30));
         } catch (error) {
           console.log(error.name);
         }`,
    );
    expect(output.trim().split('\n')).toEqual([
      ...Array.from({ length: 6 }, () => 'RangeError'),
      '<sidecard-card data-id="1"><te',
      '<sidecard-card xml:lang="1"><t',
    ]);
  });

  it.each([
    ['en', MESSAGE],
    ['zh-CN', MESSAGE],
    [
      'en',
      {
        ...MESSAGE,
        snapshot: { ...MESSAGE.snapshot, item: { ...MESSAGE.snapshot.item, title: '<b>"Mug" & $& co</b>' } },
      },
    ],
    ['en', 'not a card'],
    ['zh-CN', { sidecard: 99, text: 'newer' }],
  ])('shows in %s, before any script, what the card shows afterwards, and nothing moves', async (locale, message) => {
    const page = await browser.newPage({ locale, timezoneId: 'Asia/Shanghai' });
    const html = await render(message, locale);
    expect(html).toMatch(/^<sidecard-card id="a&quot;b"><template shadowrootmode="open"><style nonce="n&quot;1">/);
    await page.route('http://localhost/', (route) =>
      route.fulfill({
        contentType: 'text/html; charset=utf-8',
        body: `<!doctype html><html lang="${locale}"><title>Chat</title><body><p>before</p>${html}<p>after</p></body></html>`,
      }),
    );
    await page.goto('http://localhost/');
    const before = await page.evaluate(READ);
    await page.evaluate(() => {
      const moved: PerformanceEntry[] = ((globalThis as { moved?: PerformanceEntry[] }).moved = []);
      new PerformanceObserver((list) => moved.push(...list.getEntries())).observe({ type: 'layout-shift' });
    });
    await page.evaluate(
      (value) => Object.assign(document.querySelector('sidecard-card') ?? {}, { message: value }),
      message,
    );
    await page.addScriptTag({ content: script, type: 'module' });
    await page.waitForFunction(async () => {
      await (document.querySelector('sidecard-card') as unknown as { updateComplete?: Promise<boolean> })
        .updateComplete;
      return !document.querySelector('sidecard-card')?.shadowRoot?.querySelector('style');
    });
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    expect(await page.evaluate(READ)).toEqual(before);
    expect((before as [string])[0].length).toBeGreaterThan(10);
    expect(await page.evaluate(() => (globalThis as { moved?: unknown[] }).moved?.length)).toBe(0);
    await page.close();
  });
});
