import { type Client, createClient, memoryStorage, type TransportAnswer, type TransportFrame } from '@sidecard/client';
import type { CardDelivery, TicketView } from '@sidecard/core/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BUYER, MAIN, STAFF } from '../support/server.ts';
import { ORDER, REQUEST } from '../support/tickets.ts';
import { closeClients, DECLINE, memoryShop, type Shop } from './support/shops.ts';
import { tampered, type TamperedTransport } from './support/tampered.ts';
import { eventually, record, settled, until } from './support/until.ts';

/** Bodies of a 200 that no server of ours sends. `undefined` is what a page of HTML comes to. */
const BODIES: readonly (readonly [name: string, body: unknown])[] = [
  ['a page of HTML', undefined],
  ['null', null],
  ['a number', 1],
  ['a list', []],
  ['an empty object', {}],
  [
    'members of other types',
    { ticket: 'x', message: 1, tickets: {}, messages: 'x', accounts: {}, permissions: 'all', serverTimeMs: '0' },
  ],
  [
    'members without members',
    { ticket: {}, message: {}, tickets: [{}], messages: [{}], accounts: [null], merchantId: 'shop-1', permissions: [] },
  ],
];

describe.each(BODIES)('a 200 with %s', (_, body) => {
  let shop: Shop;
  let ticket: TicketView;
  let wire: TamperedTransport;
  let client: Client;
  let broken = true;

  /** From now on such requests are answered with the body, until `mend`. */
  const breakAnswers = (pattern: RegExp): void =>
    wire.changeAnswers(
      ({ method, path }) => broken && pattern.test(`${method} ${path}`),
      (answer): TransportAnswer => ({ ...answer, status: 200, body }),
    );
  const mend = (): void => {
    broken = false;
    client.refresh();
  };

  beforeEach(async () => {
    ({ shop } = memoryShop());
    ticket = await shop.create();
    await shop.act(MAIN, ticket.id, DECLINE);
    await shop.act(BUYER, ticket.id, { command: 'escalate' });
    wire = tampered(shop.line(MAIN).transport);
    client = createClient({ transport: wire, storage: memoryStorage() });
    broken = true;
  });
  afterEach(() => {
    client.close();
    closeClients();
  });

  it('for a ticket is an error, and the ticket is asked for again', async () => {
    breakAnswers(/GET .*tickets\/[^/?]+$/);
    const { error, view } = await until(client.ticket(ticket.id), ({ status }) => status === 'failed');
    expect([error?.code, view]).toEqual(['server-error', undefined]);
    mend();
    await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
  });

  it('for a staff thread is an error, and the thread is asked for again', async () => {
    breakAnswers(/GET .*staff-messages$/);
    const failed = await until(client.staffThread(ticket.id), ({ status }) => status === 'failed');
    expect(failed.messages).toEqual([]);
    mend();
    await until(client.staffThread(ticket.id), ({ status }) => status === 'ready');
  });

  it('for the list keeps the client from being live, and nothing else', async () => {
    breakAnswers(/GET .*tickets\?/);
    const states = record(client.connection);
    const stop = client.tickets.subscribe(() => {});
    await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
    await settled();
    expect(states.map(({ state }) => state)).not.toContain('live');
    mend();
    await until(client.connection, ({ state }) => state === 'live');
    stop();
  });

  it('for the session leaves it unknown until there is one', async () => {
    breakAnswers(/GET .*session/);
    const sessions = record(client.session);
    await settled();
    expect(new Set(sessions)).toEqual(new Set([undefined]));
    mend();
    await until(client.session, (session) => session?.accountId === MAIN.accountId);
  });

  it('for the accounts shows none', async () => {
    breakAnswers(/GET .*accounts$/);
    const lists = record(client.accounts.list);
    await settled();
    expect(lists).toEqual(lists.map(() => []));
    mend();
    await until(client.accounts.list, (accounts) => accounts.length > 0);
  });

  it('for the ticket of a staff message that is sent leaves no doubt that it is', async () => {
    breakAnswers(/GET .*tickets\/[^/?]+$/);
    const result = await client.sendStaffMessage(ticket.id, { purpose: 'progress-update', text: 'Hello' });
    expect(result).toMatchObject({ status: 'confirmed', message: { text: 'Hello' } });
    expect(result).not.toHaveProperty('ticket');
    expect(client.outbox.get()).toEqual([]);
  });

  it.each([
    [
      'a reply',
      /POST .*commands$/,
      (one: Client) => one.send(ticket.id, { command: 'reply', fields: { text: 'Hello' } }),
    ],
    [
      'a staff message',
      /POST .*staff-messages$/,
      (one: Client) => one.sendStaffMessage(ticket.id, { purpose: 'progress-update', text: 'Hello' }),
    ],
  ])('for %s keeps it, and it is done once', async (_name, pattern, send) => {
    await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
    breakAnswers(pattern);
    expect((await send(client)).status).toBe('queued');
    mend();
    await until(client.outbox, (entries) => entries.length === 0);
    const desk = shop.client(STAFF);
    const { messages } = await until(desk.staffThread(ticket.id), ({ status }) => status === 'ready');
    const { history } = await shop.asStaff(ticket.id);
    const texts = [...messages.map(({ text }) => text), ...history.map(({ fields }) => fields?.['text'])];
    expect(texts.filter((text) => text === 'Hello')).toHaveLength(1);
  });

  it('for a new ticket keeps the request, and it is opened once', async () => {
    const inner = tampered(shop.line(BUYER).transport);
    const buyer = createClient({ transport: inner, storage: memoryStorage() });
    inner.changeAnswers(
      ({ method }) => broken && method === 'POST',
      (answer): TransportAnswer => ({ ...answer, status: 200, body }),
    );
    const created = await buyer.create({ type: 'return-refund', orderId: `${ORDER.id}-new`, request: REQUEST });
    expect(created.status).toBe('queued');
    mend();
    buyer.refresh();
    await until(buyer.outbox, (entries) => entries.length === 0);
    expect((await until(buyer.tickets, (tickets) => tickets.size > 1)).size).toBe(2);
    buyer.close();
  });

  it('for a refusal is an error without a ticket', async () => {
    await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
    const shown = record(client.ticket(ticket.id));
    wire.changeAnswers(
      ({ path }) => path.endsWith('/commands'),
      (answer) => ({
        ...answer,
        status: 409,
        body: typeof body === 'object' ? { ...body, code: 'version-conflict' } : body,
      }),
    );
    const result = await client.send(ticket.id, DECLINE);
    expect(result).toMatchObject({
      status: 'refused',
      error: { code: typeof body === 'object' ? 'version-conflict' : 'server-error' },
    });
    expect(client.outbox.get()).toMatchObject([{ state: 'refused', command: { fields: DECLINE.fields } }]);
    expect(shown.every(({ view }) => view?.id === ticket.id)).toBe(true);
  });

  it.each(['ticket', 'staff-message'])(
    'as a frame "%s" makes the client load what the frame should have said',
    async (event) => {
      await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
      await until(client.staffThread(ticket.id), ({ status }) => status === 'ready');
      const stop = client.staffThread(ticket.id).subscribe(() => {});
      await until(client.connection, ({ state }) => state === 'live');
      wire.replaceFrame(event, (frame) => [{ ...frame, data: body }]);
      if (event === 'ticket') await shop.act(MAIN, ticket.id, { command: 'claim' });
      else await shop.leaveMessage(STAFF, ticket.id, 'Noted.');
      await until(client.connection, ({ state }) => state === 'stale');
      if (event === 'ticket') await until(client.ticket(ticket.id), ({ view }) => view?.claim !== undefined);
      else await until(client.staffThread(ticket.id), ({ messages }) => messages.length === 1);
      await until(client.connection, ({ state }) => state === 'live');
      stop();
    },
  );

  it('as the first frame is no connection; the next one is', async () => {
    wire.replaceFrame('ready', (frame) => [{ ...frame, data: body }]);
    await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
    await until(client.connection, ({ state }) => state === 'live');
    expect(wire.resumedFrom.length).toBeGreaterThan(1);
  });

  it('as a card is given to nobody, and the next card is', async () => {
    const cards: CardDelivery[] = [];
    client.cards.subscribe((card) => void cards.push(card));
    await eventually(() => cards.length === 1);
    wire.replaceFrame('card', (frame) => [{ ...frame, data: body }]);
    await shop.create();
    const next = await shop.create();
    await eventually(() => cards.length > 1);
    expect(cards.map(({ ticketId }) => ticketId)).toEqual([ticket.id, next.id]);
  });

  it('as what the storage holds neither stops the outbox nor is shown as a draft', async () => {
    const storage = memoryStorage();
    const line = shop.line(MAIN);
    const account = `${encodeURIComponent(line.transport.name ?? '')}/shop-1/merchant/${MAIN.accountId}`;
    await storage.set(`outbox/${account}/broken`, body);
    await storage.set(`draft/${account}/${ticket.id}/reply`, body);
    const other = shop.client(MAIN, { line, storage });
    const drafts = record(other.drafts.draft(ticket.id, 'reply'));
    const result = await other.send(ticket.id, { command: 'reply', fields: { text: 'Hello' } });
    expect(result.status).toBe('confirmed');
    for (const draft of drafts) expect(draft === undefined || typeof draft === 'object').toBe(true);
    expect(drafts).not.toContain(null);
  });
});

