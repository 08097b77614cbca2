// @ts-check
// Prepares a fresh clone: checks Node, installs the lockfile's packages and, for tests, finds a Chromium that starts.
// Runs before packages are installed, so until then it uses only Node. node scripts/setup.mjs [--browser]
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { browserOptions, recordBrowser, recordedBrowser } from './browser.mjs';
import { ENGINE_PACKAGES, findFirefox, findWebKit } from './engines/installed.mjs';
import { npm, root, run, say } from './run.mjs';

/** @type {[major: number, minor: number]} */
const NODE_FLOOR = [20, 19];
/** The newest version that runs on the oldest supported Node. Downloaded only if no other browser is available (66 MB). */
const PORTABLE_CHROMIUM = '@sparticuz/chromium@147.0.0';

/** Stops with a clear message if Node is too old: later failures would not name the cause. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > NODE_FLOOR[0] || (major === NODE_FLOOR[0] && minor >= NODE_FLOOR[1])) return;
  fail(
    `Sidecard needs Node ${NODE_FLOOR.join('.')} or newer; this is ${process.versions.node}.`,
    'Install a current Node LTS and run the command again.',
  );
}

/** Installs the lockfile's packages if node_modules differs. */
export async function installPackages() {
  const reason = outdated();
  if (!reason) return;
  say(`Installing packages: ${reason}. This takes about a minute.`);
  const { code } = await npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    timeoutMs: 15 * 60_000,
  });
  if (code !== 0) {
    fail(
      'The packages could not be installed.',
      'Check that this machine reaches an npm registry, then run `npm ci` to see why, and try again.',
    );
  }
}

/** Returns why node_modules differs from package-lock.json, or `undefined`. Compares contents, because a checkout changes times. */
function outdated() {
  let installed;
  try {
    // npm writes this file last, so it is missing after an interrupted install.
    installed = JSON.parse(readFileSync(join(root, 'node_modules/.package-lock.json'), 'utf8')).packages;
  } catch {
    return 'nothing is installed yet';
  }
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = installed[path];
    // Skip optional packages, which may be for other platforms, and peers.
    if (!found && (entry.optional || entry.devOptional || entry.peer)) continue;
    if (found?.version !== entry.version || found?.link !== entry.link) {
      return `${path.replace(/^.*node_modules\//, '')} is not the version in package-lock.json`;
    }
  }
  return undefined;
}

/** Finds or installs a Chromium, and records it once it has shown a page. */
export async function setUpBrowser() {
  const recorded = recordedBrowser();
  const asked = process.env.CHROMIUM_PATH;
  if (recorded && (!asked || asked === recorded.executablePath)) return recorded;

  if (asked) {
    say(`Trying the browser that CHROMIUM_PATH names: ${asked}`);
    const browser = await accept(asked);
    if (browser) return browser;
    fail(
      `CHROMIUM_PATH is ${asked}, which does not start.`,
      'Correct it, or unset it to search for a browser automatically.',
    );
  }

  say('Looking for a Chromium for the tests');
  for (const path of systemBrowsers()) {
    const browser = await accept(path);
    if (browser) return browser;
  }

  if (process.getuid?.() === 0 && inPath('apt-get').length > 0) {
    say('None found. Installing Debian’s chromium and a Chinese font (about 180 MB)');
    await aptInstall('chromium', 'fonts-noto-cjk');
    for (const path of systemBrowsers()) {
      const browser = await accept(path);
      if (browser) return browser;
    }
  }

  say('Downloading a portable Chromium from the npm registry (66 MB)');
  const browser = await portableBrowser();
  if (browser) return browser;

  fail(
    'No Chromium starts on this machine.',
    'Install Chromium or Google Chrome, or set CHROMIUM_PATH to the path of one, then try again.',
  );
}

/** Installs PostgreSQL where possible. Tests that need it look for it themselves and report when they are skipped. */
export async function setUpPostgres() {
  if (inPath('postgres').length > 0 || existsSync('/usr/lib/postgresql')) return true;
  if (process.getuid?.() === 0 && inPath('apt-get').length > 0) {
    say('No PostgreSQL found. Installing Debian’s postgresql (about 60 MB)');
    await aptInstall('postgresql');
  } else say('No PostgreSQL found: the tests that need it are skipped. Install PostgreSQL 15 or newer to run them.');
  return true;
}

