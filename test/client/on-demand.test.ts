import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as ClientPackage from '@sidecard/client';
import type { Client, ClientStorage } from '@sidecard/client';
import type { CardDelivery, TicketView } from '@sidecard/core/wire';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

  const takeAway = () => rename(chunk, `${chunk}.away`);
  const bringBack = () => rename(`${chunk}.away`, chunk);
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
    const chunks = (await readdir(folder)).filter((file) => /^(?:pictures|archive)-/.test(file));
    expect(chunks).toHaveLength(2);
    for (const file of chunks) await rename(join(folder, file), join(folder, `${file}.away`));
    expect(await code()).toEqual(['network', 'network']);
    for (const file of chunks) await rename(join(folder, `${file}.away`), join(folder, file));
    expect(await code()).toEqual(['not-found', true]);
  });

  it('is there before it is needed: without a network the first command is queued', async () => {
    open();
    await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
    await until(client.accounts.list, (accounts) => accounts.length === 2);
    await takeAway();
    line.goOffline();
    expect((await client.send(ticket.id, REPLY)).status).toBe('queued');
    line.goOnline();
    client.refresh();
    await until(client.outbox, (entries) => entries.length === 0);
  });
});
