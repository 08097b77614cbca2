// @ts-check
// npm run api writes docs/api: the exports of each package's entries, with their signatures. A change there is a change for hosts.
// It reads the compiled declarations, so build the packages first.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compile } from './build.mjs';
import { declarationTexts, exportsOf } from './declarations.mjs';
import { root } from './run.mjs';
import { sourceEntries } from './sources.mjs';

const folder = join(root, 'docs/api');

/** Writes or checks the reports. @returns {boolean} whether they are up to date */
export function api({ check = false } = {}) {
  const reports = reportsOf(sourceEntries);
  const there = existsSync(folder) ? readdirSync(folder) : [];
  const stale = [...reports].filter(
    ([name, text]) => !there.includes(name) || readFileSync(join(folder, name), 'utf8') !== text,
  );
  const changed = [...stale.map(([name]) => name), ...there.filter((name) => !reports.has(name))];
  if (check) {
    if (changed.length > 0)
      console.error(`Out of date in docs/api: ${changed.join(', ')}. If the change is intended, run: npm run api`);
    return changed.length === 0;
  }
  mkdirSync(folder, { recursive: true });
  for (const name of changed) rmSync(join(folder, name), { force: true });
  for (const [name, text] of stale) writeFileSync(join(folder, name), text);
  return true;
}

/**
 * Returns each entry's report by file name.
 *
 * @param {ReadonlyMap<string, string>} entries - source files by import name
 * @returns {Map<string, string>}
 */
function reportsOf(entries) {
  // Entries for the templates of frameworks export nothing: they add to the framework's types.
  const { exported } = exportsOf(
    new Map([...entries].filter(([name]) => !name.startsWith('@sidecard/elements/tags/'))),
  );
  return new Map(
    [...exported].map(([name, symbols]) => [
      `${name.replace('@sidecard/', '').replace('/', '.')}.api.txt`,
      `${name}: ${symbols.length} names\n\n${symbols.map(signatures).join('\n')}\n`,
    ]),
  );
}

/** Returns a name's declarations, without comments and private members. @param {import('./declarations.mjs').Exported} exported */
function signatures({ as, symbol }) {
  const texts = declarationTexts(symbol, { removeComments: true }).map(inOrder);
  return [...(as === symbol.name ? [] : [`// exported as ${as}`]), ...texts].join('\n');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = (await compile()) && api() ? 0 : 1;
}

/** Sorts the members of unions: the compiler lists them in the order in which it met them, which differs between runs. @param {string} text */
function inOrder(text) {
  return text.replace(/"[^"\n]*"(?: \| "[^"\n]*")+/g, (union) => union.split(' | ').sort().join(' | '));
}
