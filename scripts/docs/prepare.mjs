// @ts-check
// Writes what the site shows besides the committed pages: the reference, and a Chinese address for each page that has no Chinese text yet.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from '../run.mjs';
import { referencePages } from './reference.mjs';

const docs = join(root, 'docs');
const MARK = '::: info 本页暂只有英文版\n:::';

/** All pages in English: paths below docs. @returns {string[]} */
export function englishPages() {
  return readdirSync(docs, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !/^(zh|api)\//.test(file))
    .sort();
}

/** Writes docs/reference, and what is missing in docs/zh. */
export function prepare() {
  rmSync(join(docs, 'reference'), { recursive: true, force: true });
  for (const [name, text] of referencePages()) write(join('reference', name), text);
  for (const page of englishPages()) {
    const place = join(docs, 'zh', page);
    if (existsSync(place) && !readFileSync(place, 'utf8').startsWith(MARK)) continue;
    const source = relative(dirname(place), join(docs, page));
    write(join('zh', page), `${MARK}\n\n<!--@include: ${source}-->\n`);
  }
}

/** @param {string} page @param {string} text */
function write(page, text) {
  const place = join(docs, page);
  if (existsSync(place) && readFileSync(place, 'utf8') === text) return;
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, text);
}
