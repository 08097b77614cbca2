// @ts-check
// Runs Web Test Runner's sessions in Firefox and WebKit. Its own launchers for them bring 150 packages, two of which download a browser's
// driver when they are installed; they cannot set WebKit's viewport, and press no key combinations there.
import { startFirefox } from './firefox.mjs';
import { startWebKit } from './webkit.mjs';

/** @typedef {import('@web/test-runner').BrowserLauncher} BrowserLauncher */
/** @typedef {import('./webkit.mjs').WebKit} WebKit */
/** @typedef {import('puppeteer-core').Page} Page */

/** As in Chromium. */
const VIEWPORT = { width: 1280, height: 720 };

/**
 * Hands out pages to sessions.
 *
 * @template T
 * @param {object} browser
 * @param {() => Promise<T>} browser.open
 * @param {(page: T, url: string) => Promise<void>} browser.load
 * @param {(page: T) => Promise<void>} browser.leave - ends what still runs in a page
 * @param {() => Promise<void>} browser.stop
 */
function sessions({ open, load, leave, stop }) {
  /** @type {Map<string, { page: T, url: string }>} */
  const active = new Map();
  return {
    /** @param {string} id @returns {T} */
    page(id) {
      const session = active.get(id);
      if (!session) throw new Error(`No page for session ${id}.`);
      return session.page;
    },
    /** @param {string} id @param {string} url */
    async startSession(id, url) {
      const page = await open();
      active.set(id, { page, url });
      await load(page, url);
    },
    /** @param {string} id */
    isActive: (id) => active.has(id),
    /** @param {string} id */
    getBrowserUrl: (id) => active.get(id)?.url,
    /** @param {string} id */
    async stopSession(id) {
      const session = active.get(id);
      if (!session) throw new Error(`No page for session ${id}.`);
      await leave(session.page);
      active.delete(id);
      return {};
    },
    stop,
    startDebugSession() {
      throw new Error('Debug in Chromium: npx wtr --watch');
    },
  };
}

/** Browsers, of which each is used by one session at a time. @template T @param {() => Promise<T>} start */
function pool(start) {
  /** @type {Promise<T>[]} */
  const started = [];
  /** @type {T[]} */
  const idle = [];
  return {
    /** @returns {Promise<T>} */
    async take() {
      const used = idle.pop();
      if (used) return used;
      const browser = start();
      started.push(browser);
      return browser;
    },
    give: (/** @type {T} */ browser) => void idle.push(browser),
    async end(/** @type {(browser: T) => Promise<void>} */ stop) {
      await Promise.all(started.map(async (browser) => stop(await browser)));
    },
  };
}

/** How long a window may take to draw for the first time, and how many are tried. */
const FIRST_FRAME_MS = 10_000;
const WINDOWS = 5;

/** Opens a window that draws: one that is opened while another closes may stay hidden. @param {import('puppeteer-core').Browser} browser */
async function drawingWindow(browser) {
  for (let tried = 1; ; tried++) {
    const page = await browser.newPage({ type: 'window' });
    await page.bringToFront();
    const draws = page.evaluate(
      (limit) =>
        new Promise((resolve) => {
          setTimeout(() => resolve(false), limit);
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(document.hasFocus())));
        }),
      FIRST_FRAME_MS,
    );
    if (await draws) return page;
    if (tried === WINDOWS) throw new Error('Firefox: no window draws and has focus.');
    console.error('Firefox: a window does not draw, or has no focus; opening another one.');
    await page.close();
  }
}

/** @param {string} executablePath @param {number} concurrency @returns {BrowserLauncher} */
export function firefoxLauncher(executablePath, concurrency) {
  const browsers = pool(() => startFirefox(executablePath));
  const { page, ...launcher } = sessions({
    // One window for each browser: only one of its windows has focus, and commands to another one wait. A new one for each session: the
    // first has no focus, nor has a used one at times.
    open: async () => drawingWindow(await browsers.take()),
    async load(/** @type {Page} */ shown, url) {
      await shown.setViewport(VIEWPORT);
      await shown.goto(url);
    },
    async leave(shown) {
      const browser = shown.browser();
      await shown.close();
      browsers.give(browser);
    },
    stop: () => browsers.end((browser) => browser.close()),
  });
  return asPuppeteer('Firefox', concurrency, launcher, (id) => {
    const shown = page(id);
    return {
      setViewport: (size) => shown.setViewport(size),
      type: (text) => shown.keyboard.type(text),
      async press(keys) {
        const names = /** @type {import('puppeteer-core').KeyInput[]} */ (
          keys.map((key) => (key === 'Space' ? ' ' : key))
        );
        for (const name of names) await shown.keyboard.down(name);
        for (const name of names.reverse()) await shown.keyboard.up(name);
      },
      mouse: shown.mouse,
      async wheel(x, y, deltaY) {
        await shown.mouse.move(x, y);
        await shown.mouse.wheel({ deltaY });
      },
    };
  });
}

