// @ts-check
// Where the Chromium for tests is and how it is started. setup.mjs writes the record; every runner's configuration reads it here.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './run.mjs';

const recordPath = join(root, 'node_modules/.cache/sidecard/browser.json');

/** Tests need no background traffic; a container's root user can have no sandbox. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @returns {{ executablePath: string, args: string[] } | undefined} what setup found, if it is still there */
export function recordedBrowser() {
  try {
    const record = JSON.parse(readFileSync(recordPath, 'utf8'));
    return existsSync(record.executablePath) ? record : undefined;
  } catch {
    return undefined;
  }
}

/** How to start this browser. `extraArgs` are those that its build needs beyond ours. @param {string} executablePath @param {string[]} [extraArgs] */
export function browserOptions(executablePath, extraArgs = []) {
  return { executablePath, args: [...new Set([...flags, ...extraArgs])] };
}

/** Remembers a browser that has launched. @param {{ executablePath: string, args: string[] }} options */
export function recordBrowser(options) {
  mkdirSync(dirname(recordPath), { recursive: true });
  writeFileSync(recordPath, JSON.stringify(options, null, 2) + '\n');
  return options;
}

/** Launch options for playwright: `chromium.launch(launchOptions())`. */
export function launchOptions() {
  const browser = recordedBrowser();
  if (!browser) throw new Error('No browser is set up for tests yet. Run: node scripts/setup.mjs --browser');
  return { executablePath: browser.executablePath, args: browser.args };
}
