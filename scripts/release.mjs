// @ts-check
// npm run release: publishes every package, with provenance and a bill of materials. npm run release -- --dry-run does all but publish.
// Versions and changelogs come first: npx changeset version.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packTo } from './installs.mjs';
import { npm, root, run, say } from './run.mjs';

/** Where tarballs and bills of materials are written. */
export const RELEASE = join(root, 'node_modules/.cache/sidecard/release');

/** @typedef {{ name: string, version: string, homepage?: string, repository?: { url: string }, dependencies?: Record<string, string> }} Package */

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
 * @param {{ env: NodeJS.ProcessEnv, changed: string, notes: string[] }} state - `changed`: what git reports; `notes`: changesets not yet applied
 * @returns {string[]} sentences; none if everything can be
 */
export function obstacles(packages, { env, changed, notes }) {
  const versions = new Set(packages.map(({ version }) => version));
  const placed = packages.every(
    ({ homepage = '', repository }) => !/\.example\b/.test(`${homepage} ${repository?.url}`),
  );
  const signs = env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? env['SIGSTORE_ID_TOKEN'];
  return [
    ...(changed.trim() === '' ? [] : ['The working tree has changes that are not committed.']),
    ...(notes.length === 0 ? [] : [`Run "npx changeset version" first: ${notes.length} changes are in no changelog.`]),
    ...(versions.size === 1 ? [] : [`The packages have different versions: ${[...versions].join(', ')}.`]),
    ...(placed ? [] : ['Set `homepage`, `bugs` and `repository` of the packages: they are placeholders.']),
    ...(signs ? [] : ['Provenance needs a build server with an identity (OIDC): npm cannot sign here.']),
  ];
}

/** Packs a package, and writes its bill of materials (CycloneDX). @param {{ folder: string, pkg: Package }} one @returns {Promise<string | undefined>} the tarball */
async function pack({ folder, pkg }) {
  const tarball = await packTo(folder, RELEASE).catch((error) => void console.error(error.message));
  if (!tarball) return undefined;
  const bill = await npm(['sbom', '--silent', '--sbom-format', 'cyclonedx', '--omit', 'dev', '--workspace', pkg.name], {
    quiet: true,
  });
  if (bill.code !== 0) return void console.error(bill.output);
  writeFileSync(tarball.replace(/\.tgz$/, '.cdx.json'), bill.output);
  return tarball;
}

/** @param {{ dryRun: boolean }} options @returns {Promise<boolean>} whether it succeeded */
export async function release({ dryRun }) {
  const packages = inOrder();
  const status = await run('git', ['status', '--porcelain'], { quiet: true });
  const notes = readdirSync(join(root, '.changeset')).filter((file) => file.endsWith('.md') && file !== 'README.md');
  const against = obstacles(
    packages.map(({ pkg }) => pkg),
    { env: process.env, changed: status.output, notes },
  );
  for (const obstacle of against) console.error(`${dryRun ? '!' : '✗'} ${obstacle}`);
  if (against.length > 0 && !dryRun) return false;
  rmSync(RELEASE, { recursive: true, force: true });
  mkdirSync(RELEASE, { recursive: true });
  // All are packed before the first is published: half a release cannot be taken back.
  const tarballs = [];
  for (const one of packages) {
    say(`Packing ${one.pkg.name} ${one.pkg.version}`);
    const tarball = await pack(one);
    if (!tarball) return false;
    tarballs.push(tarball);
  }
  for (const tarball of tarballs) {
    const args = ['publish', tarball, '--provenance', '--access', 'public'];
    console.log(`  npm ${args.join(' ').replace(`${root}/`, '')}`);
    if (!dryRun && (await npm(args)).code !== 0) return false;
  }
  return true;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = (await release({ dryRun: process.argv.includes('--dry-run') })) ? 0 : 1;
}
