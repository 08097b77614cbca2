// Compares and writes the folder of pages.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pages } from './pages.mjs';

/** Returns the names of pages that are missing, changed or left over. */
export function differences(folder) {
  const wanted = pages();
  const there = existsSync(folder) ? readdirSync(folder) : [];
  const isCurrent = (name) => there.includes(name) && readFileSync(join(folder, name), 'utf8') === wanted.get(name);
  return [...new Set([...wanted.keys(), ...there])].filter((name) => !isCurrent(name));
}

/** Writes the pages. @returns {string[]} names of the files that changed */
export function writePages(folder) {
  const wanted = pages();
  const changed = differences(folder);
  mkdirSync(folder, { recursive: true });
  for (const name of changed) {
    if (wanted.has(name)) writeFileSync(join(folder, name), wanted.get(name));
    else rmSync(join(folder, name));
  }
  return changed;
}
