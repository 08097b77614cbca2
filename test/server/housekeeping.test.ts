import { type AttachmentStorage, createKyselyStore, createSidecardServer } from '@sidecard/server';
import { createMapsStore } from '@sidecard/server/memory';
import { openPglite } from '@sidecard/server/node';
import { Kysely, sql } from 'kysely';
import { expect, it } from 'vitest';

const HOUR_MS = 3_600_000;

/** A server with pictures that nobody used, and a storage of which only deleting is asked. */
function serve(pictures: number, remove: AttachmentStorage['delete']) {
  const inner = createMapsStore();
  let nowMs = Date.UTC(2026, 6, 1);
  let forgotten = 0;
  const unused = Array.from({ length: pictures }, (_, n) => ({
    merchantId: 'shop',
    id: `picture-${n}`,
    storageKey: String(n).padStart(32, '0'),
  }));
  const dropped = new Set<string>();
  const errors: Error[] = [];
  const server = createSidecardServer({
    database: {
      store: {
        ...inner,
        expireUploads: (_, limit) => Promise.resolve(unused.filter(({ id }) => !dropped.has(id)).slice(0, limit)),
        dropUpload: (_, id) => Promise.resolve(void dropped.add(id)),
        forget(...args) {
          forgotten++;
          nowMs += HOUR_MS;
          return inner.forget(...args);
        },
      },
    },
    verify: () => Promise.resolve(undefined),
    clock: { now: () => nowMs },
    attachments: {
      storage: { put: () => Promise.resolve(), get: () => Promise.resolve(undefined), delete: remove },
      reader: { header: () => Promise.resolve(undefined), encode: () => Promise.reject(new Error('none')) } as never,
    },
    onError: (error) => void errors.push(error),
  });
  return { server, dropped, errors, forgotten: () => forgotten };
}

it('a server goes on with its work, and stops, while its storage does not answer', async () => {
  let asked = (): void => undefined;
  const isAsked = new Promise<void>((resolve) => (asked = resolve));
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const { server, dropped, forgotten } = serve(100, async () => {
    asked();
    await answered;
  });
  await server.start();
  await isAsked;
  // The work of later hours is done meanwhile.
  await expect.poll(forgotten, { timeout: 30_000 }).toBeGreaterThan(2);
  const stopped = server.stop();
  answer();
  await stopped;
  // It has broken off after the picture that was on its way.
  expect(dropped.size).toBe(1);
});

it('all pictures that nobody used go at once, also those after the ones that cannot be deleted', async () => {
  const { server, dropped, errors } = serve(1_234, (key) =>
    /^0*[37]\./.test(key) ? Promise.reject(new Error('locked')) : Promise.resolve(),
  );
  await server.tick();
  expect(dropped.size).toBe(1_232);
  expect(errors).toHaveLength(2);
  await server.stop();
});

it('a storage that refuses everything is left alone until the next hour', async () => {
  let asked = 0;
  const { server, dropped, errors } = serve(700, () => {
    asked++;
    return Promise.reject(new Error('down'));
  });
  await server.tick();
  expect([asked, dropped.size, errors.length]).toEqual([5, 0, 5]);
  await server.stop();
});

it('old lines of all streams go at once, however many there are', async () => {
  const database = await openPglite();
  const store = createKyselyStore(database.dialect);
  await store.migrate();
  const db = new Kysely<unknown>({ dialect: database.dialect });
  await sql`insert into stream select 'shop', 'buyer:' || n, 1, 'epoch', 0 from generate_series(1, 1100) n`.execute(db);
  await sql`insert into log (merchant_id, stream, seq, frame, ticket_id, at_ms)
    select 'shop', 'buyer:' || n, 1, '{}', 'ticket', 1 from generate_series(1, 1100) n`.execute(db);
  let gaveWay = 0;
  await store.forget({ idempotencyMs: 0, logMs: 2, auditMs: 0 }, () => Promise.resolve(void gaveWay++));
  const { rows } = await sql<{ lines: number; floors: number }>`select
    (select count(*)::integer from log) as lines, (select count(*)::integer from stream where floor_seq = 1) as floors`.execute(
    db,
  );
  expect(rows).toEqual([{ lines: 0, floors: 1100 }]);
  expect(gaveWay).toBe(1);
  await database.close();
});