/** Installs PostgreSQL and NATS where possible. Tests that need them look for them themselves and report when they are skipped. */
export async function setUpServers() {
  await setUpPostgres();
  if (inPath('nats-server').length > 0 || existsSync('/usr/sbin/nats-server')) return true;
  if (process.getuid?.() === 0 && inPath('apt-get').length > 0) {
    say('No NATS found. Installing Debian’s nats-server (about 15 MB)');
    await aptInstall('nats-server');
  } else say('No NATS found: the tests that need it are skipped. Install nats-server to run them.');
  return true;
}

/** Installs the XMPP server of examples/messenger where possible. @returns {Promise<true | string>} or what is missing */
export async function setUpProsody() {
  const found = () => inPath('prosody').length > 0;
  if (!found() && process.getuid?.() === 0 && inPath('apt-get').length > 0) {
    say('No Prosody found. Installing Debian’s prosody (about 15 MB)');
    await aptInstall('prosody');
  }
  return found() || 'no Prosody here; Debian’s package is prosody';
}

/** Installs Firefox and WebKit for the element tests where possible. @returns {Promise<true | string>} or what is missing */
export async function setUpEngines() {
  const missing = () => [...(findFirefox() ? [] : ['Firefox']), ...(findWebKit() ? [] : ['WebKitGTK'])].join(' and ');
  if (missing() && process.getuid?.() === 0 && inPath('apt-get').length > 0) {
    say('Installing Debian’s Firefox and WebKitGTK for the tests (about 110 MB)');
    await aptInstall(...ENGINE_PACKAGES);
  }
  return missing() ? `no ${missing()} here; Debian’s packages are ${ENGINE_PACKAGES.join(', ')}` : true;
}

/** Asked by Debian's packages before they start a service. */
const SERVICE_POLICY = '/usr/sbin/policy-rc.d';
const APT_LIMIT_MS = 8 * 60_000;

/** Installs Debian's packages, but starts no service of theirs. @param {string[]} packages */
async function aptInstall(...packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const ours = !existsSync(SERVICE_POLICY);
  const restore = () => void (ours && rmSync(SERVICE_POLICY, { force: true }));
  process.once('exit', restore);
  try {
    // 101: forbidden
    if (ours) writeFileSync(SERVICE_POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
    await run('apt-get', ['update', '-qq'], { env, timeoutMs: APT_LIMIT_MS });
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      env,
      timeoutMs: APT_LIMIT_MS,
    });
  } finally {
    restore();
    process.off('exit', restore);
  }
}

function systemBrowsers() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
  return [
    ...names.map((name) => `/usr/bin/${name}`).filter(existsSync),
    ...names.flatMap(inPath),
    ...[
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ].filter(existsSync),
  ].filter((path, index, all) => all.indexOf(path) === index);
}

/** @param {string} name */
function inPath(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .filter(existsSync);
}

/** Not in package.json: few machines need it, and everyone would download it. */
async function portableBrowser() {
  const folder = join(root, 'node_modules/.cache/sidecard/chromium');
  mkdirSync(folder, { recursive: true });
  const { code } = await npm([
    'install',
    '--prefix',
    folder,
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    PORTABLE_CHROMIUM,
  ]);
  if (code !== 0) return undefined;
  try {
    const entry = createRequire(join(folder, 'index.js')).resolve('@sparticuz/chromium');
    const module = await import(pathToFileURL(entry).href);
    const chromium = module.default.default ?? module.default;
    const path = await chromium.executablePath();
    // Its own flags disable web security and run everything in one process: use them only if nothing else works.
    return (await accept(path)) ?? (await accept(path, chromium.args));
  } catch (error) {
    console.log(`  ${String(error)}`);
    return undefined;
  }
}

/**
 * Launches a browser. An existing path is not enough: it may be a stub or lack a library.
 *
 * @param {string} executablePath
 * @param {string[]} [extraArgs]
 */
async function accept(executablePath, extraArgs = []) {
  const { chromium } = await import('playwright'); // imported here because it may just have been installed
  const options = browserOptions(executablePath, extraArgs);
  let browser;
  try {
    browser = await chromium.launch({ ...options, timeout: 60_000 });
    const page = await browser.newPage();
    if ((await page.evaluate(() => 6 * 7)) !== 42) throw new Error('it runs no scripts');
    console.log(`  Using ${executablePath} (${browser.version()})`);
    return recordBrowser(options);
  } catch (error) {
    console.log(`  ${executablePath} does not start: ${String(error).split('\n')[0]}`);
    return undefined;
  } finally {
    await browser?.close();
  }
}

/** @param {string} what @param {string} remedy @returns {never} */
function fail(what, remedy) {
  console.error(`\n✗ ${what}\n  ${remedy}\n`);
  process.exit(1);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  checkNode();
  await installPackages();
  if (process.argv.includes('--browser')) await setUpBrowser();
}
