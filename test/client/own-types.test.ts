import { type Client, createClient, memoryStorage } from '@sidecard/client';
import { createMemoryBackend, type MemoryBackend, type MemoryIdentity } from '@sidecard/client/memory';
import { builtInTypes, defineTicketType, type Transition, returnRefund, type TicketType } from '@sidecard/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ORDER, POLICY, REQUEST, START_MS } from '../support/tickets.ts';
import { DECLINE } from './support/shops.ts';
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
    ticketId = backend.create({ type: 'inspection', orderId: ORDER.id, request: REQUEST }).id;
    client = createClient({ transport: backend.as(AGENT), storage: memoryStorage() });
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

  it('is none of `client.types`, which are the host\u2019s own alone', () => {
    expect([...client.types.keys()]).toEqual([]);
    const own = createClient({ transport: backend.as(AGENT), storage: memoryStorage(), types: [inspection] });
    expect([...own.types.values()]).toEqual([inspection]);
    own.close();
  });
});
