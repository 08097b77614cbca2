import { HISTORY_LENGTH, project } from '@sidecard/core/server';
import { AUDIENCES, type HistoryPage, isCaseEvent, type Problem, type TicketAnswer } from '@sidecard/core/wire';
import { createMapsStore } from '@sidecard/server/memory';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUYER, type Claims, HOST, MAIN, STAFF, startTestServer, SUB, type TestServer } from '../support/server.ts';
import { contextAt, DECLINE } from '../support/tickets.ts';

const READERS = { buyer: BUYER, shop: SUB, handlers: MAIN, staff: STAFF } as const;
const MESSAGE = { purpose: 'progress-update', text: 'Between us.' };

describe('the history of a long case', () => {
  const store = createMapsStore();
  let world: TestServer;
  let path: string;
  let ticketId: string;

  beforeAll(async () => {
    world = await startTestServer({ store });
    for (const who of [MAIN, SUB]) await world.get(who, '/v1/session');
    ticketId = (await world.create()).ticket.id;
    path = `/v1/tickets/${ticketId}/history`;
    await world.move(MAIN, ticketId, DECLINE);
    await world.move(BUYER, ticketId, { command: 'escalate' });
    await world.move(STAFF, ticketId, { command: 'begin-review' });
    const ask = { from: ['merchant', 'buyer'], text: 'Pictures?' };
    await world.move(STAFF, ticketId, { command: 'request-evidence', fields: ask });
    await world.move(MAIN, ticketId, { command: 'submit-evidence', fields: { text: 'Our side of it.' } });
    for (let count = 1; count <= 100; count++) {
      await world.move(MAIN, ticketId, { command: 'reply', fields: { text: `Reply ${count}.` } });
      if (count % 10 === 0) await world.move(MAIN, ticketId, { command: count % 20 === 0 ? 'release' : 'claim' });
      if (count % 25 === 0) await world.message(MAIN, ticketId, MESSAGE);
    }
  });
  afterAll(() => world.stop());

  const page = async (who: Claims, query = '') => (await world.get<HistoryPage>(who, `${path}${query}`)).body;
  async function whole(who: Claims, limit: number): Promise<readonly HistoryPage[]> {
    const pages = [await page(who, `?limit=${limit}`)];
    for (let next = pages[0]?.next; next !== undefined; next = pages[0]?.next) {
      pages.unshift(await page(who, `?limit=${limit}&before=${next}`));
    }
    return pages;
  }

  it.each(AUDIENCES)('is read whole by pages, as the projection would show it, by %s', async (audience) => {
    const { ticket } = (await world.get<TicketAnswer>(READERS[audience], `/v1/tickets/${ticketId}`)).body;
    const pages = await whole(READERS[audience], 7);
    const entries = pages.flatMap((one) => one.entries);
    const from = ticket.history.findIndex(({ id }) => id === ticket.completeFrom);
    expect(entries.slice(-HISTORY_LENGTH)).toEqual(ticket.history.slice(from));
    expect(ticket.history.slice(from)).toHaveLength(HISTORY_LENGTH);
    // Before them are the case events that there is no room for.
    const earlier = entries.slice(0, -HISTORY_LENGTH);
    expect(ticket.history.slice(0, from)).toEqual(earlier.filter(({ kind }) => isCaseEvent(kind)));
    expect(entries).toHaveLength(ticket.history.length + (ticket.earlierEntries ?? 0));
    expect(pages.slice(1).every((one) => one.entries.length === 7)).toBe(true);
    // each part of it as a projection that has all of it
    const { history } = store.peek('shop-1', ticketId)!;
    const parts = [history.slice(0, 60), history.slice(60)].map((part) => ({
      ...store.peek('shop-1', ticketId)!,
      history: part,
    }));
    const context = contextAt(world.clock.now());
    const shown = parts.flatMap((part) => project(part, audience, context).history);
    expect(entries).toEqual(JSON.parse(JSON.stringify(shown)));
    expect(entries[0]).toMatchObject({ kind: 'ticket-created', command: 'create' });
  });

  it('has nothing that its reader may not know of, and no number that counts it', async () => {
    const kinds = async (who: Claims) =>
      new Set((await whole(who, 200)).flatMap(({ entries }) => entries.map(({ kind }) => kind)));
    expect(
      [...(await kinds(BUYER))].filter((kind) => ['claimed', 'released', 'staff-message-left'].includes(kind)),
    ).toEqual([]);
    expect([...(await kinds(SUB))]).toContain('claimed');
    const evidence = (await whole(BUYER, 200))
      .flatMap(({ entries }) => entries)
      .filter(({ kind }) => kind === 'evidence-submitted');
    expect(evidence.map(({ fields, by }) => [fields?.['text'], by])).toEqual([[undefined, { party: 'merchant' }]]);
    expect(Object.keys(await page(BUYER, '?limit=2'))).toEqual(['entries', 'next']);
  });

  it('goes on before any entry that its reader may know of, and before no other', async () => {
    const [claimed] = (await whole(MAIN, 200))
      .flatMap(({ entries }) => entries)
      .filter(({ kind }) => kind === 'claimed');
    const before = (id: string) => `?limit=1&before=${id}`;
    expect((await page(MAIN, before(claimed!.id))).entries).toHaveLength(1);
    const hidden = await world.get<Problem>(BUYER, `${path}${before(claimed!.id)}`);
    const unknown = await world.get<Problem>(BUYER, `${path}${before('nothing-of-the-kind')}`);
    expect([hidden.status, hidden.body.code]).toEqual([422, 'body-invalid']);
    expect(hidden.text).toBe(unknown.text);
    expect(hidden.body.errors).toEqual([
      { path: 'before', code: expect.any(String), text: 'Must be the id of an entry of the history.' },
    ]);
  });

  it('has no page before one that holds the rest of it, to the last entry', async () => {
    const count = (await whole(BUYER, 50)).flatMap(({ entries }) => entries).length;
    const all = await page(BUYER, `?limit=${count}`);
    expect([all.entries.length, all.next]).toEqual([count, undefined]);
    const oneLess = await page(BUYER, `?limit=${count - 1}`);
    expect([oneLess.entries.length, oneLess.next]).toEqual([count - 1, oneLess.entries[0]?.id]);
  });

  it('is one’s own ticket’s alone, and the host reads what staff read', async () => {
    const stranger: Claims = { party: 'buyer', accountId: 'buyer-other' };
    const none = await world.get(stranger, `/v1/tickets/none/history`);
    expect((await world.get(stranger, path)).text).toBe(none.text);
    expect(none.status).toBe(404);
    expect(await whole(HOST, 50)).toEqual(await whole(STAFF, 50));
  });

  it('shows a refusal that much has followed', async () => {
    for (const who of Object.values(READERS)) {
      const { ticket } = (await world.get<TicketAnswer>(who, `/v1/tickets/${ticketId}`)).body;
      expect(ticket.history.some(({ kind }) => kind === 'declined')).toBe(true);
      expect(ticket.disagreed).toBe(true);
    }
  });

  it('of a short case is in its projection, which says so', async () => {
    const { ticket } = await world.create();
    expect([ticket.earlierEntries, ticket.disagreed, ticket.history.length]).toEqual([undefined, undefined, 1]);
    const { body } = await world.get<HistoryPage>(BUYER, `/v1/tickets/${ticket.id}/history`);
    expect(body).toEqual({ entries: ticket.history });
  });
});
