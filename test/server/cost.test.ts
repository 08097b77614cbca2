import type { FeedPage } from '@sidecard/core/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { BUYER, MAIN, peopleOf, STAFF, startTestServer, type TestServer } from '../support/server.ts';
import { counting } from '../support/statements.mjs';

describe('what a command asks of the database', () => {
  let database: TestDatabase;
  let server: TestServer;
  let count: ReturnType<typeof counting>;
  let ticketId: string;

  beforeAll(async () => {
    database = await openDatabase();
    count = counting(database.dialect);
    server = await startTestServer({ database: { ...database, dialect: count.dialect } });
    ticketId = (await server.create()).ticket.id;
    await claimAndRelease();
  });
  afterAll(async () => {
    await server.stop();
    await database.close();
  });

  const send = (command: 'claim' | 'release') => server.command(MAIN, ticketId, { command });
  async function claimAndRelease(): Promise<void> {
    expect((await send('claim')).status).toBe(200);
    expect((await send('release')).status).toBe(200);
  }

  it('is four statements, in three messages', async () => {
    count.take();
    await claimAndRelease();
    const { statements, roundTrips } = count.take();
    expect([statements, roundTrips]).toEqual([8, 6]);
  });

  it('is no more while readers of every side have streams: what was committed is told to them, and not read', async () => {
    const people = [MAIN, STAFF, BUYER];
    const streams = await Promise.all(people.map((who) => server.stream(who)));
    for (const stream of streams) await stream.until('ready');
    await server.server.tick?.();
    count.take();
    await server.command(MAIN, ticketId, { command: 'reply', fields: { text: 'It is on its way.' } });
    const shown = await Promise.all(streams.map(async (stream) => (await stream.until('ticket')).data.ticket));
    expect(shown.map(({ history }) => history.at(-1)?.kind)).toEqual(['replied', 'replied', 'replied']);
    const texts = [...count.take().texts.keys()];
    expect(texts.filter((text) => /from "log"/.test(text))).toEqual([]);
    // Exactly what a reader gets who reads the log instead.
    for (const [index, who] of people.entries()) {
      const read = await server.get<{ ticket: object }>(who, `/v1/tickets/${ticketId}`);
      expect(shown[index]).toEqual(read.body.ticket);
    }
    await Promise.all(streams.map((stream) => stream.close()));
  });

  it('is as much to write after a hundred entries as after a few', async () => {
    const written = async () => {
      count.take();
      await claimAndRelease();
      return count.take().bytes;
    };
    const few = await written();
    for (let n = 0; n < 50; n++) await claimAndRelease();
    const many = await written();
    expect(many / few).toBeLessThan(1.05);
  });
});

/** How many connections to the database are in use or asked for. */
function inUse({ connections }: TestDatabase): number {
  const { total, idle, waiting } = connections!();
  return total - idle + waiting;
}

describe('what those ask who come back at the same time', () => {
  it('is asked once for all, and not for each', async () => {
    const database = await openDatabase();
    const count = counting(database.dialect);
    const server = await startTestServer({ database: { ...database, dialect: count.dialect } });
    const { ticket } = await server.create();
    const { cursor } = (await server.get<{ cursor: string }>(MAIN, '/v1/tickets')).body;
    await server.command(MAIN, ticket.id, { command: 'claim' });
    count.take();
    // Nothing is answered by the database until all have come.
    const release = count.hold();
    const opening = Promise.all(Array.from({ length: 30 }, () => server.stream(MAIN, cursor)));
    await expect.poll(() => inUse(database)).toBeGreaterThanOrEqual(30);
    release();
    const streams = await opening;
    for (const stream of streams) await stream.until('ticket');
    const { texts } = count.take();
    const times = (pattern: RegExp) =>
      [...texts].filter(([text]) => pattern.test(text)).reduce((sum, [, { times: of }]) => sum + of, 0);
    // The account of each is looked up, by its token: on a pool, those whose accounts are read in one go share what comes next.
    expect([/from "log"/, /from "stream"/, /from "delivery"/].map(times).filter((n) => n > 30 / 3)).toEqual([]);
    await Promise.all(streams.map((stream) => stream.close()));
    await server.stop();
    await database.close();
  });
});

describe('what a page of the feed asks', () => {
  it('is the same, however many posts and events it has', async () => {
    const database = await openDatabase();
    const count = counting(database.dialect);
    const server = await startTestServer({ database: { ...database, dialect: count.dialect } });
    const { main, buyer, messenger } = peopleOf('told');
    const { ticket } = await server.create({}, buyer);
    const page = async () => {
      count.take();
      const { events = [], posts } = (await server.get<FeedPage>(messenger, '/v1/feed?events=true&limit=200')).body;
      const told = [...posts.map(({ kind }) => kind), ...events.map(({ type }) => type)];
      return { statements: count.take().statements, told };
    };
    const text = 'We would like to talk.';
    await server.move(main, ticket.id, { command: 'reply', fields: { text } });
    const few = await page();
    expect(few.told).toEqual(['card', 'reply', 'ticket.created']);
    await server.move(main, ticket.id, { command: 'decline', fields: { reason: 'other', text } });
    await server.move(buyer, ticket.id, { command: 'withdraw' });
    const more = await page();
    const changed = 'ticket.status-changed';
    expect(more.told).toEqual(['card', 'reply', 'reply', 'ticket.created', changed, changed]);
    expect(more.statements).toBe(few.statements);
    await server.stop();
    await database.close();
  });
});
