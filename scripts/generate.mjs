// @ts-check
// Writes generated sources, formatted, or checks that they are up to date.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runTool, tools } from './run.mjs';

/**
 * Writes the files of a folder, or checks them.
 *
 * @param {string} folder - from the root
 * @param {ReadonlyMap<string, string>} files - texts by name
 * @param {{ check: boolean, keep?: RegExp }} options - `keep` matches the names of files that are not generated; all others are deleted
 * @returns {Promise<boolean>} whether they are up to date
 */
export async function generate(folder, files, { check, keep }) {
  const place = join(root, folder);
  const read = (/** @type {string} */ name) => readFileSync(join(place, name), 'utf8');
  const formatted = await format(files);
  const there = existsSync(place) ? readdirSync(place) : [];
  const stale = [...formatted].filter(([name, text]) => !there.includes(name) || read(name) !== text);
  const left = there.filter((name) => !formatted.has(name) && !keep?.test(name));
  if (check) {
    const wrong = [...stale.map(([name]) => name), ...left];
    if (wrong.length > 0) console.error(`Out of date in ${folder}: ${wrong.join(', ')}. Run: npm run build`);
    return wrong.length === 0;
  }
  mkdirSync(place, { recursive: true });
  for (const [name, text] of stale) writeFileSync(join(place, name), text);
  for (const name of left) rmSync(join(place, name));
  return true;
}

/** Formats like the formatter, so that the format check agrees. @param {ReadonlyMap<string, string>} files */
async function format(files) {
  const scratch = join(root, 'node_modules/.cache/sidecard/generated');
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  writeFileSync(join(scratch, '.oxfmtrc.json'), readFileSync(join(root, '.oxfmtrc.json')));
  for (const [name, text] of files) writeFileSync(join(scratch, name), text);
  await runTool(tools.oxfmt, ['-c', '.oxfmtrc.json', ...files.keys()], { cwd: scratch, quiet: true });
  return new Map([...files.keys()].map((name) => [name, readFileSync(join(scratch, name), 'utf8')]));
}
