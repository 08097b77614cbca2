// @ts-check
// Makes a fresh clone ready: the right Node, the packages of the lockfile and, for tests, a Chromium that starts.
// Runs before anything is installed, so up to there it uses Node alone.  node scripts/setup.mjs [--browser]
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { browserOptions, recordBrowser, recordedBrowser } from './browser.mjs';
import { npm, root, run, say } from './run.mjs';

/** @type {[major: number, minor: number]} */
const NODE_FLOOR = [20, 19];
/** The newest that runs on our Node floor. Fetched only where no other browser is to be had (66 MB). */
const PORTABLE_CHROMIUM = '@sparticuz/chromium@147.0.0';

/** Stops with a plain sentence where Node is too old: what follows would fail in ways that do not name the cause. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > NODE_FLOOR[0] || (major === NODE_FLOOR[0] && minor >= NODE_FLOOR[1])) return;
  fail(
    `Sidecard needs Node ${NODE_FLOOR.join('.')} or newer; this is ${process.versions.node}.`,
    'Install a current Node LTS and run the command again.',
  );
}

/** Installs what the lockfile says, when node_modules differs from it. */
export async function installPackages() {
  const reason = outdated();
  if (!reason) return;
  say(`Installing packages: ${reason}. This takes about a minute.`);
  const { code } = await npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) {
    fail(
      'The packages could not be installed.',
      'Check that this machine reaches an npm registry, then run `npm ci` to see why, and try again.',
    );
  }
}

/** Why node_modules is not what package-lock.json says; undefined when it is. Contents are compared: a checkout changes times. */
function outdated() {
  let installed;
  try {
    // npm writes this file last, so an interrupted install has none
    installed = JSON.parse(readFileSync(join(root, 'node_modules/.package-lock.json'), 'utf8')).packages;
  } catch {
    return 'nothing is installed yet';
  }
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = installed[path];
    // optional packages are for other platforms, and peers may be left out
    if (!found && (entry.optional || entry.devOptional || entry.peer)) continue;
    if (found?.version !== entry.version || found?.link !== entry.link) {
      return `${path.replace(/^.*node_modules\//, '')} is not the version in package-lock.json`;
    }
  }
  return undefined;
}

/** Finds or installs a Chromium, and records it only after it has shown a page. */
export async function setUpBrowser() {
  const recorded = recordedBrowser();
  const asked = process.env.CHROMIUM_PATH;
  if (recorded && (!asked || asked === recorded.executablePath)) return recorded;

  if (asked) {
    say(`Trying the browser that CHROMIUM_PATH names: ${asked}`);
    const browser = await accept(asked);
    if (browser) return browser;
    fail(
      `CHROMIUM_PATH is ${asked}, and that does not start.`,
      'Correct it, or unset it to let the tests look for a browser themselves.',
    );
  }

  say('Looking for a Chromium to test in');
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

  say('Fetching a portable Chromium from the npm registry (66 MB)');
  const browser = await portableBrowser();
  if (browser) return browser;

  fail(
    'There is no Chromium that starts on this machine.',
    'Install Chromium or Google Chrome, or set CHROMIUM_PATH to the path of one, then try again.',
  );
}

/** Installs PostgreSQL where that is possible. Tests that need it look for it themselves and say so when they are skipped. */
export async function setUpPostgres() {
  if (inPath('postgres').length > 0 || existsSync('/usr/lib/postgresql')) return true;
  if (process.getuid?.() === 0 && inPath('apt-get').length > 0) {
    say('No PostgreSQL found. Installing Debian’s postgresql (about 60 MB)');
    await aptInstall('postgresql');
  } else say('No PostgreSQL found: the tests that need it are skipped. Install PostgreSQL 15 or newer to run them.');
  return true;
}

/** @param {string[]} packages */
async function aptInstall(...packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
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

/** Kept out of package.json: hardly any machine needs it, and everybody would download it. */
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
    // its own flags switch off web security and run all in one process, which tests had better not: only if need be
    return (await accept(path)) ?? (await accept(path, chromium.args));
  } catch (error) {
    console.log(`  ${String(error)}`);
    return undefined;
  }
}

/**
 * Launches a browser. A path proves nothing: it may be a stub, or lack a library.
 *
 * @param {string} executablePath
 * @param {string[]} [extraArgs]
 */
async function accept(executablePath, extraArgs = []) {
  const { chromium } = await import('playwright'); // here and not above: it may just have been installed
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
