import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, describe, afterAll, beforeAll } from 'vitest';
import { run } from '../../scripts/run.mjs';
import { sourceEntries } from '../../scripts/sources.mjs';
import { HOST, hostWith, installed, REACT_NAMES, ROOT, runModule } from '../support/built/host.ts';

/** Entries that need types of a framework, which hosts of other frameworks do not import. */
const ENTRIES = [...sourceEntries.keys()].filter((entry) => !entry.includes('/tags/') && entry !== '@sidecard/react');

/** What a compiler says about files of a host, with everything that they import: libraries are checked, too. */
async function compile(compiler: string, resolution: 'bundler' | 'nodenext', host: string, ...files: string[]) {
  const config = join(host, `tsconfig-${compiler}-${resolution}-${files[0]}.json`);
  const compilerOptions = {
    ...{ noEmit: true, strict: true, skipLibCheck: false, target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'] },
    ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, types: [], jsx: 'react-jsx' },
    module: resolution === 'bundler' ? 'esnext' : 'nodenext',
    moduleResolution: resolution,
  };
  await writeFile(config, JSON.stringify({ compilerOptions, files }));
  const tsc =
    compiler === '6' ? 'node_modules/typescript/bin/tsc' : `test/compilers/${compiler}/node_modules/typescript/bin/tsc`;
  const { output } = await run(process.execPath, [join(ROOT, tsc), '-p', config], { quiet: true });
  return output;
}

describe('a strict host', () => {
  it.each([
    ['5.5', 'nodenext', /core|client|elements|exporters/],
    ['7', 'bundler', /./],
    ['7', 'nodenext', /./],
  ] as const)(
    'compiles with TypeScript %s as %s resolves, libraries included',
    async (compiler, resolution, which) => {
      const file = `strict-${compiler}-${resolution}.ts`;
      const entries = ENTRIES.filter((entry) => which.test(entry));
      const lines = entries.map((entry, index) => `export * as entry${index} from '${entry}';`);
      await writeFile(join(HOST, file), lines.join('\n'));
      expect(await compile(compiler, resolution, HOST, file)).toBe('');
    },
    240_000,
  );
});

describe.each(REACT_NAMES)('a strict host with %s', (react) => {
  let host: string;
  beforeAll(async () => {
    host = await hostWith(react);
  });
  const app = (body: string) => `
    import type { Client } from '@sidecard/client';
    import { SidecardCard, SidecardConversation, SidecardProvider, SidecardStaffMessage, SidecardTask, SidecardWorkbench } from '@sidecard/react';
    export function Chat({ client, message }: { client: Client; message: unknown }) { return ${body}; }`;

  it('has typed props and events', async () => {
    await writeFile(
      join(host, 'right.tsx'),
      app(`<SidecardProvider client={client} locale="en" onTaskClosed={({ detail }) => detail.ticketId.length}>
        <SidecardCard message={message} className="mine" onTaskOpen={(event) => { event.preventDefault(); event.detail.ticketId.trim(); }} />
        <SidecardTask ticketId="t" placement="inline" onReply={({ detail }) => detail.ticketId} onNext={() => undefined} />
        <SidecardConversation conversationId="c" buyerId="b" onInvite={({ detail }) => detail.text.trim()} />
        <SidecardStaffMessage ticketId="t" /><SidecardWorkbench path="/" onNavigate={({ detail }) => detail.path.trim()} />
      </SidecardProvider>`),
    );
    await writeFile(
      join(host, 'wrong.tsx'),
      app(`<SidecardProvider client={1} onTaskClosed={({ detail }) => detail.nothing}>
        <SidecardTask placement="above" /><SidecardCard message={message} onTaskClose={() => {}} />
      </SidecardProvider>`),
    );
    const wrong = await compile('7', 'bundler', host, 'right.tsx', 'wrong.tsx');
    for (const line of wrong.split('\n')) expect(line).toMatch(/^$|^ |wrong\.tsx\(/);
    for (const text of [
      "'number' is not assignable to type 'Client",
      "'nothing' does not exist",
      '"above"',
      "'onTaskClose' does not exist",
    ])
      expect(wrong).toContain(text);
  }, 240_000);
});

describe('an empty project with only what @sidecard/server depends on', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'empty-'));
    const add = (name: string, from: string): void => {
      const to = join(folder, 'node_modules', name);
      if (existsSync(to)) return;
      cpSync(from, to, {
        recursive: true,
        dereference: true,
        filter: (path) => !path.slice(from.length).includes('/node_modules'),
      });
      const { dependencies = {} } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as {
        dependencies?: Record<string, string>;
      };
      for (const needed of Object.keys(dependencies)) {
        const own = needed.startsWith('@sidecard/')
          ? installed(needed.slice('@sidecard/'.length))
          : join(ROOT, 'node_modules', needed);
        add(needed, own);
      }
    };
    add('@sidecard/server', installed('server'));
    await writeFile(join(folder, 'package.json'), '{ "type": "module", "private": true }');
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('the server runs on another database, and the embedded one says what is missing', async () => {
    const { output } = await runModule(
      `import { createSidecardServer } from '@sidecard/server';
       import { createMapsStore } from '@sidecard/server/memory';
       import { listen, openDevServer, openPglite } from '@sidecard/server/node';
       const server = createSidecardServer({ database: { store: createMapsStore() }, verify: async () => undefined });
       const { url, close } = await listen(server);
       console.log((await fetch(url + '/readyz')).status);
       await close();
       const dev = await openDevServer({ say() {} });
       console.log((await fetch(dev.url + '/dev/token')).status);
       await dev.close();
       await openPglite().catch(({ code }) => console.log(code));`,
      folder,
    );
    expect(output.trim().split('\n')).toEqual(['200', '200', 'ERR_MODULE_NOT_FOUND']);
  });
});

it('the folder for script tags names the hash of each of its files', async () => {
  const cdn = join(installed('elements'), 'dist/cdn');
  const hashes = JSON.parse(await readFile(join(cdn, 'integrity.json'), 'utf8')) as Record<string, string>;
  expect(Object.keys(hashes)).toEqual(expect.arrayContaining(['./sidecard.js', './task.js', './client.js']));
  for (const [file, hash] of Object.entries(hashes)) {
    const sha = createHash('sha384').update(await readFile(join(cdn, file)));
    expect(hash).toBe(`sha384-${sha.digest('base64')}`);
  }
});
