import { cp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import ts from 'typescript';
import { build, preview, type PreviewServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchOptions } from '../../scripts/browser.mjs';
import { lacks } from '../../scripts/prepack.mjs';
import { run } from '../../scripts/run.mjs';
import { sourceEntries } from '../../scripts/sources.mjs';
import { wrongTypes } from '../../scripts/types-of-packages.mjs';
import { HOST, installed, PACKAGES, ROOT, runModule } from '../support/built/host.ts';
import { compilerHost, problemsIn } from '../support/built/types.ts';
import { MESSAGE } from '../support/cards.ts';

const ENTRIES = [...sourceEntries.keys()];

/** The blocks of code in a package's README. */
async function codeOf(name: string, language: string): Promise<readonly string[]> {
  const readme = await readFile(join(installed(name), 'README.md'), 'utf8');
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, code = '']) => code);
}

describe('a packed package', () => {
  it.each(PACKAGES)('@sidecard/%s has its licence, and source maps whose sources are in it', async (name) => {
    const folder = installed(name);
    expect(await readFile(join(folder, 'LICENSE'), 'utf8')).toBe(await readFile(join(ROOT, 'LICENSE'), 'utf8'));
    const files = await readdir(join(folder, 'dist'), { recursive: true });
    const maps = files.filter((file) => file.endsWith('.map'));
    expect(maps.length).toBeGreaterThan(2);
    for (const map of maps) {
      const place = join(folder, 'dist', map);
      const { sources, sourcesContent } = JSON.parse(await readFile(place, 'utf8')) as {
        sources: string[];
        sourcesContent?: string[];
      };
      if (sourcesContent) continue;
      for (const source of sources) expect((await stat(join(dirname(place), source))).isFile()).toBe(true);
    }
  });

  it.each(PACKAGES)('@sidecard/%s says where it comes from, and what changed', async (name) => {
    const pkg = JSON.parse(await readFile(join(installed(name), 'package.json'), 'utf8')) as Record<string, unknown>;
    expect(pkg).toMatchObject({
      homepage: expect.stringMatching(/^https:/) as string,
      bugs: expect.stringMatching(/^https:/) as string,
      repository: { type: 'git', directory: `packages/${name}` },
      keywords: expect.arrayContaining(['after-sales', 'chat']) as string[],
      publishConfig: { provenance: true },
    });
    const changes = await readFile(join(installed(name), 'CHANGELOG.md'), 'utf8');
    expect(changes).toMatch(new RegExp(`^# @sidecard/${name}\\n\\n## \\d`));
  });

  it.each(PACKAGES)('@sidecard/%s has types that fit what is imported, wherever they are looked for', async (name) => {
    expect(await wrongTypes(installed(name))).toEqual([]);
  });

  it.each([
    ['core', 'card-too-new Platform: Return & refund\n'],
    ['client', /^chat-1 Platform: Return & refund/],
    ['server', '200\n'],
  ])('@sidecard/%s does what its README shows', async (name, expected) => {
    const [code = ''] = await codeOf(name, 'js');
    const { output } = await runModule(code);
    if (typeof expected === 'string') expect(output).toBe(expected);
    else expect(output).toMatch(expected);
  });

  it.each([
    // In a script, `querySelector` may return null as far as types know.
    ['elements', 'js', { allowJs: true, checkJs: true, strict: false }],
    ['react', 'tsx', { jsx: ts.JsxEmit.React, strict: true }],
  ])('@sidecard/%s has a README whose code fits its types', async (name, language, options) => {
    const [code = ''] = await codeOf(name, language);
    const file = join(HOST, `readme-of-${name}.${language}`);
    await writeFile(file, code);
    const all: ts.CompilerOptions = {
      noEmit: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      types: [],
      ...options,
    };
    const program = ts.createProgram([file], all, compilerHost(all));
    const problems = problemsIn(program, [program.getSourceFile(file)]);
    expect(code).not.toBe('');
    expect(problems.map(({ messageText }) => messageText)).toEqual([]);
  });

  it('@sidecard/server/node loads where neither the embedded database nor the picture library is installed', async () => {
    await writeFile(
      join(HOST, 'without.mjs'),
      `import { register } from 'node:module';
       register('data:text/javascript,' + encodeURIComponent(\`export const resolve = (name, context, next) => {
         if (/^(@electric-sql|sharp)/.test(name)) throw new Error(name + ' is not installed');
         return next(name, context);
       };\`));`,
    );
    const { output } = await runModule(
      `const { listen, openPglite, sharpPictures } = await import('@sidecard/server/node');
       console.log(typeof listen);
       for (const open of [openPglite, sharpPictures]) await open().catch(({ message }) => console.log(message));`,
      HOST,
      '--import',
      pathToFileURL(join(HOST, 'without.mjs')).href,
    );
    expect(output.split('\n')).toEqual([
      'function',
      '@electric-sql/pglite is not installed',
      'sharp is not installed',
      '',
    ]);
  });

  it('is not packed when only a part of it is built', async () => {
    const copy = join(HOST, 'half-built');
    const elements = join(ROOT, 'packages/elements');
    for (const name of [
      'package.json',
      'README.md',
      'CHANGELOG.md',
      'custom-elements.json',
      'vscode.css-custom-data.json',
      'vscode.html-custom-data.json',
      'web-types.json',
      'LICENSE',
      'docs',
      'src',
      'dist',
      'themes',
    ])
      await cp(join(elements, name), join(copy, name), { recursive: true, preserveTimestamps: true });
    expect(lacks(copy)).toEqual([]);
    await rm(join(copy, 'dist/cdn'), { recursive: true });
    await rm(join(copy, 'README.md'));
    await cp(join(elements, 'src/card/card.styles.ts'), join(copy, 'dist/card/card.styles.js'));
    await writeFile(join(copy, 'src/new.ts'), '');
    expect(lacks(copy)).toEqual([
      './dist/cdn/* is missing.',
      './dist/cdn/sidecard.js is missing.',
      'README.md is missing.',
      'A source is newer than what was compiled.',
      'dist/card/card.styles.js has a style sheet that is not minified.',
    ]);
  });

  it.each(PACKAGES)('@sidecard/%s has a package.json that publint finds nothing wrong with', async (name) => {
    const { messages, pkg } = await publint({ pkgDir: installed(name), strict: true, pack: false });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  it.each(ENTRIES)('%s can be imported in Node, with every name that its types export', async (entry) => {
    const script = join(HOST, 'import.js');
    await writeFile(script, `export * from '${entry}';`);
    // the query makes it a module of its own; it is Node's loader that resolves the import, and not the test runner
    const loaded = (await import(/* @vite-ignore */ `${pathToFileURL(script).href}?${entry}`)) as Record<
      string,
      unknown
    >;
    const source = (await import(/* @vite-ignore */ entry)) as Record<string, unknown>;
    expect(Object.keys(loaded).sort()).toEqual(Object.keys(source).sort());
    for (const value of Object.values(loaded)) expect(value).toBeDefined();
  });

  it.each([
    ['NodeNext', ts.ModuleKind.NodeNext],
    ['Bundler', ts.ModuleKind.ESNext],
  ] as const)('has types that are complete as %s resolves them', async (resolution, module) => {
    const file = join(HOST, 'types.ts');
    await writeFile(file, ENTRIES.map((entry, index) => `export * as entry${index} from '${entry}';`).join('\n'));
    const options: ts.CompilerOptions = {
      noEmit: true,
      strict: true,
      target: ts.ScriptTarget.ES2022,
      module,
      moduleResolution: ts.ModuleResolutionKind[resolution],
      types: ['node'],
    };
    const program = ts.createProgram([file], options, compilerHost(options));
    // ours alone: checking those that we depend on takes half a minute
    const files = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(HOST));
    expect(files.length).toBeGreaterThan(ENTRIES.length);
    const problems = files.flatMap((one) => program.getSemanticDiagnostics(one));
    expect(problems.map(({ file: { fileName = '' } = {}, messageText }) => [fileName, messageText])).toEqual([]);
  });

  it('@sidecard/server has the command that it names', async () => {
    const { bin } = JSON.parse(await readFile(join(installed('server'), 'package.json'), 'utf8')) as {
      bin: Record<string, string>;
    };
    const { code, output } = await run(
      process.execPath,
      [join(installed('server'), bin['sidecard-server'] ?? ''), '--help'],
      {
        quiet: true,
      },
    );
    expect(output).toContain('SIDECARD_DATA');
    expect(code).toBe(0);
  });
});

describe('elements in a browser', () => {
  let browser: Browser;
  let server: PreviewServer;

  beforeAll(async () => {
    const draw = `
      const card = document.createElement('sidecard-card');
      card.message = ${JSON.stringify(MESSAGE)};
      document.body.append(card);`;
    const page = (source: string) =>
      `<!doctype html><html lang="en"><title>Host</title><link rel="icon" href="data:,"><body><script type="module">${source}</script></body></html>`;
    const load = `await import('@sidecard/elements/task'); await import('@sidecard/elements/staff-message');`;
    await writeFile(join(HOST, 'bundled.html'), page(`import '@sidecard/elements'; ${draw} ${load}`));
    await writeFile(
      join(HOST, 'script.html'),
      page(`import '/cdn/sidecard.js'; ${draw} await import('/cdn/task.js');`),
    );
    await build({
      configFile: false,
      root: HOST,
      logLevel: 'error',
      build: { outDir: 'out', target: 'es2022', rolldownOptions: { input: join(HOST, 'bundled.html') } },
    });
    await run('cp', ['-r', join(installed('elements'), 'dist/cdn'), join(HOST, 'script.html'), join(HOST, 'out')]);
    server = await preview({
      configFile: false,
      root: HOST,
      build: { outDir: 'out' },
      preview: { port: 0, host: '127.0.0.1' },
    });
    browser = await chromium.launch(launchOptions());
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  it.each([
    ['bundled', ['sidecard-provider', 'sidecard-task', 'sidecard-staff-message']],
    ['script', ['sidecard-provider', 'sidecard-task']],
  ])('load in a page that is %s', async (name, tags) => {
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await page.goto(`${server.resolvedUrls?.local[0] ?? ''}${name}.html`);
    await page.locator('sidecard-card').getByRole('button', { name: 'View task' }).waitFor();
    await page.evaluate((all) => Promise.all(all.map((tag) => customElements.whenDefined(tag))), tags);
    expect(faults).toEqual([]);
    await page.close();
  });
});
