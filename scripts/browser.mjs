// @ts-check
// Locates the Chromium for tests and its launch options. setup.mjs records it; every test runner's configuration reads it here.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './run.mjs';

const recordPath = join(root, 'node_modules/.cache/sidecard/browser.json');

/** Tests need no background traffic. In a container, root cannot use the sandbox. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @returns {{ executablePath: string, args: string[] } | undefined} the recorded browser, if it still exists */
export function recordedBrowser() {
  try {
    const record = JSON.parse(readFileSync(recordPath, 'utf8'));
    return existsSync(record.executablePath) ? record : undefined;
  } catch {
    return undefined;
  }
}

/** Returns launch options for a browser. `extraArgs` are required by its build. @param {string} executablePath @param {string[]} [extraArgs] */
export function browserOptions(executablePath, extraArgs = []) {
  return { executablePath, args: [...new Set([...flags, ...extraArgs])] };
}

/** Records a browser that has launched. @param {{ executablePath: string, args: string[] }} options */
export function recordBrowser(options) {
  mkdirSync(dirname(recordPath), { recursive: true });
  writeFileSync(recordPath, JSON.stringify(options, null, 2) + '\n');
  return options;
}

/** Returns launch options for Playwright: `chromium.launch(launchOptions())`. */
export function launchOptions() {
  const browser = recordedBrowser();
  if (!browser) throw new Error('No browser is set up for tests yet. Run: node scripts/setup.mjs --browser');
  return { executablePath: browser.executablePath, args: browser.args };
}
