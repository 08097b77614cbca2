import {
  type Client,
  type ClientStorage,
  createClient,
  httpTransport,
  memoryStorage,
  type Transport,
} from '@sidecard/client';
import { builtInTypes, type TicketType } from '@sidecard/core';
import { defineTicketType, type Transition, returnRefund } from '@sidecard/core/authoring';
import {
  createMemoryBackend,
  type MemoryBackend,
  type MemoryConnection,
  type MemoryIdentity,
} from '@sidecard/server/memory';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ORDER, POLICY, REQUEST, START_MS } from '../support/tickets.ts';
import { DECLINE } from './support/shops.ts';
import { tampered } from './support/tampered.ts';
import { until } from './support/until.ts';

const AGENT: MemoryIdentity = { party: 'merchant', accountId: 'main', name: 'Boss Wang', main: true };
const LOOK: Transition = {
  command: 'look',
  by: 'merchant',
  needs: 'task.handle',
  from: ['awaiting-merchant', 'declined'],
  to: 'unchanged',
};
const NOTE: Transition = { ...LOOK, command: 'note', unversioned: true, event: 'replied' };

/** The host's own: with a note that stands beside the case, and a move that no other type has. */
const inspection: TicketType = defineTicketType({
  ...returnRefund,
  key: 'inspection',
  labels: { 'zh-CN': '\u68c0\u6d4b', en: 'Inspection' },
  transitions: [NOTE, LOOK, ...returnRefund.transitions],
});

describe('a type that the client was not given', () => {
  let backend: MemoryBackend;
  let client: Client;
  let ticketId: string;

  beforeEach(async () => {
    backend = createMemoryBackend({
      merchantId: 'shop-1',
      orders: [ORDER],
      types: [...builtInTypes, inspection],
      policy: POLICY,
      now: () => START_MS,
    });
    ticketId = (await backend.create({ type: 'inspection', orderId: ORDER.id, request: REQUEST })).id;
    client = createClient({ transport: httpTransport(backend.as(AGENT)), storage: memoryStorage() });
    await until(client.ticket(ticketId), ({ status }) => status === 'ready');
  });
  afterEach(() => client.close());

  it('has appends that wait for nothing: the offer says so', async () => {
    const answers = await Promise.all([
      client.send(ticketId, DECLINE),
      client.send(ticketId, { command: 'note' }),
      client.send(ticketId, { command: 'note' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['confirmed', 'confirmed', 'confirmed']);
  });

  it('has moves of which one at a time is sent', async () => {
    const [first, second] = await Promise.all([
      client.send(ticketId, { command: 'look' }),
      client.send(ticketId, { command: 'look' }),
    ]);
    expect(first.status).toBe('confirmed');
    expect(second).toEqual({ status: 'refused', error: { code: 'move-pending' } });
  });

  describe('on a ticket that is not loaded', () => {
    let line: MemoryConnection;
    let wire: Transport;
    let gets: string[];
    let storage: ClientStorage;
    /** A client that shows nothing, and what it gets from the server. */
    const open = (): Client => {
      client.close();
      gets = [];
      const transport: Transport = {
        request(request) {
          if (request.method === 'GET') gets.push(request.path);
          return wire.request(request);
        },
        events: (request) => wire.events(request),
      };
      return (client = createClient({ transport, storage }));
    };

    beforeEach(async () => {
      line = backend.as(AGENT);
      wire = httpTransport(line);
      storage = memoryStorage();
      open();
      await until(client.session, (session) => session !== undefined);
    });

    it('has appends that wait for nothing', async () => {
      const answers = await Promise.all([1, 2].map(() => client.send(ticketId, { command: 'note' })));
      expect(answers.map(({ status }) => status)).toEqual(['confirmed', 'confirmed']);
    });

    it('has moves of which one at a time is sent', async () => {
      const [first, second] = await Promise.all([1, 2].map(() => client.send(ticketId, { command: 'look' })));
      expect(first?.status).toBe('confirmed');
      expect(second).toEqual({ status: 'refused', error: { code: 'move-pending' } });
    });

    it('queues an append without a network if the sender says that it is one', async () => {
      line.goOffline();
      expect(await client.send(ticketId, { command: 'note' })).toMatchObject({ error: { code: 'network' } });
      const queued = await client.send(ticketId, { command: 'note', unversioned: true });
      expect(queued.status).toBe('queued');
      line.goOnline();
      client.refresh();
      await until(client.outbox, (entries) => entries.every(({ state }) => state === 'refused'));
      expect(backend.ticket(ticketId)?.history.filter(({ kind }) => kind === 'replied')).toHaveLength(1);
    });

    it('sends what an earlier page has queued as what it was then', async () => {
      await until(client.ticket(ticketId), ({ status }) => status === 'ready');
      line.goOffline();
      for (const command of ['note', 'look', 'note']) {
        expect((await client.send(ticketId, { command })).status).toBe('queued');
      }
      open();
      const stop = client.outbox.subscribe(() => {});
      line.goOnline();
      await until(client.outbox, (entries) => entries.length === 3);
      expect(await client.send(ticketId, { command: 'look', version: 1 })).toMatchObject({
        error: { code: 'move-pending' },
      });
      await until(client.outbox, (entries) => entries.length === 0);
      expect(gets.filter((path) => path.endsWith(ticketId))).toEqual([]);
      stop();
    });
  });

  it('[R27] of a server that does not tell what is an append, counts all as moves', async () => {
    const wire = tampered(httpTransport(backend.as(AGENT)));
    wire.changeAnswers(
      ({ path }) => path.includes('/tickets/'),
      (answer) =>
        JSON.parse(JSON.stringify(answer), (member, value: unknown) => (member === 'unversioned' ? undefined : value)),
    );
    const older = createClient({ transport: wire, storage: memoryStorage() });
    await until(older.ticket(ticketId), ({ status }) => status === 'ready');
    const [first, second] = await Promise.all([1, 2].map(() => older.send(ticketId, { command: 'note' })));
    expect(first?.status).toBe('confirmed');
    expect(second).toEqual({ status: 'refused', error: { code: 'move-pending' } });
    older.close();
  });
});
