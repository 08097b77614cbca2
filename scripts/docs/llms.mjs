// @ts-check
// The documentation for language models: llms.txt lists the pages (https://llmstxt.org), llms-full.txt has their text.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { GROUPS } from '../../site/.vitepress/pages.mjs';
import { root } from '../run.mjs';

const docs = join(root, 'docs');
const SUMMARY = 'After-sales tickets inside any chat window: web components, a client, and a server.';

/** Writes both files, and each page as Markdown beside its HTML. @param {string} folder */
export function writeLlms(folder) {
  writeFileSync(join(folder, 'llms.txt'), llms());
  writeFileSync(join(folder, 'llms-full.txt'), llmsFull());
  for (const { path } of pagesThere()) writeFileSync(join(folder, `${path}.md`), markdownOf(path));
}

/** The list of pages. @param {(path: string) => boolean} [has] - whether a page is in it. @default all */
export function llms(has = () => true) {
  const groups = GROUPS.flatMap(({ en, pages }) => {
    const lines = pages
      .filter((page) => isThere(page) && has(page.path))
      .map(({ path, en: title }) => `- [${title}](${path}.md)`);
    return lines.length > 0 ? [[`## ${en}`, '', ...lines, ''].join('\n')] : [];
  });
  return [`# Sidecard`, '', `> ${SUMMARY}`, '', ...groups].join('\n');
}

/** All pages of the list, one after another. @returns {string} */
export function llmsFull() {
  return pagesThere()
    .map(({ path }) => `<!-- ${path}.md -->\n\n${markdownOf(path)}`)
    .join('\n');
}

/** The pages of the list that are written. */
export function pagesThere() {
  return GROUPS.flatMap(({ pages }) => pages).filter(isThere);
}

/** @param {{ path: string }} page */
function isThere({ path }) {
  return existsSync(join(docs, `${path}.md`));
}

/** A page's Markdown, with the code that it shows from files, and without what only the site draws. @param {string} path @returns {string} */
export function markdownOf(path) {
  const file = join(docs, `${path}.md`);
  return withCode(readFileSync(file, 'utf8'), dirname(file))
    .replace(/^---\n.*?\n---\n+/s, '')
    .replace(/^<Live\w+ \/>\n+/gm, '');
}

/**
 * Replaces each `<<< path` by a block with that file's text, as the site does.
 *
 * @param {string} text
 * @param {string} folder - where paths start
 */
export function withCode(text, folder) {
  return text.replace(
    /^( *)<<< (\S+?)(?:#(\S+))?(?:\s*\{(\w+)\})?(?: \[.*\])?$/gm,
    (_, indent, path, region, language) => {
      const code = readFileSync(resolve(folder, path), 'utf8').trimEnd();
      const block = `\`\`\`${language ?? path.split('.').at(-1)}\n${region ? regionOf(code, region) : code}\n\`\`\``;
      return block.replace(/^(?=.)/gm, indent);
    },
  );
}

/** @param {string} code @param {string} name */
function regionOf(code, name) {
  const lines = code.split('\n');
  const start = lines.findIndex((line) => line.includes(`#region ${name}`));
  const end = lines.findIndex((line) => line.includes(`#endregion ${name}`));
  if (start < 0 || end < 0) throw new Error(`There is no region ${name}.`);
  return lines.slice(start + 1, end).join('\n');
}
