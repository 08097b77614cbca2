import { getEventListeners } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient, httpTransport, memoryStorage } from '@sidecard/client';
import { createMemoryAttachments } from '@sidecard/server/memory';
import { browserPorts, createClientWith, httpTransportWith, type Ports } from '@sidecard/client/ports';
import { sharpPictures } from '@sidecard/server/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { drawn, photo } from '../support/pictures.ts';
import { BUYER, type Claims, MAIN, startTestServer, STAFF, type TestServer } from '../support/server.ts';
import { REQUEST } from '../support/tickets.ts';
import { type Interposed, interpose } from './support/interposed.ts';
import { eventually } from './support/until.ts';

let folder: string;
let world: TestServer;
let http: Interposed;
const storage = createMemoryAttachments();
const open: Client[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidecard-client-pictures-'));
  world = await startTestServer({ attachments: { storage, reader: await sharpPictures() } });
  http = await interpose(world);
});
afterEach(() => {
  http.reset();
  open.splice(0).forEach((client) => client.close());
});
afterAll(async () => {
  await http.close();
  await world.stop();
  await rm(folder, { recursive: true });
});

function clientOf(token: () => Promise<string>): Client {
  const client = createClient({
    transport: httpTransport({ url: http.url }),
    storage: memoryStorage(),
    getToken: token,
    locale: 'en',
  });
  open.push(client);
  return client;
}
let accounts = 0;
const somebody = (): Claims => ({ ...BUYER, accountId: `client-buyer-${++accounts}` });
const as = (who: Claims) => clientOf(() => world.token(who));
const file = async (type: 'jpeg' | 'png' = 'jpeg') =>
  new Blob([new Uint8Array(type === 'png' ? await drawn('png') : await photo({ seed: ++accounts }))], {
    type: `image/${type}`,
  });
const uploads = () => http.seen.filter(({ method, url }) => method === 'POST' && url.endsWith('/v1/attachments'));
/** Uploads what has to be taken. */
async function uploaded(client: Client): Promise<string> {
  const answer = await client.pictures.upload(await file());
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.picture.id;
}

