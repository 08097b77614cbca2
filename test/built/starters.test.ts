import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { type Browser, chromium, type Page } from 'playwright';
import { openDevServer } from '@sidecard/server/node';
import { SignJWT } from 'jose';
import ts from 'typescript';
import { build, preview, type PreviewServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchOptions } from '../../scripts/browser.mjs';
import { run } from '../../scripts/run.mjs';
import { HOST as PACKED, hostWith, installed, ROOT } from '../support/built/host.ts';
import { compilerHost, problemsIn } from '../support/built/types.ts';

const STARTERS = join(ROOT, 'examples/starters');
const HOST = join(PACKED, 'starters');
/** Where the versions are that the project has under other names. */
const ALIASES: Readonly<Record<string, string>> = {
  '@types/react': '../test/compilers/react-19/node_modules/@types/react',
  '@types/react-dom': '../test/compilers/react-19/node_modules/@types/react-dom',
};
const manifestOf = async (folder: string) =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    version: string;
    dependencies: Record<string, string>;
    devDependencies?: Record<string, string>;
  };

let browser: Browser;
beforeAll(async () => {
  await cp(STARTERS, HOST, { recursive: true });
  browser = await chromium.launch(launchOptions());
}, 180_000);
afterAll(() => browser?.close());

/** Opens a page, and expects a card whose task can be opened. */
async function expectTask(url: string, act: (page: Page) => Promise<unknown> = () => Promise.resolve()) {
  const page = await browser.newPage({ locale: 'en' });
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  await page.goto(url);
  await act(page);
  const card = page.locator('sidecard-card');
  await card.getByRole('button', { name: 'View task' }).click();
  await page.locator('sidecard-task').getByRole('button', { name: 'Decline', exact: true }).waitFor();
  expect(await card.count()).toBe(1);
  expect(faults).toEqual([]);
  await page.close();
}

it.each(['html', 'node', 'react', 'svelte', 'vue'])('%s names the versions that are tested, exactly', async (name) => {
  const { dependencies, devDependencies } = await manifestOf(join(STARTERS, name));
  for (const [dependency, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    const folder = dependency.startsWith('@sidecard/')
      ? join(PACKED, 'node_modules', dependency)
      : join(ROOT, 'node_modules', ALIASES[dependency] ?? dependency);
    expect([dependency, version]).toEqual([dependency, (await manifestOf(folder)).version]);
  }
});

describe.each(['react', 'svelte', 'vue'])('the starter for %s', (name) => {
  let server: PreviewServer | undefined;
  afterAll(() => server?.close());

  it('is built by its own configuration, and shows a task without a server', async () => {
    const root = join(HOST, name);
    // plugins read the process's folder
    await build({ root, logLevel: 'error' });
    server = await preview({ root, logLevel: 'error', preview: { port: 0, host: '127.0.0.1' } });
    await expectTask(server.resolvedUrls?.local[0] ?? '');
  }, 180_000);
});

it('the starter for react fits the types of the packages', async () => {
  const root = join(await hostWith('React 19'), 'starter');
  await cp(join(STARTERS, 'react'), root, { recursive: true });
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file)) as {
    config: object;
  };
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram(fileNames, { ...options, types: [] }, compilerHost(options));
  const own = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(join(root, 'src')));
  expect(own).toHaveLength(2);
  expect(problemsIn(program, own).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))).toEqual(
    [],
  );
}, 120_000);

it('the starter for plain HTML shows a task of the development server', async () => {
  const root = join(HOST, 'html');
  await cp(join(installed('elements'), 'dist/cdn'), join(root, 'node_modules/@sidecard/elements/dist/cdn'), {
    recursive: true,
  });
  const server = await openDevServer({ port: 0 });
  const html = await readFile(join(root, 'index.html'), 'utf8');
  expect(html).toContain("'http://127.0.0.1:8787'");
  await writeFile(join(root, 'index.html'), html.replace('http://127.0.0.1:8787', server.url));
  // serves files as they are
  const files = await preview({
    configFile: false,
    root,
    logLevel: 'error',
    build: { outDir: '.' },
    preview: { port: 0, host: '127.0.0.1' },
  });
  try {
    await expectTask(files.resolvedUrls?.local[0] ?? '', () =>
      fetch(`${server.url}/dev/tickets?locale=en`, { method: 'POST' }),
    );
  } finally {
    await files.close();
    await server.close();
  }
}, 90_000);

it('the starter for Node takes the tokens that it gives, from a page of the address that it names, and says what is in use', async () => {
  const root = join(HOST, 'node');
  const code = await readFile(join(root, 'server.js'), 'utf8');
  const pages = createServer((_, response) =>
    response.setHeader('content-type', 'text/html').end('<title>Chat</title>'),
  );
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
  const env = { ...process.env, PORT: '0', BACKEND_PORT: '0', SIDECARD_DATA: join(root, 'data'), PAGE: origin };
  const child = spawn(process.execPath, ['server.js'], { cwd: root, env });
  /** Starts it once more, expecting that it ends. */
  const again = async (port = '0') => {
    const { code, output } = await run(process.execPath, ['server.js'], {
      cwd: root,
      env: { ...env, PORT: port },
      quiet: true,
    });
    return `${code}: ${output}`;
  };
  try {
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [, sidecard = '', tokens = ''] = await new Promise<readonly string[]>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const found = /Sidecard: (\S+), tokens: (\S+)/.exec(said);
        if (found) resolve(found);
      });
      child.on('exit', () => reject(new Error(said)));
    });
    const page = await browser.newPage();
    await page.goto(origin);
    const session = await page.evaluate(
      async ([url, from]) => {
        const token = await (await fetch(from)).text();
        const answer = await fetch(`${url}/v1/session`, { headers: { authorization: `Bearer ${token}` } });
        return (await answer.json()) as object;
      },
      [sidecard, tokens] as const,
    );
    expect(session).toMatchObject({ party: 'merchant', merchantId: 'shop-1', accountId: 'lin' });
    await page.close();
    expect(await again()).toMatch(/^1: The data folder \S+ is in use by another process\..*\n$/);
    // what anybody can read in the published code signs nothing
    for (const [, text = ''] of code.matchAll(/'([^'\n]{32,})'/g)) {
      const forged = new SignJWT({ party: 'merchant', merchantId: 'shop-1', main: true, sub: 'lin', name: 'Lin' });
      forged.setJti(crypto.randomUUID());
      forged.setProtectedHeader({ alg: 'HS256' }).setIssuer('https://shop.example').setAudience('sidecard');
      const token = await forged.setIssuedAt().setExpirationTime('1m').sign(new TextEncoder().encode(text));
      const answer = await fetch(`${sidecard}/v1/session`, { headers: { authorization: `Bearer ${token}` } });
      expect([text, answer.status]).toEqual([text, 401]);
    }
    child.kill('SIGTERM');
    await new Promise((resolve) => child.on('close', resolve));
    const { port } = new URL(origin);
    expect(await again(port)).toBe(`1: Port ${port} is in use. Set PORT or BACKEND_PORT to another one.\n`);
  } finally {
    child.kill('SIGKILL');
    pages.close();
    pages.closeAllConnections();
  }
  expect(await readdir(root)).toContain('data');
}, 90_000);
