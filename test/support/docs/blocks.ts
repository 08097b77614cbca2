import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** A block of code in a page. */
export interface Block {
  /** The page, from the root of the repository. */
  readonly page: string;
  /** Line of the fence, from 1. */
  readonly line: number;
  readonly language: string;
  readonly code: string;
  /** Why it is not checked: what the comment before it says, `<!-- not checked: … -->`. */
  readonly unchecked?: string;
}

/**
 * Pages that people write. The generated ones show what the packages declare, and the READMEs of packages are run as they are published
 * (test/built/packages.test.ts).
 */
export function writtenPages(): readonly string[] {
  const docs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !/^(zh\/)?(api|reference|ticket-types)\//.test(file))
    .map((file) => join('docs', file))
    // the Chinese address of a page without a Chinese text
    .filter((file) => !read(file).includes('<!--@include:'));
  return ['README.md', 'CONTRIBUTING.md', ...docs.sort()];
}

/** The blocks of code of a page, in their order. */
export function blocksOf(page: string): readonly Block[] {
  const text = read(page);
  return [...text.matchAll(/^( *)```(\w*)[^\n]*\n(.*?)^ *```$/gms)].map(
    ({ index, 1: indent = '', 2: language = '', 3: code = '' }) => {
      const before = text.slice(0, index);
      const unchecked = /<!-- not checked: (.+?) -->\s*$/.exec(before)?.[1];
      return {
        page,
        line: before.split('\n').length,
        language,
        code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
        ...(unchecked ? { unchecked } : {}),
      };
    },
  );
}

/** All blocks in these languages, with those that need no check left out. */
export function blocksIn(...languages: readonly string[]): readonly Block[] {
  return writtenPages()
    .flatMap(blocksOf)
    .filter(({ language, unchecked }) => languages.includes(language) && unchecked === undefined);
}

export function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}
