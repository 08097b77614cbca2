// @ts-check
// Installs and builds the pages of examples/hosts against the packages as they would be published, and runs one of them:
// npm run host -- chatscope
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildPackages, newerThan } from './build.mjs';
import { installLocked, installPacked } from './installs.mjs';
import { root, runTool, say, tools } from './run.mjs';
import { checkNode, installPackages } from './setup.mjs';

const folder = join(root, 'examples/hosts');
/** Where Node and bundlers find packages for every page below. */
const shared = join(folder, 'node_modules/@sidecard');
const PACKAGES = ['core', 'client', 'elements', 'react', 'server'];

/** Names of the pages. @type {readonly string[]} */
export const hosts = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'package.json')));

/** Where a page is built. @param {string} host */
export const builtHost = (host) => join(folder, host, 'dist');
/** The bundle for a script tag, as it is published. */
export const cdn = join(shared, 'elements/dist/cdn');

/**
 * Installs what the pages need, packs our packages beside them, and bundles the pages. What has not changed is left as it is.
 *
 * @param {readonly string[]} [names]
 * @param {() => Promise<boolean>} [build] - builds our packages, unless they are built
 * @returns {Promise<boolean>} whether it succeeded
 */
export async function buildHosts(names = hosts, build = buildPackages) {
  // Downloads wait for the network, compiling for the processor.
  const [installed, built] = await Promise.all([install(names), build()]);
  if (!installed || !built) return false;
  await Promise.all(PACKAGES.map((name) => installPacked(name, join(shared, name))));
  const bundled = await Promise.all(names.map(bundle));
  return bundled.every(Boolean);
}

/** @param {readonly string[]} names */
async function install(names) {
  const installed = await Promise.all(names.map((name) => installLocked(join(folder, name), `what ${name} needs`)));
  return installed.every(Boolean);
}

/** @param {string} name */
async function bundle(name) {
  const stamp = join(builtHost(name), '.built');
  const own = readdirSync(join(folder, name)).filter((file) => !['node_modules', 'dist'].includes(file));
  const sources = [
    ...own.map((file) => join(folder, name, file)),
    join(folder, 'shared'),
    join(folder, 'vite.config.mjs'),
  ];
  if (!newerThan(stamp, [...sources, ...PACKAGES.map((each) => join(shared, each, '.packed'))])) return true;
  say(`Bundling the page of ${name}`);
  const { code } = await runTool(tools.vite, [
    'build',
    join(folder, name),
    '--config',
    join(folder, 'vite.config.mjs'),
    '--logLevel',
    'warn',
  ]);
  if (code === 0) writeFileSync(stamp, '');
  return code === 0;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  checkNode();
  const name = process.argv[2] ?? '';
  if (!hosts.includes(name)) {
    console.error(`Which one? ${hosts.map((host) => `npm run host -- ${host}`).join(', ')}`);
    process.exit(1);
  }
  await installPackages();
  if (!(await buildHosts([name]))) process.exit(1);
  const { startHosts } = await import('../examples/hosts/server.mjs');
  const { url, openTicket } = await startHosts({ port: 4500, folders: { [name]: builtHost(name) } });
  for (const order of ['ada', 'bo']) await openTicket(order);
  console.log(`
  Sidecard in ${name}

  One chat            ${url}/${name}/
  Panel in a column   ${url}/${name}/?column
  Two accounts        ${url}/${name}/?as=lin,mei&chat=ada,bo
`);
}
