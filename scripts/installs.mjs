// @ts-check
// What scripts and tests install beside the workspace: packages of an example's own lockfile, and ours as they would be published.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newerThan } from './build.mjs';
import { npm, root, run, say } from './run.mjs';

/** Longer than a slow network takes for the largest. */
const INSTALL_LIMIT_MS = 6 * 60_000;
const PACK_LIMIT_MS = 2 * 60_000;
/** Each package, packed once for everyone. */
const packed = join(root, 'node_modules/.cache/sidecard/packed');

/**
 * Installs exactly what a folder's lockfile has, unless it is there already. No package runs scripts.
 *
 * @param {string} folder
 * @param {string} what - for the reader of the log
 * @param {{ timeoutMs?: number }} [options]
 * @returns {Promise<boolean>} whether it is there
 */
export async function installLocked(folder, what, { timeoutMs = INSTALL_LIMIT_MS } = {}) {
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const stamp = join(folder, 'node_modules/.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return true;
  say(`Installing ${what}`);
  const { code, timedOut } = await npm(
    // With NODE_ENV=production, npm would leave out what builds.
    ['ci', '--include=dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: folder, timeoutMs },
  );
  if (timedOut) console.error(`npm ci took longer than ${timeoutMs / 1000} seconds.`);
  if (code !== 0 || timedOut) return false;
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  writeFileSync(stamp, lock);
  return true;
}

/**
 * Packs a package as `npm publish` would. @param {string} folder @param {string} destination
 *
 * @returns {Promise<string>} the tarball's path
 * @throws {Error} with what npm said
 */
export async function packTo(folder, destination) {
  mkdirSync(destination, { recursive: true });
  const { code, output } = await npm(['pack', '--loglevel=error', '--pack-destination', destination], {
    cwd: folder,
    quiet: true,
    timeoutMs: PACK_LIMIT_MS,
  });
  if (code !== 0) throw new Error(`${folder} could not be packed:\n${output}`);
  return join(destination, output.trim().split('\n').at(-1) ?? '');
}

/**
 * Puts a built package of ours where `npm install` would, packed and unpacked. Packs it only if it changed since the last time.
 *
 * @param {string} name - its folder below packages
 * @param {string} target - such as `…/node_modules/@sidecard/core`
 * @returns {Promise<void>}
 */
export async function installPacked(name, target) {
  const folder = join(root, 'packages', name);
  const own = join(packed, name);
  const sources = readdirSync(folder).filter((file) => file !== 'node_modules');
  const changed = newerThan(
    join(own, '.packed'),
    sources.map((file) => join(folder, file)),
  );
  if (changed) {
    rmSync(own, { recursive: true, force: true });
    writeFileSync(join(own, '.packed'), await packTo(folder, own));
  }
  const stamp = join(target, '.packed');
  if (!newerThan(stamp, [join(own, '.packed')])) return;
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const tarball = readFileSync(join(own, '.packed'), 'utf8');
  const { code, output } = await run('tar', ['-xf', tarball, '-C', target, '--strip-components=1'], { quiet: true });
  if (code !== 0) throw new Error(`${tarball} could not be unpacked:\n${output}`);
  writeFileSync(stamp, '');
}
