// @ts-check
// The pages that go into the tarball of @sidecard/elements, for editors and language models that read what is installed.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { root } from '../run.mjs';
import { llms, markdownOf, pagesThere } from './llms.mjs';

/** What is about this repository, or what the types in the packages say. */
const LEFT_OUT = /^(reference|requirements|architecture|interfaces)/;
const folder = join(root, 'packages/elements/docs');

/** Writes packages/elements/docs. */
export function writePackedDocs() {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of packedDocs()) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** Returns the pages by their paths in the folder, and their list. @returns {Map<string, string>} */
export function packedDocs() {
  const paths = pagesThere()
    .map(({ path }) => path)
    .filter((path) => !LEFT_OUT.test(path));
  const files = new Set(paths.map((path) => `${path}.md`));
  return new Map([
    ['llms.txt', llms((path) => files.has(`${path}.md`))],
    ...paths.map(
      (path) => /** @type {[string, string]} */ ([`${path}.md`, linkedWithin(markdownOf(path), path, files)]),
    ),
  ]);
}

/** Keeps a link's text alone where its page is not in the folder. @param {string} text @param {string} page @param {Set<string>} files */
function linkedWithin(text, page, files) {
  return text.replace(/\[([^\]]+)\]\((?!\w+:)([^)#\s]*)(#[^)\s]*)?\)/g, (link, words, path) => {
    const target = posix.join(posix.dirname(page), path);
    return path === '' || files.has(target) ? link : words;
  });
}
