import type { Client } from '@sidecard/client';
import type { TicketView } from '@sidecard/core/wire';
import { cleanStores } from 'nanostores';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { BUYER, MAIN, STAFF, SUB } from '../support/server.ts';
import {
  type Backend,
  BACKENDS,
  closeClients,
  DECLINE,
  type Line,
  memoryShop,
  type Shop,
  START_TIMEOUT_MS,
} from './support/shops.ts';
import { record, settled, until } from './support/until.ts';

const STRICT = { staffMessages: { readers: 'author' } } as const;
const MESSAGE = { purpose: 'progress-update', text: 'It left us intact.' } as const;

async function escalated(shop: Shop): Promise<TicketView> {
  const { id } = await shop.create();
  await shop.act(MAIN, id, DECLINE);
  return shop.act(BUYER, id, { command: 'escalate' });
}
const isLive = (client: Client) => until(client.connection, ({ state }) => state === 'live');
const textsOf = ({ messages }: { readonly messages: readonly { readonly text: string }[] }) =>
  messages.map(({ text }) => text);
const asked = ({ requests }: Line) => requests.filter((called) => /^GET .*staff-messages$/.test(called)).length;

describe.each(BACKENDS)('where each staff message is its author’s alone, over the $name', ({ start }) => {
  let backend: Backend;
  let shop: Shop;
  let ticket: TicketView;
  let line: Line;
  let client: Client;

  beforeAll(async () => {
    backend = await start(STRICT);
  }, START_TIMEOUT_MS);
  beforeEach(async () => {
    shop = await backend.openShop();
    ticket = await escalated(shop);
    line = shop.line(MAIN);
    client = shop.client(MAIN, { line });
  });
  afterEach(closeClients);
  afterAll(() => backend.stop());

  it('[R25] the author sees what they sent, once, and staff’s answer with the next change of the ticket', async () => {
    const thread = client.staffThread(ticket.id);
    await until(thread, ({ status }) => status === 'ready');
    await isLive(client);
    const shown = record(thread);
    const sent = await client.sendStaffMessage(ticket.id, MESSAGE);
    expect(sent).toMatchObject({ status: 'confirmed', message: { text: MESSAGE.text } });
    await until(thread, ({ status, messages }) => status === 'ready' && messages.length === 1);
    await shop.leaveMessage(STAFF, ticket.id, 'Noted.');
    await shop.act(STAFF, ticket.id, { command: 'begin-review' });
    expect(textsOf(await until(thread, ({ messages }) => messages.length === 2))).toEqual([MESSAGE.text, 'Noted.']);
    for (const state of shown) expect(new Set(textsOf(state)).size).toBe(state.messages.length);
  });

  it('[R25] an answer that came while the panel was away is there when it is opened again', async () => {
    const stop = client.session.subscribe(() => {});
    await client.sendStaffMessage(ticket.id, MESSAGE);
    const thread = client.staffThread(ticket.id);
    await until(thread, ({ status, messages }) => status === 'ready' && messages.length === 1);
    await isLive(client);
    await settled();
    cleanStores(thread);
    await shop.leaveMessage(STAFF, ticket.id, 'Noted.');
    await until(thread, ({ messages }) => messages.length === 2);
    stop();
  });

  it('[R25] a colleague who handles the ticket sees nothing of it', async () => {
    await shop.grant(SUB.accountId, ['task.handle']);
    const other = shop.client(SUB);
    const thread = other.staffThread(ticket.id);
    await until(thread, ({ status }) => status === 'ready');
    await isLive(other);
    const shown = record(thread);
    await client.sendStaffMessage(ticket.id, MESSAGE);
    await shop.leaveMessage(STAFF, ticket.id, 'Noted.');
    await shop.act(STAFF, ticket.id, { command: 'begin-review' });
    await until(other.ticket(ticket.id), ({ view }) => view?.intervention === 'reviewing');
    other.refresh();
    await settled();
    await until(thread, ({ status }) => status === 'ready');
    expect(shown.flatMap(textsOf)).toEqual([]);
  });

  it('[R25] staff read all of it as it comes', async () => {
    const desk = shop.client(STAFF);
    await until(desk.staffThread(ticket.id), ({ status }) => status === 'ready');
    await isLive(desk);
    await client.sendStaffMessage(ticket.id, MESSAGE);
    await until(desk.staffThread(ticket.id), ({ messages }) => messages.length === 1);
  });

  it('[R14] [R25] whoever may write and not handle has their thread, until that is taken away too', async () => {
    await shop.grant(SUB.accountId, ['staff-message.send']);
    const writer = shop.client(SUB);
    const thread = writer.staffThread(ticket.id);
    await until(thread, ({ status }) => status === 'ready');
    await isLive(writer);
    await writer.sendStaffMessage(ticket.id, MESSAGE);
    await until(thread, ({ status, messages }) => status === 'ready' && messages.length === 1);
    await shop.grant(SUB.accountId, []);
    await until(thread, ({ status, messages }) => status === 'not-found' && messages.length === 0);
  });

  it('asks for threads that somebody looks at, and for no others', async () => {
    const { id } = await escalated(shop);
    await until(client.staffThread(ticket.id), ({ status }) => status === 'ready');
    await until(client.tickets, (tickets) => tickets.size === 2);
    await isLive(client);
    await shop.act(STAFF, id, { command: 'begin-review' });
    await until(client.ticket(id), ({ view }) => view?.intervention === 'reviewing');
    await settled();
    expect(line.requests.filter((called) => called.includes(`${id}/staff-messages`))).toEqual([]);
  });
});

