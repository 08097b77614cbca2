// @ts-check
// WebKitGTK's test browser, driven by W3C WebDriver on a display of its own.
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { end, start } from './processes.mjs';

/** Reduces motion, as the tests in other engines do, and narrows the toolbar, below which no window gets. */
const SETTINGS = {
  'settings.ini': '[Settings]\ngtk-enable-animations=0\n',
  'gtk.css': '* { font-size: 1px; padding: 0; margin: 0; border: 0; min-width: 0; min-height: 0; }\n',
};
/** Codes of keys in WebDriver, by their names in the DOM. https://www.w3.org/TR/webdriver2/#keyboard-actions */
const KEYS = /** @type {Readonly<Record<string, string>>} */ ({
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  Space: ' ',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
  Meta: '\uE03D',
});

/** @typedef {{ width: number, height: number }} Size - of what the page sees, in pixels */
/** @typedef {Awaited<ReturnType<typeof startWebKit>>} WebKit */

/** Starts one browser with one page. @param {string} browser - path of MiniBrowser */
export async function startWebKit(browser) {
  const home = mkdtempSync(join(tmpdir(), 'sidecard-webkit-'));
  mkdirSync(join(home, 'gtk-3.0'));
  for (const [name, content] of Object.entries(SETTINGS)) writeFileSync(join(home, 'gtk-3.0', name), content);

  const display = start('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1400x24', '-nolisten', 'tcp']);
  const number = await firstLine(display);
  const port = await freePort();
  const driver = start('WebKitWebDriver', ['--host=127.0.0.1', `--port=${port}`], {
    DISPLAY: `:${number}`,
    LIBGL_ALWAYS_SOFTWARE: '1',
    WEBKIT_DISABLE_DMABUF_RENDERER: '1',
    XDG_CONFIG_HOME: home,
    XDG_DATA_HOME: home,
    XDG_CACHE_HOME: home,
  });

  /** @type {(method: string, path: string, body?: object) => Promise<any>} */
  const send = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = /** @type {any} */ (await response.json());
    if (!response.ok) throw new Error(`WebKit: ${value.error}: ${value.message}`);
    return value;
  };
  await answers(() => send('GET', '/status'));
  const { sessionId, capabilities } = await send('POST', '/session', {
    capabilities: {
      alwaysMatch: {
        browserName: 'MiniBrowser',
        pageLoadStrategy: 'none',
        'webkitgtk:browserOptions': {
          binary: browser,
          args: ['--automation', '--javascript-can-open-windows-automatically=true'],
        },
      },
    },
  });
  const session = `/session/${sessionId}`;
  /** @type {(script: string) => Promise<any>} */
  const evaluate = (script) => send('POST', `${session}/execute/sync`, { script, args: [] });
  /** @type {(source: object) => Promise<any>} */
  const perform = (source) => send('POST', `${session}/actions`, { actions: [source] });

  return {
    version: /** @type {string} */ (capabilities.browserVersion),
    /** Loads an address without waiting for the page. @param {string} url */
    open: (url) => send('POST', `${session}/url`, { url }),
    /** Runs the body of a function. @param {string} script */
    evaluate,
    /** Runs the body of a function whose last argument takes the result. @param {string} script */
    evaluateAsync: (script) =>
      /** @type {Promise<any>} */ (send('POST', `${session}/execute/async`, { script, args: [] })),
    /** @param {Size} size */
    async resize({ width, height }) {
      // the window has a toolbar
      const bars = await evaluate('return outerHeight - innerHeight');
      await send('POST', `${session}/window/rect`, { width, height: height + bars });
      await answers(async () => {
        const [w, h] = await evaluate('return [innerWidth, innerHeight]');
        if (w !== width || h !== height)
          throw new Error(`WebKit: the page has ${w} × ${h} pixels instead of ${width} × ${height}.`);
      });
    },
    /** Leaves the page. Until it has gone, no script can be run. */
    async leave() {
      await send('POST', `${session}/url`, { url: 'about:blank' });
      await answers(async () => {
        const state = await evaluate('return `${document.URL} ${document.readyState}`');
        if (state !== 'about:blank complete') throw new Error(`WebKit: the page does not close: ${state}`);
      });
    },
    /** Types a text, or presses a key by its name: `['Control', 'Enter']` together. @param {string[]} keys @param {'type' | 'press'} how */
    async keys(keys, how) {
      const codes = keys.map((key) => KEYS[key] ?? key.replace(/^Digit/, ''));
      const down = codes.map((value) => ({ type: 'keyDown', value }));
      const up = codes.map((value) => ({ type: 'keyUp', value }));
      await perform({
        type: 'key',
        id: 'keyboard',
        actions: how === 'press' ? [...down, ...up.reverse()] : down.flatMap((action, i) => [action, up[i]]),
      });
    },
    /** Moves the pointer and presses or releases buttons, as WebDriver describes it. @param {object[]} actions */
    pointer: (actions) => perform({ type: 'pointer', id: 'mouse', actions }),
    async stop() {
      await send('DELETE', session).catch(() => {});
      await end(driver);
      await end(display);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<string>} */
function firstLine(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Xvfb exited with code ${code}`)));
    /** @type {import('node:stream').Readable} */ (child.stdio[3]).once('data', (data) => resolve(String(data).trim()));
  });
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/** Asks until the answer is not an error any more, at most ten seconds long. @param {() => Promise<unknown>} ask */
async function answers(ask) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
