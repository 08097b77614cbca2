// @ts-check
// Builds what is published: node scripts/build.mjs
// Exports the steps for other scripts: compiling, bundling the demo's pages, bundling the elements.
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writePackedDocs } from './docs/packed.mjs';
import { elementTags } from './element-tags.mjs';
import { writeIntegrity } from './integrity.mjs';
import { manifest } from './manifest.mjs';
import { reactWrappers } from './react-wrappers.mjs';
import { root, runTool, say, tools } from './run.mjs';

/** Compiles every package and the demo's server. @returns {Promise<boolean>} whether it succeeded */
export async function compile() {
  const { code } = await runTool(tools.tsc, ['-b']);
  if (code !== 0) return false;
  // what it imports is only there when packages are installed
  const { minifyBuilt } = await import('./minify-literals.mjs');
  const { joinBuilt } = await import('./join-modules.mjs');
  minifyBuilt(join(root, 'packages/elements/dist'));
  if (await joinBuilt()) return true;
  if ((await runTool(tools.tsc, ['-b', '--force'])).code !== 0) return false;
  minifyBuilt(join(root, 'packages/elements/dist'));
  return joinBuilt();
}

/** Bundles the demo's pages if a source is newer. */
export async function demoPages() {
  const demo = join(root, 'examples/demo');
  if (!existsSync(join(demo, 'src/pages'))) return true;
  const stamp = join(demo, 'dist/pages/.built');
  const sources = ['src', 'package.json', 'vite.config.mjs', '../../package-lock.json'].map((path) => join(demo, path));
  const built = ['core', 'client', 'elements', 'react'].map((name) => join(root, 'packages', name, 'dist'));
  if (!newerThan(stamp, [...sources, ...built])) return true;
  say('Bundling the demo’s pages');
  const { code } = await runTool(tools.vite, ['build', '--logLevel', 'warn'], { cwd: demo });
  if (code === 0 && existsSync(join(demo, 'dist/pages'))) writeFileSync(stamp, '');
  return code === 0;
}

/** Whether a file in these paths is newer than the stamp, or there is no stamp. @param {string} stamp @param {string[]} paths */
export function newerThan(stamp, paths) {
  if (!existsSync(stamp)) return true;
  const { mtimeMs } = statSync(stamp);
  /** @type {(path: string) => boolean} */
  const newer = (path) => {
    if (!existsSync(path)) return false;
    const stat = statSync(path);
    if (!stat.isDirectory()) return stat.mtimeMs > mtimeMs && !path.endsWith('.tsbuildinfo');
    return readdirSync(path).some((name) => newer(join(path, name)));
  };
  return paths.some(newer);
}

/** Builds everything that is published. @returns {Promise<boolean>} whether it succeeded */
export async function buildPackages() {
  say('Compiling');
  let ok = await compile();
  say('Describing the elements');
  ok = (await manifest()) && ok;
  writePackedDocs();
  ok = ok && (await elementTags()) && (await reactWrappers()) && (await compile());
  return ok && (await scriptBundle());
}

/** Bundles the elements for pages that load them by a script tag. @returns {Promise<boolean>} whether it succeeded */
export async function scriptBundle() {
  say('Bundling the elements for a script tag');
  const { code } = await runTool(tools.vite, ['build', '--logLevel', 'warn']);
  if (code === 0) writeIntegrity();
  return code === 0;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = (await buildPackages()) ? 0 : 1;