it('[R8] a frame with less than an earlier one said, from a server that read the ticket too early, takes nothing away', async () => {
  const { shop } = memoryShop();
  const ticket = await shop.create();
  const wire = tampered(shop.line(MAIN).transport);
  const client = createClient({ transport: wire, storage: memoryStorage() });
  const shown = record(client.ticket(ticket.id));
  const list = client.list({});
  list.subscribe(() => {});
  await until(list, ({ status }) => status === 'ready');
  await until(client.connection, ({ state }) => state === 'live');
  let first: TransportFrame | undefined;
  wire.replaceFrame('ticket', (frame) => {
    first = frame;
    return [];
  });
  // Each has the position of the other.
  wire.replaceFrame('ticket', (second) => [
    { ...second, id: first?.id ?? '' },
    { ...first!, id: second.id ?? '' },
  ]);
  const reply = (text: string) => shop.act(MAIN, ticket.id, { command: 'reply', fields: { text } });
  await reply('One.');
  await shop.act(MAIN, ticket.id, DECLINE);
  await until(client.ticket(ticket.id), ({ view }) => view?.history.length === 3);
  await until(list, ({ rows }) => rows[0]?.workflow === 'declined');
  await reply('Three.');
  await until(client.ticket(ticket.id), ({ view }) => view?.history.length === 4);
  const lengths = shown.map(({ view }) => view?.history.length ?? 0);
  expect(lengths).toEqual([...lengths].sort((one, other) => one - other));
  expect(list.get().rows[0]?.workflow).toBe('declined');
  client.close();
});

it('a token whose claims are no object is as good as an opaque one', async () => {
  const { shop } = memoryShop();
  const { transport } = shop.line(MAIN);
  for (const claims of ['null', '1', '"x"', '[]', 'none']) {
    const token = ['e30', btoa(claims), 'x'].join('.');
    const client = createClient({ transport, storage: memoryStorage(), getToken: () => Promise.resolve(token) });
    await until(client.session, (session) => session !== undefined);
    client.close();
  }
});
