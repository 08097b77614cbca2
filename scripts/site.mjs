// @ts-check
// npm run docs:site builds the documentation site, site/dist, from the pages of docs. npm run docs:site -- --dev serves it while you write.
// It installs the site's own packages when they are missing, and needs the packages of the repository to be built; it builds them.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compile } from './build.mjs';
import { installLocked } from './installs.mjs';
import { manifest } from './manifest.mjs';
import { root, run } from './run.mjs';
import { installPackages } from './setup.mjs';

const folder = join(root, 'site');
/** The built site. */
export const built = join(folder, 'dist');

const installSite = () => installLocked(folder, 'what builds the site (100 MB)');

/**
 * Builds the site from compiled packages.
 *
 * @param {{ quiet?: boolean }} [options]
 * @returns {Promise<{ ok: boolean, output: string }>} `output` only with `quiet`
 */
export async function site({ quiet = false } = {}) {
  if (!(await installSite())) return { ok: false, output: 'npm ci failed' };
  // The imports need core to be compiled.
  const { prepare } = await import('./docs/prepare.mjs');
  prepare();
  const { code, output } = await vitepress(['build'], quiet);
  if (code === 0) {
    const { writeLlms } = await import('./docs/llms.mjs');
    writeLlms(built);
  }
  return { ok: code === 0, output };
}

/** @param {string[]} args @param {boolean} [quiet] */
function vitepress(args, quiet = false) {
  const program = join(folder, 'node_modules/vitepress/bin/vitepress.js');
  return run(process.execPath, [program, ...args], { cwd: folder, quiet });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await installPackages();
  let ok = (await compile()) && (await manifest());
  if (ok && process.argv.includes('--dev')) {
    ok = await installSite();
    const { prepare } = await import('./docs/prepare.mjs');
    prepare();
    if (ok) await vitepress(['dev']);
  } else if (ok) ({ ok } = await site());
  if (ok && existsSync(built)) console.log('site/dist is built. Serve it with any static server.');
  process.exitCode = ok ? 0 : 1;
}
