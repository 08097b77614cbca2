import type { Note, NoteList, Problem, TicketAnswer } from '@sidecard/core/wire';
import { createMapsStore } from '@sidecard/server/memory';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BUYER,
  type Claims,
  HOST,
  MAIN,
  STAFF,
  startTestServer,
  SUB,
  SUB2,
  type TestServer,
} from '../support/server.ts';

const NOTE = { text: 'The buyer called: the box was open.' };

describe.each([
  { what: 'the database', store: () => undefined },
  { what: 'memory', store: createMapsStore },
])('notes in $what', ({ store }) => {
  let world: TestServer;
  let ticketId: string;
  beforeAll(async () => {
    const memory = store();
    world = await startTestServer(memory ? { store: memory } : {});
    for (const who of [MAIN, SUB, SUB2]) await world.get(who, '/v1/session');
    await world.grant(SUB.accountId, ['task.handle']);
    ticketId = (await world.create()).ticket.id;
  });
  afterAll(() => world.stop());

  const pathOf = (id = ticketId) => `/v1/tickets/${id}/notes`;
  const add = <Body = Note & Problem>(who: Claims, body: unknown, key?: string, id?: string) =>
    world.send<Body>(who, 'POST', pathOf(id), body, key);
  const textsFor = async (who: Claims) =>
    (await world.get<NoteList>(who, pathOf())).body.notes.map(({ text, by }) => [text, by.name]);

  it('are read by the shop’s handlers, in order', async () => {
    const first = await add(MAIN, NOTE);
    expect([first.status, first.body]).toEqual([
      201,
      { ...NOTE, id: first.body.id, ticketId, atMs: world.clock.now(), by: { accountId: 'main', name: MAIN.name } },
    ]);
    await add(SUB, { text: ' Second\r\nline ' });
    expect(await textsFor(SUB)).toEqual([
      [NOTE.text, MAIN.name],
      ['Second\nline', SUB.name],
    ]);
  });

  it('are added once for a key, and not with another text', async () => {
    const before = (await textsFor(MAIN)).length;
    const [one, two] = [await add(SUB, NOTE, 'once'), await add(SUB, NOTE, 'once')];
    expect(two.text).toBe(one.text);
    expect(two.headers.get('idempotent-replayed')).toBe('true');
    expect((await add(SUB, { text: 'Other' }, 'once')).body.code).toBe('idempotency-key-reused');
    expect(await textsFor(MAIN)).toHaveLength(before + 1);
  });

  it('share their keys with all other writes: one key serves one of them', async () => {
    const id = (await world.create()).ticket.id;
    const claim = (key: string) =>
      world.command<TicketAnswer & Problem>(MAIN, id, { command: 'claim', version: 1 }, key);
    expect((await add(MAIN, NOTE, 'of-a-note', id)).status).toBe(201);
    const command = await claim('of-a-note');
    expect([command.status, command.body.code]).toEqual([422, 'idempotency-key-reused']);
    expect((await claim('of-a-command')).status).toBe(200);
    const note = await add(MAIN, NOTE, 'of-a-command', id);
    expect([note.status, note.body.code]).toEqual([422, 'idempotency-key-reused']);
    expect((await add(MAIN, NOTE, 'of-a-note', id)).headers.get('idempotent-replayed')).toBe('true');
  });

  it('do not touch the ticket, and reach no stream but as a hint to handlers', async () => {
    const streams = {
      sub: await world.stream(SUB),
      powerless: await world.stream(SUB2),
      staff: await world.stream(STAFF),
      buyer: await world.stream(BUYER),
    };
    const readers = [MAIN, SUB2, STAFF, BUYER];
    const look = () =>
      Promise.all(readers.map(async (who) => (await world.get<TicketAnswer>(who, `/v1/tickets/${ticketId}`)).text));
    const before = await look();
    await add(MAIN, NOTE);
    expect((await streams.sub.until('notes')).data).toEqual({ ticketId });
    await world.server.tick();
    expect(await look()).toEqual(before);
    for (const stream of [streams.powerless, streams.staff, streams.buyer]) {
      expect((await stream.pending()).map(({ event }) => event)).not.toContain('notes');
    }
    for (const stream of Object.values(streams)) await stream.close();
  });

  it.each([
    ['without a text', {}, 'text', 'wrong'],
    ['that are blank', { text: ' \n' }, 'text', 'too-short'],
    ['that are too long', { text: '字'.repeat(501) }, 'text', 'too-long'],
    ['that cannot be read', { text: '\u0007' }, 'text', 'unreadable'],
    ['with another member', { ...NOTE, to: 'buyer' }, 'to', 'unknown-member'],
  ])('%s are refused, and change nothing', async (_, body, path, code) => {
    const before = (await world.get(MAIN, pathOf())).text;
    const refused = await add(MAIN, body);
    expect([refused.status, refused.body.code]).toEqual([422, 'body-invalid']);
    expect(refused.body.errors).toEqual([expect.objectContaining({ path, code })]);
    expect((await world.get(MAIN, pathOf())).text).toBe(before);
  });

  it('of a ticket are at most 200', { timeout: 60_000 }, async () => {
    const { ticket } = await world.create();
    for (let count = 0; count < 200; count++) {
      expect((await add(MAIN, { text: `${count}` }, undefined, ticket.id)).status).toBe(201);
    }
    const refused = await add(MAIN, NOTE, undefined, ticket.id);
    expect([refused.status, refused.body.code]).toEqual([409, 'too-many-notes']);
    const { notes } = (await world.get<NoteList>(MAIN, pathOf(ticket.id))).body;
    expect(notes.map(({ text }) => text)).toEqual(Array.from({ length: 200 }, (_, index) => `${index}`));
  });

  it('need permission to handle tasks, and a ticket of the shop', async () => {
    for (const refused of [await world.get<Problem>(SUB2, pathOf()), await add(SUB2, NOTE)]) {
      expect([refused.status, refused.body.needs]).toEqual([403, 'task.handle']);
    }
    const other = { ...MAIN, merchantId: 'shop-2' };
    for (const answer of [
      await world.get(other, pathOf()),
      await add(other, NOTE),
      await add(MAIN, NOTE, undefined, 'none'),
    ]) {
      expect(answer.status).toBe(404);
    }
  });

  it('[R24] do not exist for the buyer, platform staff or the host, by any method', async () => {
    for (const who of [BUYER, STAFF, HOST]) {
      for (const method of ['GET', 'PUT', 'POST', 'DELETE']) {
        const body = method === 'GET' || method === 'DELETE' ? undefined : NOTE;
        const nothing = await world.send(who, method, '/v1/nothing', body);
        for (const resource of ['notes', 'presence']) {
          const { text, headers } = await world.send(who, method, `/v1/tickets/${ticketId}/${resource}`, body);
          expect([text, [...headers]]).toEqual([nothing.text, [...nothing.headers]]);
        }
      }
    }
  });
});
