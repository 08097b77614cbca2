import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Client, createClient, httpTransport, memoryStorage, type Transport } from '@sidecard/client';
import { createMemoryBackend, SAMPLE_AGENT } from '@sidecard/server/memory';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sourcesForEsbuild } from '../../scripts/sources.mjs';
import { until } from './support/until.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The first block of code of a language on a page. */
async function blockOf(page: string, language: string): Promise<string> {
  const text = await readFile(join(ROOT, 'docs', page), 'utf8');
  return new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'ms').exec(text)?.[1] ?? '';
}

/** Loads a block as a module, on the sources of the packages. */
async function load(code: string, loader: 'js' | 'ts'): Promise<unknown> {
  const outfile = join(folder, 'block.mjs');
  await build({
    stdin: { contents: code, loader, resolveDir: ROOT },
    ...{ bundle: true, format: 'esm', platform: 'node', outfile, logLevel: 'error' },
    plugins: [sourcesForEsbuild],
  });
  return import(pathToFileURL(outfile).href);
}

it('docs/without-a-server.md shows what a backend in memory does', async () => {
  const code = await blockOf('without-a-server.md', 'js');
  const expected = [...code.matchAll(/console\.log\(.*\/\/ (.*)$/gm)].map(([, words = '']) => words.replace('…', ''));
  const said = (await load(
    `${code.replaceAll('console.log(', 'said.push(').replace(/^(?=const backend)/m, 'export const said = [];\n')}`,
    'js',
  )) as {
    readonly said: readonly string[];
  };
  expect(expected.length).toBeGreaterThan(2);
  expect(said.said.map((words, index) => words.startsWith(expected[index] ?? '?'))).toEqual(expected.map(() => true));
});

describe('docs/own-backend.md', () => {
  interface Shown {
    readonly portTransport: (port: MessagePort) => Transport;
    readonly servePort: (port: MessagePort, transport: Transport) => void;
  }

  let page: EventTarget;
  beforeEach(() => {
    page = new EventTarget();
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
  });
  afterEach(() => vi.unstubAllGlobals());

  it('shows a transport whose stream ends when its page is left', async () => {
    const { portTransport, servePort } = (await load(await blockOf('own-backend.md', 'ts'), 'ts')) as Shown;
    const { port1, port2 } = new MessageChannel();
    const http = httpTransport(createMemoryBackend().as(SAMPLE_AGENT));
    const ended = new Promise<string>((resolve) =>
      servePort(port2, {
        ...http,
        events: (options) => {
          options.signal.addEventListener('abort', () => resolve('ended'));
          return http.events(options);
        },
      }),
    );
    try {
      const frames = portTransport(port1).events({ signal: new AbortController().signal });
      await frames[Symbol.asyncIterator]().next();
      page.dispatchEvent(new Event('pagehide'));
      expect(await ended).toBe('ended');
    } finally {
      port1.close();
    }
  });

  it('shows a transport that passes on how long the server asks to wait', async () => {
    const { portTransport, servePort } = (await load(await blockOf('own-backend.md', 'ts'), 'ts')) as Shown;
    const { port1, port2 } = new MessageChannel();
    servePort(
      port2,
      httpTransport({
        url: 'http://sidecard.test',
        fetch: () => Promise.resolve(new Response('{}', { status: 429, headers: { 'retry-after': '30' } })),
      }),
    );
    const client: Client = createClient({ transport: portTransport(port1), storage: memoryStorage() });
    try {
      client.connection.subscribe(() => {});
      await until(client.connection, ({ reason }) => reason === 'retry-after');
    } finally {
      client.close();
      port1.close();
    }
  });

  it('shows a transport over which a client lives: cards, commands, a network that breaks, and the end', async () => {
    const { portTransport, servePort } = (await load(await blockOf('own-backend.md', 'ts'), 'ts')) as Shown;
    const { port1, port2 } = new MessageChannel();
    const backend = createMemoryBackend();
    const connection = backend.as(SAMPLE_AGENT);
    servePort(port2, httpTransport(connection));
    const client: Client = createClient({ transport: portTransport(port1), storage: memoryStorage() });
    try {
      const posted = new Promise<string>((resolve) => client.cards.subscribe(({ ticketId }) => resolve(ticketId)));
      const { id } = await backend.seed();
      expect(await posted).toBe(id);
      await until(client.ticket(id), ({ status }) => status === 'ready');
      connection.goOffline();
      await until(client.connection, ({ state }) => state !== 'live');
      const decline = { command: 'decline', fields: { reason: 'other', text: 'It left us whole.' } };
      expect(await client.send(id, decline)).toMatchObject({ status: 'queued' });
      connection.goOnline();
      await until(client.ticket(id), ({ view }) => view?.workflow === 'declined');
    } finally {
      client.close();
      port1.close();
    }
  });
});
