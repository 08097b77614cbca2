// Builds what is published:  node scripts/build.mjs
// and, for the other scripts, the parts of it: the compiler's output, the elements' manifest, the demo's pages.
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { reactWrappers } from './react-wrappers.mjs';
import { root, runTool, say, tools } from './run.mjs';

/** Compiles every package and the demo's server. @returns {Promise<boolean>} whether it went well */
export async function compile() {
  const { code } = await runTool(tools.tsc, ['-b']);
  return code === 0;
}

/** Writes packages/elements/custom-elements.json, which editors, Storybook and the React wrappers read. */
export async function manifest() {
  const cwd = join(root, 'packages/elements');
  const args = ['analyze', '--litelement', '--globs', 'src/**/*.ts', '--outdir', '.', '--quiet'];
  const { code, output } = await runTool(tools.cem, args, { cwd, quiet: true });
  if (code !== 0) {
    console.error(output);
    return false;
  }
  const file = join(cwd, 'custom-elements.json');
  const analyzed = readFileSync(file, 'utf8');
  // the analyzer names the sources; who reads the manifest has the built files
  const published = JSON.parse(analyzed, (_, value) =>
    typeof value === 'string' ? value.replace(/^\/?src\/(.*)\.ts$/, 'dist/$1.js') : value,
  );
  writeFileSync(file, JSON.stringify(published, null, 2) + '\n');
  const tags = published.modules.flatMap((module) => module.declarations ?? []).flatMap(({ tagName }) => tagName ?? []);
  console.log(
    `custom-elements.json: ${tags.length === 0 ? 'no elements yet' : tags.map((tag) => `<${tag}>`).join(' ')}`,
  );
  return true;
}

/** Bundles the demo's pages when something they are made of is newer than they are. */
export async function demoPages() {
  const demo = join(root, 'examples/demo');
  if (!existsSync(join(demo, 'src/pages'))) return true;
  const stamp = join(demo, 'dist/pages/.built');
  const sources = ['src', 'package.json', 'vite.config.mjs', '../../package-lock.json'].map((path) => join(demo, path));
  if (!newerThan(stamp, [...sources, ...builtPackages()])) return true;
  say('Bundling the demo’s pages');
  const { code } = await runTool(tools.vite, ['build', '--logLevel', 'warn'], { cwd: demo });
  if (code === 0 && existsSync(join(demo, 'dist/pages'))) writeFileSync(stamp, '');
  return code === 0;
}

/** The folders of compiled packages, for comparing times. */
export function builtPackages() {
  return ['core', 'client', 'elements', 'react'].map((name) => join(root, 'packages', name, 'dist'));
}

/** Whether anything in these files and folders is newer than the stamp, or there is no stamp. */
export function newerThan(stamp, paths) {
  if (!existsSync(stamp)) return true;
  const { mtimeMs } = statSync(stamp);
  const newer = (path) => {
    if (!existsSync(path)) return false;
    const stat = statSync(path);
    if (!stat.isDirectory()) return stat.mtimeMs > mtimeMs && !path.endsWith('.tsbuildinfo');
    return readdirSync(path).some((name) => newer(join(path, name)));
  };
  return paths.some(newer);
}

async function buildAll() {
  say('Compiling');
  let ok = await compile();
  say('Describing the elements');
  ok = (await manifest()) && ok;
  ok = ok && (await reactWrappers()) && (await compile());
  if (ok) {
    say('Bundling the elements for a script tag');
    ok = (await runTool(tools.vite, ['build', '--logLevel', 'warn'])).code === 0;
  }
  process.exitCode = ok ? 0 : 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildAll();
