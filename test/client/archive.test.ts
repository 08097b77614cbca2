import { type Client, createClient, httpTransport, memoryStorage } from '@sidecard/client';
import { createMemoryAttachments } from '@sidecard/server/memory';
import { sharpPictures } from '@sidecard/server/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BUYER, type Claims, MAIN, startTestServer, SUB, type TestServer } from '../support/server.ts';
import { unzipped } from '../support/zip.ts';
import { type Interposed, interpose } from './support/interposed.ts';

let world: TestServer;
let http: Interposed;
const open: Client[] = [];

beforeAll(async () => {
  world = await startTestServer({
    attachments: { storage: createMemoryAttachments(), reader: await sharpPictures() },
  });
  http = await interpose(world);
});
afterEach(() => {
  http.reset();
  open.splice(0).forEach((client) => client.close());
});
afterAll(async () => {
  await http.close();
  await world.stop();
});

function as(who: Claims): Client {
  const client = createClient({
    transport: httpTransport({ url: http.url }),
    storage: memoryStorage(),
    getToken: () => world.token(who),
    locale: 'en',
  });
  open.push(client);
  return client;
}

describe('[R40] the archive of a client', () => {
  it('lists, counts and changes what is filed', async () => {
    const { ticket } = await world.create();
    const { archive } = as(MAIN);
    const search = { product: 'Fog-blue handmade mug', defect: 'broken', search: '', fromMs: 0, ticketId: ticket.id };
    const page = await archive.list(search);
    expect(page).toMatchObject({ ok: true, body: { entries: [{ ticketId: ticket.id, itemId: 'mug' }] } });
    const counts = await archive.counts('month', { product: search.product });
    expect(counts).toMatchObject({ ok: true, body: { counts: [{ defect: 'broken', cases: 1, pieces: 2 }] } });
    const remove = { action: 'remove', ticketId: ticket.id, itemId: 'mug' } as const;
    expect(await archive.change([remove])).toMatchObject({ ok: true, body: { results: [{ ok: true }] } });
    expect(await archive.list(search)).toMatchObject({ ok: true, body: { entries: [] } });
    expect(await archive.list({ removed: true })).toMatchObject({ ok: true, body: { entries: [{ itemId: 'mug' }] } });
  });

  it('goes on from page to page', async () => {
    for (let count = 0; count < 101; count++) await world.create();
    const { archive } = as(MAIN);
    const first = await archive.list();
    if (!first.ok) throw new Error(first.error.code);
    const second = await archive.list({}, first.body.next);
    if (!second.ok) throw new Error(second.error.code);
    const ids = [...first.body.entries, ...second.body.entries].map(({ ticketId }) => ticketId);
    expect([first.body.entries.length, new Set(ids).size, second.body.next]).toEqual([100, 101, undefined]);
  });

  it('sends a change once, though the first answer was lost', async () => {
    const { ticket } = await world.create();
    http.instead = ({ method }) => (method === 'POST' ? new Response('', { status: 502 }) : undefined);
    const { archive } = as(MAIN);
    const file = { action: 'file', ticketId: ticket.id, defect: 'cracked' } as const;
    expect(await archive.change([file])).toMatchObject({
      ok: true,
      body: { results: [{ entries: [{ defect: 'cracked' }] }] },
    });
    const sent = http.seen.filter(({ method, url }) => method === 'POST' && url.endsWith('/v1/archive/changes'));
    const sentKeys = sent.map(({ headers }) => headers.get('idempotency-key'));
    expect([sentKeys.length, new Set(sentKeys).size]).toEqual([2, 1]);
  });

  it('[R41] loads an export as a file, with the token in a header', async () => {
    await world.create();
    const { archive } = as(MAIN);
    const csv = await archive.exportFile('csv', { defect: 'broken' }, 'en');
    if (!csv.ok) throw new Error(csv.error.code);
    expect(await csv.body.text()).toContain('"Fog-blue handmade mug"');
    const zip = await archive.exportFile('zip');
    if (!zip.ok) throw new Error(zip.error.code);
    expect(unzipped(new Uint8Array(await zip.body.arrayBuffer())).map(({ name }) => name)).toEqual(['archive.csv']);
    for (const { url } of http.seen) expect(url).not.toMatch(/ey[\w-]+\./);
  });

  it('passes refusals on', async () => {
    await world.get(SUB, '/v1/session');
    expect(await as(SUB).archive.list()).toMatchObject({ ok: false, error: { code: 'permission-missing' } });
    expect(await as(BUYER).archive.exportFile('csv')).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(await as(MAIN).archive.list({ defect: 'No Key' })).toMatchObject({ error: { code: 'body-invalid' } });
  });
});