/** @param {string} browserPath @param {number} concurrency @returns {BrowserLauncher} */
export function webkitLauncher(browserPath, concurrency) {
  // A driver has one session, and only one window of a display has focus.
  const browsers = pool(() => startWebKit(browserPath));
  const { page, ...launcher } = sessions({
    open: browsers.take,
    async load(/** @type {WebKit} */ shown, url) {
      await shown.resize(VIEWPORT);
      await shown.open(url);
    },
    async leave(shown) {
      await shown.leave();
      browsers.give(shown);
    },
    stop: () => browsers.end((browser) => browser.stop()),
  });
  return asPuppeteer('WebKit', concurrency, launcher, (id) => {
    const shown = page(id);
    const button = { left: 0, middle: 1, right: 2 };
    /** @type {(x: number, y: number) => object} */
    const to = (x, y) => ({ type: 'pointerMove', duration: 0, x, y });
    /** @type {(type: 'pointerDown' | 'pointerUp', options?: MouseOptions) => object} */
    const switched = (type, options) => ({ type, button: button[options?.button ?? 'left'] });
    return {
      setViewport: (size) => shown.resize(size),
      type: (text) => shown.keys([...text], 'type'),
      press: (keys) => shown.keys(keys, 'press'),
      mouse: {
        move: (x, y) => shown.pointer([to(x, y)]),
        click: (x, y, options) =>
          shown.pointer([to(x, y), switched('pointerDown', options), switched('pointerUp', options)]),
        down: (options) => shown.pointer([switched('pointerDown', options)]),
        up: (options) => shown.pointer([switched('pointerUp', options)]),
        reset: () => shown.pointer([switched('pointerUp'), to(0, 0)]),
      },
      // its driver turns no wheel
      wheel: () => cannot('WebKit'),
    };
  });
}

/**
 * @typedef {{ button?: 'left' | 'middle' | 'right' }} MouseOptions
 *
 * @typedef {object} Controls - what tests do to a page
 * @property {(size: import('./webkit.mjs').Size) => Promise<void>} setViewport
 * @property {(text: string) => Promise<void>} type
 * @property {(keys: string[]) => Promise<void>} press - names of keys, pressed together
 * @property {object} mouse
 * @property {(x: number, y: number) => Promise<void>} mouse.move
 * @property {(x: number, y: number, options?: MouseOptions) => Promise<void>} mouse.click
 * @property {(options?: MouseOptions) => Promise<void>} mouse.down
 * @property {(options?: MouseOptions) => Promise<void>} mouse.up
 * @property {() => Promise<void>} mouse.reset
 * @property {(x: number, y: number, deltaY: number) => Promise<void>} wheel
 */

/**
 * Looks to `@web/test-runner-commands` like Puppeteer's launcher. `emulateMedia` can only ask for what is set from the start.
 *
 * @param {string} name
 * @param {number} concurrency
 * @param {Omit<BrowserLauncher, 'name' | 'type'>} launcher
 * @param {(id: string) => Controls} controls
 * @returns {BrowserLauncher}
 */
function asPuppeteer(name, concurrency, launcher, controls) {
  /** @param {string} id */
  const getPage = (id) => {
    const { type, press, mouse, setViewport, wheel } = controls(id);
    return {
      setViewport,
      mouse,
      wheel,
      keyboard: { type, press: (/** @type {string} */ key) => press(key.split(/(?<=.)\+/)) },
      async emulateMediaType(/** @type {string} */ type) {
        if (type !== 'screen') cannot(name);
      },
      async emulateMediaFeatures(/** @type {{ name: string, value: string }[]} */ features) {
        if (features.some(({ name, value }) => name !== 'prefers-reduced-motion' || value !== 'reduce')) cannot(name);
      },
    };
  };
  return { ...launcher, name, type: 'puppeteer', concurrency, ...{ getPage } };
}

/** @param {string} name @returns {never} */
function cannot(name) {
  throw new Error(`${name} cannot do this: test/support/engines.mjs lists the tests that need it.`);
}
