import { appendFile, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as ClientPackage from '@sidecard/client';
import type { Client, ClientStorage } from '@sidecard/client';
import type { CardDelivery, TicketView } from '@sidecard/core/wire';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sourcesForEsbuild } from '../../scripts/sources.mjs';
import { MAIN, SUB } from '../support/server.ts';
import { DECLINE, type Line, memoryShop, type Shop } from './support/shops.ts';
import { eventually, record, settled, until } from './support/until.ts';

const REPLY = { command: 'reply', fields: { text: 'Good day.' } };

/** The client as a host's bundler splits it, with the file that is loaded once the account is known. */
describe('what the client loads on demand', () => {
  let folder: string;
  let sdk: typeof ClientPackage;
  let shop: Shop;
  let ticket: TicketView;
  let line: Line;
  let storage: ClientStorage;
  let client: Client;
  let chunk: string;

  const takeAway = (file = chunk) => rename(file, `${file}.away`);
  const bringBack = (file = chunk) => rename(`${file}.away`, file);
  /** The files with the pictures and with the archive. */
  const parts = async (): Promise<readonly string[]> =>
    (await readdir(folder)).filter((file) => /^(?:pictures|archive)-/.test(file)).map((file) => join(folder, file));
  const open = (): Client => (client = sdk.createClient({ transport: line.transport, storage }));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sidecard-client-'));
    await build({
      stdin: { contents: "export * from '@sidecard/client';", resolveDir: import.meta.dirname, sourcefile: 'sdk.js' },
      ...{ bundle: true, splitting: true, format: 'esm', outdir: folder, entryNames: 'sdk', logLevel: 'error' },
      outExtension: { '.js': '.mjs' },
      plugins: [sourcesForEsbuild],
    });
    const name = (await readdir(folder)).find((file) => file.startsWith('on-demand'));
    chunk = join(folder, name ?? 'none');
    sdk = (await import(pathToFileURL(join(folder, 'sdk.mjs')).href)) as typeof ClientPackage;
    ({ shop } = memoryShop());
    ticket = await shop.create();
    line = shop.line(MAIN);
    storage = sdk.memoryStorage();
  });
  afterEach(async () => {
    client.close();
    vi.useRealTimers();
    vi.unstubAllGlobals();
    await rm(folder, { recursive: true });
  });

  describe('while it cannot be loaded', () => {
    beforeEach(async () => {
      await takeAway();
      open();
      await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
      await until(client.connection, ({ state }) => state === 'live');
    });

    it('cards are live', async () => {
      const stop = client.ticket(ticket.id).subscribe(() => {});
      await shop.act(MAIN, ticket.id, DECLINE);
      await until(client.ticket(ticket.id), ({ view }) => view?.workflow === 'declined');
      stop();
    });

    it('a command is refused, and its text stays a draft; later it is sent', async () => {
      client.drafts.set(ticket.id, 'reply', REPLY.fields);
      expect(await client.send(ticket.id, REPLY)).toMatchObject({ status: 'refused', error: { code: 'network' } });
      expect(client.drafts.draft(ticket.id, 'reply').get()).toEqual(REPLY.fields);
      await bringBack();
      expect((await client.send(ticket.id, REPLY)).status).toBe('confirmed');
      await eventually(() => client.drafts.draft(ticket.id, 'reply').get() === undefined);
    });

    it('a permission is not set, and the sender learns it', async () => {
      expect(await client.accounts.setPermissions(SUB.accountId, [])).toMatchObject({ error: { code: 'network' } });
    });

    it('what waits for it is loaded by itself once it can be', async () => {
      const states = record(client.staffThread(ticket.id));
      const lists = record(client.accounts.list);
      const cards: CardDelivery[] = [];
      client.cards.subscribe((card) => void cards.push(card));
      const next = await shop.create();
      await settled();
      expect([states.at(-1)?.status, lists.at(-1), cards]).toEqual(['loading', [], []]);
      await bringBack();
      await eventually(() => states.at(-1)?.status === 'ready' && lists.at(-1)?.length === 2 && cards.length === 2);
      expect(cards.map(({ ticketId }) => ticketId)).toEqual([ticket.id, next.id]);
    });

    it('who stopped listening gets nothing when it comes', async () => {
      const cards: CardDelivery[] = [];
      const stop = client.cards.subscribe((card) => void cards.push(card));
      stop();
      await bringBack();
      client.refresh();
      await until(client.accounts.list, (accounts) => accounts.length === 2);
      expect(cards).toEqual([]);
    });
  });

  it('pictures and the archive come with the first question, and one that cannot be loaded is asked for again', async () => {
    open();
    await until(client.accounts.list, (accounts) => accounts.length === 2);
    const code = async () => {
      const answers = await Promise.all([client.pictures.load('none'), client.archive.list()]);
      return answers.map((answer) => answer.ok || answer.error.code);
    };
    const chunks = await parts();
    expect(chunks).toHaveLength(2);
    await Promise.all(chunks.map((file) => takeAway(file)));
    expect(await code()).toEqual(['network', 'network']);
    await Promise.all(chunks.map((file) => bringBack(file)));
    expect(await code()).toEqual(['not-found', true]);
  });

  it('a picture that is picked before its part can be loaded is sent once it can be', async () => {
    open();
    await until(client.accounts.list, (accounts) => accounts.length === 2);
    const chunks = await parts();
    await Promise.all(chunks.map((file) => takeAway(file)));
    const given = new AbortController();
    const asked = [
      client.pictures.upload(new Blob(['no picture'], { type: 'image/png' })),
      client.archive.change([]),
      client.pictures.upload(new Blob(['unwanted'], { type: 'image/png' }), { signal: given.signal }),
    ];
    let answered = 0;
    for (const answer of asked) void answer.then(() => answered++);
    await settled();
    expect(answered).toBe(0);
    given.abort();
    await Promise.all(chunks.map((file) => bringBack(file)));
    client.refresh();
    // The server's own answers.
    const codes = (await Promise.all(asked)).map((answer) => answer.ok || answer.error.code);
    expect(codes).toEqual(['not-found', 'body-invalid', 'aborted']);
  });

  it('pictures and the archive are there before they are needed', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const chunks = await parts();
    const loaded: string[] = [];
    vi.stubGlobal('onPart', (url: string) => loaded.push(url));
    for (const file of chunks) await appendFile(file, '\nonPart(import.meta.url);');
    open();
    await until(client.session, (session) => session !== undefined);
    await until(client.accounts.list, (accounts) => accounts.length === 2);
    expect(loaded).toEqual([]);
    vi.advanceTimersByTime(5_000);
    await eventually(() => loaded.length === 2);
    await Promise.all(chunks.map((file) => takeAway(file)));
    line.goOffline();
    expect(await client.pictures.upload(new Blob([]))).toMatchObject({ error: { code: 'picture-empty' } });
    line.goOnline();
    expect(await client.pictures.load('none')).toMatchObject({ error: { code: 'not-found' } });
    expect(await client.archive.list()).toMatchObject({ ok: true });
  });

  it('is there before it is needed: without a network the first command is queued', async () => {
    open();
    await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
    await until(client.accounts.list, (accounts) => accounts.length === 2);
    // While the account is not known, the sender waits for it.
    await until(client.session, (session) => session !== undefined);
    await takeAway();
    line.goOffline();
    expect((await client.send(ticket.id, REPLY)).status).toBe('queued');
    line.goOnline();
    client.refresh();
    await until(client.outbox, (entries) => entries.length === 0);
  });
});