describe('[R18] pictures of a client', () => {
  it('are uploaded, used in a request, and loaded by those who read it', async () => {
    const progress: number[] = [];
    const buyer = as(BUYER);
    const answer = await buyer.pictures.upload(await file(), { onProgress: (share) => progress.push(share) });
    expect(answer).toMatchObject({ ok: true, picture: { type: 'image/jpeg', width: 480, height: 640 } });
    expect(progress.at(-1)).toBe(1);
    const pictures = [answer.ok ? answer.picture.id : ''];
    const created = await buyer.create({
      type: 'return-refund',
      orderId: '2607011633848817-pictures',
      request: { ...REQUEST, pictures },
    });
    expect(created).toMatchObject({ status: 'confirmed' });
    for (const who of [BUYER, MAIN, STAFF]) {
      const loaded = await as(who).pictures.load(pictures[0]!, 'thumb');
      expect(loaded).toMatchObject({ ok: true });
      if (loaded.ok) expect([loaded.file.type, loaded.file.size > 100]).toEqual(['image/webp', true]);
    }
    expect(await as(somebody()).pictures.load(pictures[0]!)).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it('[R12] are stored once, however often the answer is lost', async () => {
    const client = as(somebody());
    const before = storage.files.size;
    let lost = 0;
    // The server has it; the answer is a proxy's.
    http.instead = (request) => {
      if (request.method !== 'POST' || !request.url.endsWith('/v1/attachments')) return undefined;
      return world.server.fetch(request).then(() => {
        lost++;
        return new Response('bad gateway', { status: 502, headers: { 'retry-after': '0' } });
      });
    };
    expect(await client.pictures.upload(await file())).toMatchObject({ ok: true });
    expect(uploads().length).toBeGreaterThan(1);
    expect(new Set(uploads().map(({ headers }) => headers.get('idempotency-key'))).size).toBe(1);
    expect(lost).toBe(1);
    expect(storage.files.size - before).toBe(3);
  });

  it('are refused at once if the server would not take them', async () => {
    const { pictures } = as(somebody());
    const code = async (given: Blob) => {
      const answer = await pictures.upload(given);
      return answer.ok ? 'accepted' : answer.error.code;
    };
    expect(await code(new Blob([], { type: 'image/png' }))).toBe('picture-empty');
    expect(await code(new Blob(['<svg/>'], { type: 'image/svg+xml' }))).toBe('picture-type');
    expect(await code(new Blob([new Uint8Array(5 * 1024 * 1024 + 1)], { type: 'image/png' }))).toBe(
      'picture-too-large',
    );
    expect(uploads()).toEqual([]);
    // Only the server reads what is in a file.
    expect(await code(new Blob(['<html>'], { type: 'image/png' }))).toBe('picture-type');
  });

  it('that hang are given up in a minute, and hold up no others', async () => {
    const id = await uploaded(as(BUYER));
    const waits = new Set<() => void>();
    // A minute passes when the test says so.
    const after: Ports['after'] = (ms, work) => {
      if (ms !== 60_000) return browserPorts.after(ms, work);
      waits.add(work);
      return () => void waits.delete(work);
    };
    const ports = { ...browserPorts, after };
    const client = createClientWith(ports, {
      transport: httpTransportWith(ports, { url: http.url }),
      storage: memoryStorage(),
      getToken: () => world.token(BUYER),
    });
    open.push(client);
    const isHung = ({ url }: Request): boolean => /attachments\/[abc]\?/.test(url);
    const hang = (request: Request): Promise<Response> | undefined => {
      if (!isHung(request)) return undefined;
      // The next one too.
      queueMicrotask(() => (http.instead = hang));
      return new Promise(() => {});
    };
    http.instead = hang;
    const hung = ['a', 'b', 'c'].map((name) => client.pictures.load(name));
    const other = client.pictures.load(id, 'thumb');
    await eventually(() => http.seen.filter(isHung).length === 3);
    expect(waits.size).toBe(3);
    for (const end of waits) end();
    for (const answer of await Promise.all(hung))
      expect(answer).toMatchObject({ ok: false, error: { code: 'network' } });
    expect(await other).toMatchObject({ ok: true });
    expect(waits.size).toBe(0);
  });

  it('go at most three at once', async () => {
    let [running, most] = [0, 0];
    const uploader = somebody();
    const transport = httpTransport({ url: http.url });
    const counted = createClient({
      storage: memoryStorage(),
      getToken: () => world.token(uploader),
      transport: {
        ...transport,
        async fetch(path, init) {
          most = Math.max(most, ++running);
          return transport.fetch!(path, init).finally(() => running--);
        },
      },
    });
    open.push(counted);
    const files = await Promise.all(Array.from({ length: 7 }, () => file('png')));
    const answers = await Promise.all(files.map((one) => counted.pictures.upload(one)));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(most).toBe(3);
  });

  it('end when their signal does, before and while they wait', async () => {
    const client = as(somebody());
    const abort = new AbortController();
    http.instead = (request) => {
      if (!request.url.endsWith('/v1/attachments')) return undefined;
      abort.abort();
      return new Response(null, { status: 503, headers: { 'retry-after': '0' } });
    };
    expect(await client.pictures.upload(await file(), { signal: abort.signal })).toMatchObject({
      ...{ ok: false, error: { code: 'aborted' } },
    });
    expect(await client.pictures.upload(await file(), { signal: abort.signal })).toMatchObject({
      ...{ ok: false, error: { code: 'aborted' } },
    });
    expect(uploads()).toHaveLength(1);
  });

  it('leave nothing at the signal that could have ended them', async () => {
    const client = as(somebody());
    const { signal } = new AbortController();
    expect(await client.pictures.upload(await file(), { signal })).toMatchObject({ ok: true });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('[R14] of one account are never sent for the next', async () => {
    let who = somebody();
    const client = clientOf(() => world.token(who));
    await uploaded(client);
    http.instead = (request) => {
      if (!request.url.endsWith('/v1/attachments')) return undefined;
      who = somebody();
      // The token is refused, so that the next one is asked for.
      return new Response(JSON.stringify({ code: 'unauthenticated' }), { status: 401 });
    };
    const before = uploads().length;
    expect(await client.pictures.upload(await file())).toMatchObject({ ok: false, error: { code: 'closed' } });
    expect(uploads().length - before).toBe(1);
  });

  it('[R14] of one account are never sent for the next, though they wait for their turn', async () => {
    let who = somebody();
    const client = clientOf(() => world.token(who));
    await uploaded(client);
    const before = uploads().length;
    http.instead = (request) => {
      if (!request.url.endsWith('/v1/attachments')) return undefined;
      who = somebody();
      return new Response(JSON.stringify({ code: 'unauthenticated' }), { status: 401 });
    };
    const files = await Promise.all(Array.from({ length: 6 }, () => file('png')));
    const answers = await Promise.all(files.map((one) => client.pictures.upload(one)));
    const last = answers.slice(3).map((answer) => answer.ok || answer.error.code);
    expect(last).toEqual(['closed', 'closed', 'closed']);
    expect(uploads().length - before).toBe(3);
  });

  it('[R27] are unsupported by a transport without files', async () => {
    const { fetch: _fetch, ...transport } = httpTransport({ url: http.url });
    const client = createClient({ transport, storage: memoryStorage(), getToken: () => world.token(BUYER) });
    open.push(client);
    expect(await client.pictures.upload(await file())).toMatchObject({ ok: false, error: { code: 'unsupported' } });
    expect(await client.pictures.load('x')).toMatchObject({ ok: false, error: { code: 'unsupported' } });
  });

  it('[R24] have addresses that open nothing by themselves; an expired token is renewed, and its account asked again', async () => {
    const buyer = somebody();
    const id = await uploaded(as(buyer));
    const path = `/v1/attachments/${id}?size=thumb`;
    expect((await fetch(http.url + path)).status).toBe(401);
    let asked = 0;
    const expired = { issuedAtMs: world.clock.now() - 3_600_000, expiresAtMs: world.clock.now() - 3_000_000 };
    const client = clientOf(() => world.token(asked++ === 0 ? { ...buyer, ...expired } : buyer));
    expect(await client.pictures.load(id, 'thumb')).toMatchObject({ ok: true });
    expect(asked).toBe(2);
  });

  it('share a load of the same picture', async () => {
    const buyer = as(somebody());
    const id = await uploaded(buyer);
    const answers = await Promise.all([1, 2, 3].map(() => buyer.pictures.load(id, 'thumb')));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(http.seen.filter(({ url }) => url.includes('size=thumb'))).toHaveLength(1);
  });
});