describe('a thread that the stream does not bring', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => {
    closeClients();
    vi.useRealTimers();
  });

  it('[R25] is asked for every half minute while somebody looks, and not after', async () => {
    const { shop, backend } = memoryShop(STRICT);
    /** Lets time pass for both sides, so that the stream has its heartbeats. */
    const pass = async (seconds: number): Promise<void> => {
      for (let second = 0; second < seconds; second++) {
        await backend.advance(1_000);
        await settled();
        await vi.advanceTimersByTimeAsync(1_000);
        await settled();
      }
    };
    const ticket = await escalated(shop);
    const line = shop.line(MAIN);
    const client = shop.client(MAIN, { line });
    const stop = client.session.subscribe(() => {});
    const thread = client.staffThread(ticket.id);
    await until(thread, ({ status }) => status === 'ready');
    await isLive(client);
    await client.sendStaffMessage(ticket.id, MESSAGE);
    const leave = thread.subscribe(() => {});
    await settled();
    await shop.leaveMessage(STAFF, ticket.id, 'Noted.');
    const before = asked(line);
    await pass(29);
    expect(asked(line)).toBe(before);
    await pass(31);
    expect(asked(line)).toBe(before + 2);
    expect(textsOf(thread.get())).toEqual([MESSAGE.text, 'Noted.']);
    leave();
    cleanStores(thread);
    await pass(100);
    expect(asked(line)).toBe(before + 2);
    stop();
  });
});

describe('a thread that the stream brings', () => {
  afterEach(closeClients);

  it('is asked for once, whatever happens to the ticket', async () => {
    const { shop } = memoryShop();
    const ticket = await escalated(shop);
    const line = shop.line(MAIN);
    const client = shop.client(MAIN, { line });
    await until(client.staffThread(ticket.id), ({ status }) => status === 'ready');
    await isLive(client);
    const stop = client.staffThread(ticket.id).subscribe(() => {});
    await shop.leaveMessage(STAFF, ticket.id, 'Noted.');
    await shop.act(STAFF, ticket.id, { command: 'begin-review' });
    await until(client.staffThread(ticket.id), ({ messages }) => messages.length === 1);
    await settled();
    expect(asked(line)).toBe(1);
    stop();
  });
});
