// @ts-check
// npm run release: publishes every package, with provenance and a bill of materials. npm run release -- --dry-run does all but publish.
// Versions and changelogs come first: npm run release -- --version
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { npm, root, run, runTool, say } from './run.mjs';

/** Where tarballs and bills of materials are written. */
export const RELEASE = join(root, 'node_modules/.cache/sidecard/release');

/** @typedef {{ name: string, version: string, homepage?: string, bugs?: string, repository?: { url: string }, dependencies?: Record<string, string> }} Package */

/** Returns the packages, each after those that it depends on. @returns {{ folder: string, pkg: Package }[]} */
export function inOrder() {
  const all = readdirSync(join(root, 'packages')).map((name) => {
    const folder = join(root, 'packages', name);
    return { folder, pkg: /** @type {Package} */ (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))) };
  });
  /** @type {typeof all} */
  const sorted = [];
  const add = (/** @type {(typeof all)[number]} */ one) => {
    if (sorted.includes(one)) return;
    for (const name of Object.keys(one.pkg.dependencies ?? {})) {
      const needed = all.find(({ pkg }) => pkg.name === name);
      if (needed) add(needed);
    }
    sorted.push(one);
  };
  all.forEach(add);
  return sorted;
}

/**
 * Returns why nothing can be published now.
 *
 * @param {Package[]} packages
 * @param {{ env: NodeJS.ProcessEnv, changed: string, notes: string[], starters?: string[] }} state - `changed`: what git reports; `notes`: changesets not yet
 * applied; `starters`: those that name another version
 * @returns {string[]} sentences; none if everything can be
 */
export function obstacles(packages, { env, changed, notes, starters = [] }) {
  const versions = new Set(packages.map(({ version }) => version));
  const placed = packages.every(({ homepage, bugs, repository }) =>
    [homepage, bugs, repository?.url].every((address) => address && !/\.example\b/.test(address)),
  );
  const signs = env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? env['SIGSTORE_ID_TOKEN'];
  return [
    ...(changed.trim() === '' ? [] : ['The working tree has changes that are not committed.']),
    ...(notes.length === 0
      ? []
      : [`Run "npm run release -- --version" first: ${notes.length} changes are in no changelog.`]),
    ...(versions.size === 1 ? [] : [`The packages have different versions: ${[...versions].join(', ')}.`]),
    ...(starters.length === 0 ? [] : [`Starters name another version: ${starters.join(', ')}.`]),
    ...(placed ? [] : ['Set `homepage`, `bugs` and `repository` of the packages: they are placeholders.']),
    ...(signs ? [] : ['Provenance needs a build server with an identity (OIDC): npm cannot sign here.']),
  ];
}

const STARTERS = join(root, 'examples/starters');

/** The package.json of a starter. @param {string} starter */
const manifestOf = (starter) => join(STARTERS, starter, 'package.json');

/** Writes a version into each of our packages that a package.json names. @param {string} manifest - its text @param {string} version */
export function withVersion(manifest, version) {
  return manifest.replaceAll(/("@sidecard\/[\w-]+": )"[^"]*"/g, `$1"${version}"`);
}

/** Names the starters that do not name this version. @param {string} version */
function startersWithout(version) {
  return readdirSync(STARTERS).filter((starter) => {
    const text = readFileSync(manifestOf(starter), 'utf8');
    return text !== withVersion(text, version);
  });
}

/** Writes versions and changelogs, from the changesets. @returns {Promise<boolean>} whether it succeeded */
export async function writeVersions() {
  if ((await runTool('@changesets/cli/bin.js', ['version'])).code !== 0) return false;
  const { version } = /** @type {{ pkg: Package }} */ (inOrder()[0]).pkg;
  for (const starter of startersWithout(version)) {
    const file = manifestOf(starter);
    writeFileSync(file, withVersion(readFileSync(file, 'utf8'), version));
  }
  return true;
}

/** The place of what is released of a package. @param {Package} pkg @param {'tgz' | 'cdx.json'} ending */
const placeOf = ({ name, version }, ending) =>
  join(RELEASE, `${name.replace('@', '').replace('/', '-')}-${version}.${ending}`);

/** Packs packages. @param {readonly Package[]} packages @returns {Promise<boolean>} whether it succeeded */
async function pack(packages) {
  const named = packages.flatMap(({ name }) => ['--workspace', name]);
  const { code, output } = await npm(['pack', '--silent', '--pack-destination', RELEASE, ...named], { quiet: true });
  if (code !== 0) console.error(output);
  return code === 0 && packages.every((pkg) => existsSync(placeOf(pkg, 'tgz')));
}

/** Writes a package's bill of materials (CycloneDX). @param {Package} pkg @returns {Promise<boolean>} whether it succeeded */
async function writeBill(pkg) {
  const args = ['sbom', '--silent', '--sbom-format', 'cyclonedx', '--omit', 'dev', '--workspace', pkg.name];
  const { code, output } = await npm(args, { quiet: true });
  if (code === 0) writeFileSync(placeOf(pkg, 'cdx.json'), output);
  else console.error(output);
  return code === 0;
}

/** @param {{ dryRun: boolean }} options @returns {Promise<boolean>} whether it succeeded */
export async function release({ dryRun }) {
  const packages = inOrder().map(({ pkg }) => pkg);
  const status = await run('git', ['status', '--porcelain'], { quiet: true });
  const notes = readdirSync(join(root, '.changeset')).filter((file) => file.endsWith('.md') && file !== 'README.md');
  const against = obstacles(packages, {
    env: process.env,
    changed: status.output,
    notes,
    starters: startersWithout(packages[0]?.version ?? ''),
  });
  for (const obstacle of against) console.error(`${dryRun ? '!' : '✗'} ${obstacle}`);
  if (against.length > 0 && !dryRun) return false;
  rmSync(RELEASE, { recursive: true, force: true });
  mkdirSync(RELEASE, { recursive: true });
  // All are packed before the first is published: half a release cannot be taken back.
  say(`Packing ${packages.map(({ name, version }) => `${name} ${version}`).join(', ')}`);
  const done = await Promise.all([pack(packages), ...packages.map(writeBill)]);
  if (!done.every(Boolean)) return false;
  for (const pkg of packages) {
    const args = ['publish', placeOf(pkg, 'tgz'), '--provenance', '--access', 'public'];
    console.log(`  npm ${args.join(' ').replace(`${root}/`, '')}`);
    if (!dryRun && (await npm(args)).code !== 0) return false;
  }
  return true;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const ok = process.argv.includes('--version')
    ? await writeVersions()
    : await release({ dryRun: process.argv.includes('--dry-run') });
  process.exitCode = ok ? 0 : 1;
}
