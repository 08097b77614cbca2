import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPolicyFile } from '@sidecard/server/node';
import { transform } from 'esbuild';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { compilerHost, problemsIn } from '../support/built/types.ts';
import { type Block, blocksIn, blocksOf, read, ROOT, writtenPages } from '../support/docs/blocks.ts';

const SCRIPTS = ['js', 'ts', 'tsx'];
const place = ({ page, line }: Block) => `${page}:${line}`;

/** A file of the program for a block, beside the files that blocks of its page import: a starter's, or the type of the tests. */
function fileOf({ page, line, language }: Block): string {
  if (page.endsWith('own-ticket-type.md')) return join(ROOT, 'test/support', `~${line}.${language}`);
  const starter = /guide\/(\w+)\.md$/.exec(page)?.[1] ?? '';
  const folder = join('examples/starters', starter, 'src');
  return join(
    ROOT,
    existsSync(join(ROOT, folder)) ? folder : 'docs',
    `~${page.replaceAll(/\W/g, '-')}-${line}.${language}`,
  );
}

/** A script need not say that what it looks up in its own page is there, or what is set in its own environment. */
const MAY_BE_NULL = /is possibly '(null|undefined)'|\| null' is not assignable/;

/** Checks the blocks as modules, with the types of the built packages. */
function problemsOf(blocks: readonly Block[]): readonly string[] {
  const files = new Map(blocks.map((block) => [fileOf(block), block]));
  const options: ts.CompilerOptions = {
    noEmit: true,
    allowJs: true,
    checkJs: true,
    strict: true,
    // what a reader's function takes has no type in a script
    noImplicitAny: false,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    jsx: ts.JsxEmit.ReactJSX,
    types: ['node'],
    skipLibCheck: true,
  };
  const host = ts.createCompilerHost(options);
  const disk = compilerHost(options);
  const own = (file: string) => files.get(file) && `${files.get(file)?.code}\nexport {};\n`;
  host.fileExists = (file) => files.has(file) || disk.fileExists(file);
  host.readFile = (file) => own(file) ?? disk.readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const code = own(file);
    return code === undefined ? disk.getSourceFile(file, version, ...rest) : ts.createSourceFile(file, code, version);
  };
  const names = join(ROOT, 'test/support/docs/names.d.ts');
  const program = ts.createProgram([...files.keys(), names], options, host);
  return [...files].flatMap(([file, block]) => {
    const source = program.getSourceFile(file);
    const problems = problemsIn(program, [source]).map(({ start = 0, messageText }) => {
      const line = block.line + 1 + (source?.getLineAndCharacterOfPosition(start).line ?? 0);
      return `${block.page}:${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
    return block.language === 'js' ? problems.filter((problem) => !MAY_BE_NULL.test(problem)) : problems;
  });
}

/** What `custom-elements.json` says of each element. */
const ELEMENTS = new Map(
  (
    JSON.parse(read('packages/elements/custom-elements.json')) as {
      modules: {
        declarations?: {
          tagName?: string;
          attributes?: { name: string }[];
          events?: { name: string }[];
          cssProperties?: { name: string }[];
        }[];
      }[];
    }
  ).modules
    .flatMap(({ declarations = [] }) => declarations)
    .flatMap((element) => (element.tagName ? [[element.tagName, element] as const] : [])),
);
const CSS_PROPERTIES = [...ELEMENTS.values()].flatMap(({ cssProperties = [] }) =>
  cssProperties.map(({ name }) => name),
);

describe('code on the pages', () => {
  it('is in a language that is checked, or says why it is not', () => {
    const known = [...SCRIPTS, 'html', 'css', 'json', 'sh'];
    const others = writtenPages()
      .flatMap(blocksOf)
      // diagrams are generated, and a plain text is no code
      .filter(({ language, unchecked }) => ![...known, 'mermaid', 'text'].includes(language) && !unchecked);
    expect(others.map(place)).toEqual([]);
  });

  it('fits the types of the packages', () => {
    const blocks = blocksIn(...SCRIPTS);
    expect(blocks.length).toBeGreaterThan(30);
    expect(problemsOf(blocks)).toEqual([]);
  }, 120_000);

  it('is told where it does not', () => {
    const block = { page: 'docs/elements.md', line: 10, language: 'js' };
    const code = "import { createClient } from '@sidecard/client';\ncreateClient({ transprot: 1 });";
    expect(problemsOf([{ ...block, code }])).toEqual([expect.stringMatching(/^docs\/elements\.md:12: .*transprot/)]);
  }, 60_000);

  it('in HTML has tags and attributes that the elements have', () => {
    const faults = blocksIn('html').flatMap((block) =>
      [...block.code.matchAll(/<(sidecard-[\w-]+)((?:\s+[\w-]+(?:="[^"]*")?)*)/g)].flatMap(
        ([, tag = '', rest = '']) => {
          const element = ELEMENTS.get(tag);
          if (!element) return [`${place(block)}: <${tag}>`];
          const own = element.attributes?.map(({ name }) => name) ?? [];
          return [...rest.matchAll(/([\w-]+)(?:="[^"]*")?/g)]
            .map(([, name = '']) => name)
            .filter((name) => !own.includes(name) && !['id', 'class', 'slot'].includes(name))
            .map((name) => `${place(block)}: <${tag} ${name}>`);
        },
      ),
    );
    expect(faults).toEqual([]);
  });

  it('in CSS can be parsed, with custom properties that an element reads or sets', async () => {
    const faults: string[] = [];
    for (const block of blocksIn('css')) {
      const { warnings } = await transform(block.code, { loader: 'css' });
      faults.push(...warnings.map(({ text }) => `${place(block)}: ${text}`));
      const names = [...block.code.matchAll(/--sidecard-[\w-]+/g)].map(([name]) => name);
      faults.push(...names.filter((name) => !CSS_PROPERTIES.includes(name)).map((name) => `${place(block)}: ${name}`));
    }
    expect(faults).toEqual([]);
  });

  it('in JSON can be parsed, and a policy is one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sidecard-docs-'));
    try {
      for (const block of blocksIn('json')) {
        const value = JSON.parse(block.code) as Record<string, unknown>;
        const file = join(folder, `${block.page.replaceAll('/', '-')}-${block.line}.json`);
        if ('barredRefusals' in value) await writeFile(file, JSON.stringify({ default: value }));
        else if ('merchants' in value) await writeFile(file, block.code);
        else continue;
        await expect(readPolicyFile(file), place(block)).resolves.toBeTypeOf('function');
      }
      expect(await readdir(folder)).toHaveLength(2);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('in shells has scripts that are there', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const server = JSON.parse(read('packages/server/package.json')) as { bin: Record<string, string> };
    const faults = blocksIn('sh').flatMap((block) => [
      ...[...block.code.matchAll(/npm run ([\w:-]+)/g)].filter(([, name = '']) => !(name in scripts)),
      ...[...block.code.matchAll(/npx (sidecard-\w+)/g)].filter(([, name = '']) => !(name in server.bin)),
    ]);
    expect(faults.map(([text]) => text)).toEqual([]);
  });

  it('on the pages about events names each event, and no other', () => {
    const events = [...new Set([...ELEMENTS.values()].flatMap(({ events: all = [] }) => all.map(({ name }) => name)))];
    for (const page of ['docs/guide/events.md', 'docs/zh/guide/events.md']) {
      const named = [...read(page).matchAll(/^\| `(sidecard-[\w-]+)`/gm)].map(([, name]) => name);
      expect(named.sort(), page).toEqual(events.sort());
    }
  });
});
