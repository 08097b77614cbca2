// @ts-check
// Writes what the site shows besides the committed pages: the reference, and a Chinese address for each page that has no Chinese text yet.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { root } from '../run.mjs';
import { referencePages } from './reference.mjs';

const docs = join(root, 'docs');
const MARK = '::: info 本页暂只有英文版\n:::';

/** All pages in English: paths below docs. @param {string} [folder] @returns {string[]} */
export function englishPages(folder = docs) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !/^(zh|api)\//.test(file))
    .sort();
}

/** Writes docs/reference, and what is missing in docs/zh. */
export function prepare() {
  rmSync(join(docs, 'reference'), { recursive: true, force: true });
  for (const [name, text] of referencePages()) write(join('reference', name), text);
  writeStubs();
}

/** Gives each English page without a Chinese text a Chinese address, and takes it from those that went. @param {string} [folder] - of the pages */
export function writeStubs(folder = docs) {
  const english = englishPages(folder);
  for (const page of stubsIn(folder)) if (!english.includes(page)) rmSync(join(folder, 'zh', page));
  for (const page of english) {
    const place = join(folder, 'zh', page);
    if (existsSync(place) && !readFileSync(place, 'utf8').startsWith(MARK)) continue;
    write(join('zh', page), `${MARK}\n\n${contentOf(folder, page)}\n`, folder);
  }
}

/** What a Chinese address shows of an English page: the page, or its text where it has pictures, whose paths an include does not change. @param {string} folder @param {string} page */
function contentOf(folder, page) {
  const up = relative(dirname(join(folder, 'zh', page)), dirname(join(folder, page)));
  const text = readFileSync(join(folder, page), 'utf8');
  const own = text.replace(/(!\[[^\]]*\]\()(?![a-z]+:|\/)/g, `$1${up}/`);
  return own === text ? `<!--@include: ${up}/${basename(page)}-->` : own.trimEnd();
}

/** @param {string} folder @returns {string[]} */
function stubsIn(folder) {
  const chinese = join(folder, 'zh');
  if (!existsSync(chinese)) return [];
  return readdirSync(chinese, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.md') && readFileSync(join(chinese, file), 'utf8').startsWith(MARK),
  );
}

/** @param {string} page @param {string} text @param {string} [folder] */
function write(page, text, folder = docs) {
  const place = join(folder, page);
  if (existsSync(place) && readFileSync(place, 'utf8') === text) return;
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, text);
}
