import { appendFile, cp, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as ClientPackage from '@sidecard/client';
import type { Client, ClientStorage } from '@sidecard/client';
import type { CardDelivery, TicketView } from '@sidecard/core/wire';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sourcesForEsbuild } from '../../scripts/sources.mjs';
import { BUYER, MAIN, SUB } from '../support/server.ts';
import { ORDER, REQUEST } from '../support/tickets.ts';
import { DECLINE, identityOf, type Line, memoryShop, type Shop } from './support/shops.ts';
import { eventually, record, settled, until } from './support/until.ts';

const MUG = { amountMinor: 12_900, currency: 'CNY' };
const REPLY = { command: 'reply', fields: { text: 'Good day.' } };
/** How long the client waits until it reads everything again without that part. */
const AGAIN_MS = 5_000;

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
  const parts = async (names = /^(?:pictures|archive)-/): Promise<readonly string[]> =>
    (await readdir(folder)).filter((file) => names.test(file)).map((file) => join(folder, file));
  const open = (own = storage): Client => (client = sdk.createClient({ transport: line.transport, storage: own }));

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
    // Before the timers are real again: a spy would bring back what it has watched.
    vi.restoreAllMocks();
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

  it('a picture that is picked before its part can be loaded is answered when the client is closed', async () => {
    open();
    await until(client.accounts.list, (accounts) => accounts.length === 2);
    for (const file of await parts()) await takeAway(file);
    const asked = client.pictures.upload(new Blob(['no picture'], { type: 'image/png' }));
    await settled();
    client.close();
    expect(await asked).toMatchObject({ error: { code: 'closed' } });
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

  it('[R8] the storage is asked for again', async () => {
    const [part = ''] = await parts(/^indexed-db-/);
    await takeAway(part);
    client = sdk.createClient({ transport: line.transport });
    await until(client.session, (session) => session !== undefined);
    client.drafts.set(ticket.id, 'reply', REPLY.fields);
    await client.drafts.load(ticket.id);
    vi.stubGlobal('ownStorage', storage);
    await writeFile(part, 'export const createIndexedDbStorage = () => ownStorage;');
    client.drafts.set(ticket.id, 'reply', { text: 'Good evening.' });
    await eventually(async () => (await storage.entries('draft/')).length === 1);
  });

  describe('for drafts that tabs share', () => {
    const fields = { text: 'Dear Lin.' };
    let own: ClientStorage;
    let other: string;
    let part: string;
    let early: Client;
    const read = (tab: Client) => tab.drafts.draft(ticket.id, 'reply').get();
    const stored = async () => (await own.entries('draft/')).map(([, value]) => value);
    /** Opens a tab, and one that cannot hear of it. */
    beforeEach(async () => {
      own = { ...storage, sharedAs: folder };
      other = `${folder}-other`;
      await cp(folder, other, { recursive: true });
      const { createClient } = (await import(pathToFileURL(join(other, 'sdk.mjs')).href)) as typeof ClientPackage;
      early = createClient({ transport: shop.line(MAIN).transport, storage: { ...own } });
      await until(early.ticket(ticket.id), ({ status }) => status === 'ready');
      early.drafts.set(ticket.id, 'reply', fields);
      await eventually(async () => (await stored()).length === 1);
      [part = ''] = await parts(/^shared-drafts-/);
      await takeAway(part);
      open({ ...own });
      await client.drafts.load(ticket.id);
      await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
      expect(read(client)).toEqual(fields);
    });
    afterEach(async () => {
      early.close();
      await rm(other, { recursive: true });
    });
    async function hear(): Promise<void> {
      await bringBack(part);
      client.refresh();
    }

    it('[R8] one that was sent in another tab meanwhile goes once their part can be loaded', async () => {
      expect(await early.send(ticket.id, { command: 'reply', fields })).toMatchObject({ status: 'confirmed' });
      await eventually(async () => (await stored()).length === 0);
      expect(read(client)).toEqual(fields);
      await hear();
      await until(client.drafts.draft(ticket.id, 'reply'), (draft) => draft === undefined);
    });

    it('[R8] the other tabs hear of what was sent and written meanwhile once their part can be loaded', async () => {
      expect(await client.send(ticket.id, { command: 'reply', fields })).toMatchObject({ status: 'confirmed' });
      client.drafts.set(ticket.id, 'note', { text: 'Called.' });
      await eventually(async () => JSON.stringify(await stored()) === '[{"text":"Called."}]');
      expect(read(early)).toEqual(fields);
      await hear();
      await until(early.drafts.draft(ticket.id, 'reply'), (draft) => draft === undefined);
      await until(early.drafts.draft(ticket.id, 'note'), (draft) => draft?.['text'] === 'Called.');
    });
  });

  describe('for the tickets of one order', () => {
    const related = async () => (await parts(/^related-tickets-/))[0]!;
    let other: string;
    let act: () => Promise<unknown>;
    const caseOf = () => client.ticket(other).get().view?.otherCases?.[0]?.state;
    beforeEach(async () => {
      const world = memoryShop();
      const request = { ...REQUEST, items: [{ itemId: 'mug', quantity: 1 }], amount: MUG };
      const create = () =>
        world.backend.create({ type: 'return-refund', orderId: `${ORDER.id}-1`, request, locale: 'en' });
      const one = await create();
      other = (await create()).id;
      act = () => world.backend.act(identityOf(BUYER), one.id, { command: 'withdraw' });
      line = world.shop.line(MAIN);
    });

    it('[live-is-current] reads them again, on the same connection, while its part cannot be loaded', async () => {
      await takeAway(await related());
      open();
      client.ticket(other).subscribe(() => {});
      await until(client.connection, ({ state }) => state === 'live');
      await until(client.ticket(other), ({ status }) => status === 'ready');
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      const states = record(client.connection);
      line.requests.length = 0;
      expect(caseOf()).toBe('open');
      const timers = vi.spyOn(globalThis, 'setTimeout');
      const waits = () => timers.mock.calls.filter(([, ms]) => ms === AGAIN_MS).length;
      let known = waits();
      await act();
      // Files are looked for in real time, in which the connection must not age.
      await eventually(async () => {
        await readdir(folder);
        await settled();
        if (waits() > known) {
          known = waits();
          await vi.advanceTimersByTimeAsync(AGAIN_MS);
        }
        return caseOf() === 'closed';
      });
      expect(states.map(({ state }) => state)).toEqual(['live']);
      expect(line.requests.filter((asked) => asked === `GET /v1/tickets/${other}`)).toHaveLength(1);
    });

    it('has its part before it is needed', async () => {
      const file = await related();
      const loaded: string[] = [];
      vi.stubGlobal('onPart', (url: string) => loaded.push(url));
      await appendFile(file, '\nonPart(import.meta.url);');
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      open();
      client.ticket(other).subscribe(() => {});
      await until(client.connection, ({ state }) => state === 'live');
      await until(client.accounts.list, (accounts) => accounts.length > 0);
      expect(loaded).toEqual([]);
      vi.advanceTimersByTime(5_000);
      await eventually(() => loaded.length === 1);
    });
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
