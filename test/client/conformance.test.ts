import type { TransportRequest } from '@sidecard/client';
import type { Policy, Problem, TicketAnswer } from '@sidecard/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUYER, type Claims, HOST, MAIN, STAFF, SUB } from '../support/server.ts';
import { ORDER, REQUEST, START_MS } from '../support/tickets.ts';
import {
  type Backend,
  type Line,
  memoryShop,
  type Shop,
  START_TIMEOUT_MS,
  startServerBackend,
} from './support/shops.ts';

/**
 * What one account asks; `{ticket}` stands for the ticket of the walk, `{issue-1}` for the one that was made under that key, and `{linked}` for
 * the one that it led to.
 */
type Step = readonly [who: Claims, method: TransportRequest['method'], path: string, body?: unknown, key?: string];

const TICKET = '/v1/tickets/{ticket}';
const COMMANDS = `${TICKET}/commands`;
const THREAD = `${TICKET}/staff-messages`;
const STRANGER: Claims = { party: 'buyer', accountId: 'buyer-other', name: 'Other' };
const decline = { command: 'decline', version: 1, fields: { reason: 'other', text: 'We would rather not.' } };
const create = { type: 'return-refund', orderId: `${ORDER.id}-walk`, request: REQUEST, locale: 'en' };

const on = (order: string) => ({ orderId: `${ORDER.id}-${order}`, locale: 'en' });
const issue = { type: 'delivery-issue', request: { reason: 'lost' } };
const MUG = [{ itemId: 'mug', quantity: 1 }];
const handOver = { command: 'hand-over', choice: 'resend', version: 1, fields: { items: MUG, text: 'So sorry.' } };
const PRICE = { amountMinor: 12_900, currency: 'CNY' };
const handOverRefund = { ...handOver, choice: 'refund', fields: { ...handOver.fields, amount: PRICE } };
const postage = {
  type: 'return-postage',
  ...on('postage'),
  request: { postage: { amountMinor: 800, currency: 'CNY' }, reason: 'promised' },
};
const everybody = (path: string) => [BUYER, MAIN, SUB, STAFF, HOST, STRANGER].map((who): Step => [who, 'GET', path]);
const paid = (choice: string, version: number) => ({ command: 'record-settlement', choice, version });

/** A walk past every kind of answer. The first step makes the ticket. */
const WALK: readonly Step[] = [
  [BUYER, 'POST', '/v1/tickets', create, 'create-1'],
  [BUYER, 'POST', '/v1/tickets', create, 'create-1'],
  [BUYER, 'POST', '/v1/tickets', { ...create, locale: 'zh-CN' }, 'create-1'],
  [STRANGER, 'POST', '/v1/tickets', create, 'create-1'],
  [BUYER, 'POST', '/v1/tickets', { ...create, orderId: 'none' }, 'create-2'],
  [BUYER, 'POST', '/v1/tickets', { ...create, type: 'none' }, 'create-3'],
  [BUYER, 'POST', '/v1/tickets', { ...create, request: {} }, 'create-4'],
  [MAIN, 'POST', '/v1/tickets', create, 'create-5'],
  [BUYER, 'POST', '/v1/tickets', create],
  [BUYER, 'GET', '/v1/session'],
  [MAIN, 'GET', '/v1/session'],
  [SUB, 'GET', '/v1/session'],
  [STAFF, 'GET', '/v1/session'],
  [HOST, 'GET', '/v1/session'],
  [MAIN, 'GET', '/v1/session?protocol=2&features=telepathy'],
  [BUYER, 'GET', '/v1/session?protocol=none&features=cards,,<b>'],
  ...[BUYER, MAIN, SUB, STAFF, HOST].map((who): Step => [who, 'GET', '/v1/queues']),
  ...['returns-and-exchanges', 'logistics', 'nonsense'].map((queue): Step => [
    MAIN,
    'GET',
    `/v1/tickets?queue=${queue}`,
  ]),
  [HOST, 'GET', TICKET],
  [HOST, 'GET', THREAD],
  ...[BUYER, MAIN, SUB, STAFF, STRANGER].map((who): Step => [who, 'GET', TICKET]),
  ...[BUYER, MAIN, SUB, STAFF, STRANGER].map((who): Step => [who, 'GET', '/v1/tickets']),
  ...[BUYER, MAIN, SUB, STAFF, STRANGER].map((who): Step => [who, 'GET', THREAD]),
  [MAIN, 'GET', '/v1/tickets/none'],
  [MAIN, 'GET', '/v1/nothing'],
  [SUB, 'POST', COMMANDS, decline, 'sub-1'],
  [MAIN, 'POST', COMMANDS, { ...decline, version: 7 }, 'main-1'],
  [MAIN, 'POST', COMMANDS, { ...decline, fields: { reason: 'none', text: '' } }, 'main-1'],
  [MAIN, 'POST', COMMANDS, { command: 'dance', version: 1 }, 'main-2'],
  [MAIN, 'POST', COMMANDS, { version: 1 }, 'main-3'],
  [MAIN, 'POST', COMMANDS, { command: 'confirm-receipt', version: 1 }, 'main-4'],
  [MAIN, 'POST', COMMANDS, { command: 'leave-staff-message', fields: { text: 'x' } }, 'main-5'],
  [MAIN, 'POST', THREAD, { purpose: 'progress-update', text: 'Too early' }, 'main-6'],
  [MAIN, 'POST', COMMANDS, { command: 'claim' }, 'main-7'],
  [MAIN, 'POST', COMMANDS, { command: 'reply', fields: { text: 'Good day.' } }, 'main-8'],
  [MAIN, 'POST', COMMANDS, decline, 'main-9'],
  [MAIN, 'POST', COMMANDS, decline, 'main-9'],
  [BUYER, 'POST', COMMANDS, { command: 'withdraw', version: 1 }, 'buyer-1'],
  [BUYER, 'POST', COMMANDS, { command: 'escalate', version: 2 }, 'buyer-2'],
  [MAIN, 'POST', THREAD, { purpose: 'progress-update', text: 'It left us intact.' }, 'main-10'],
  [MAIN, 'POST', THREAD, { purpose: 'progress-update', text: 'It left us intact.' }, 'main-10'],
  [MAIN, 'POST', THREAD, { purpose: 'none', text: 'x' }, 'main-11'],
  [SUB, 'POST', THREAD, { purpose: 'progress-update', text: 'May I?' }, 'sub-2'],
  [BUYER, 'POST', THREAD, { purpose: 'progress-update', text: 'May I?' }, 'buyer-3'],
  [STAFF, 'POST', THREAD, { text: 'Noted.' }, 'staff-1'],
  [STAFF, 'POST', COMMANDS, { command: 'begin-review', version: 3 }, 'staff-2'],
  [
    STAFF,
    'POST',
    COMMANDS,
    { command: 'request-evidence', version: 4, fields: { from: ['merchant', 'buyer'], text: 'Pictures?' } },
    'staff-3',
  ],
  ...[BUYER, MAIN, SUB, STAFF].map((who): Step => [who, 'GET', TICKET]),
  ...[BUYER, MAIN, SUB, STAFF].map((who): Step => [who, 'GET', THREAD]),
  [MAIN, 'GET', '/v1/queues'],
  [MAIN, 'GET', '/v1/accounts'],
  [SUB, 'GET', '/v1/accounts'],
  [BUYER, 'GET', '/v1/accounts'],
  [SUB, 'POST', '/v1/accounts/me/ask', {}],
  [BUYER, 'POST', '/v1/accounts/me/ask', {}],
  [MAIN, 'GET', '/v1/accounts'],
  [MAIN, 'PATCH', `/v1/accounts/${SUB.accountId}`, { permissions: ['everything'] }],
  [MAIN, 'PATCH', `/v1/accounts/${MAIN.accountId}`, { permissions: [] }],
  [MAIN, 'PATCH', '/v1/accounts/none', { permissions: [] }],
  [SUB, 'PATCH', `/v1/accounts/${SUB.accountId}`, { permissions: ['task.handle'] }],
  [MAIN, 'PATCH', `/v1/accounts/${SUB.accountId}`, { permissions: ['task.handle'] }],
  [SUB, 'GET', '/v1/session'],
  [SUB, 'GET', TICKET],
  [SUB, 'GET', THREAD],
  [SUB, 'POST', THREAD, { purpose: 'additional-statement', text: 'I was there.' }, 'sub-6'],
  ...[MAIN, SUB, STAFF].map((who): Step => [who, 'GET', THREAD]),
  [SUB, 'POST', COMMANDS, { command: 'claim' }, 'sub-3'],
  [SUB, 'POST', COMMANDS, { command: 'release' }, 'sub-4'],
  [SUB, 'POST', COMMANDS, { command: 'submit-evidence', version: 5, fields: { text: 'See the video.' } }, 'sub-5'],
  [MAIN, 'POST', COMMANDS, { command: 'submit-evidence', version: 6, fields: { text: 'And this.' } }, 'main-12'],
  [MAIN, 'POST', '/v1/deliveries/none/ack', {}],

  // what there can be no ticket of
  [BUYER, 'POST', '/v1/tickets', { type: 'shipment-urging', ...on('sent'), request: { reason: 'late' } }, 'late-1'],
  [BUYER, 'POST', '/v1/tickets', postage, 'postage-1'],
  [BUYER, 'POST', '/v1/tickets', postage, 'postage-2'],
  [HOST, 'POST', '/v1/tickets', postage, 'postage-3'],

  // a ticket that leads to another one
  [BUYER, 'POST', '/v1/tickets', { ...issue, ...on('issue') }, 'issue-1'],
  [MAIN, 'POST', '/v1/tickets/{issue-1}/commands', { ...handOver, version: 3 }, 'hand-1'],
  [MAIN, 'POST', '/v1/tickets/{issue-1}/commands', { ...handOver, fields: { text: 'x' } }, 'hand-2'],
  [
    MAIN,
    'POST',
    '/v1/tickets/{issue-1}/commands',
    { ...handOverRefund, fields: { ...handOverRefund.fields, items: [{ itemId: 'box', quantity: 1 }] } },
    'hand-3',
  ],
  [MAIN, 'GET', '/v1/tickets/{issue-1}'],
  [MAIN, 'POST', '/v1/tickets/{issue-1}/commands', handOver, 'hand-4'],
  [MAIN, 'POST', '/v1/tickets/{issue-1}/commands', handOver, 'hand-4'],
  [MAIN, 'POST', '/v1/tickets/{issue-1}/commands', { ...handOver, version: 2 }, 'hand-5'],
  ...everybody('/v1/tickets/{issue-1}'),
  ...everybody('/v1/tickets/{linked}'),

  // money of an order's tickets, and what becomes of it
  [BUYER, 'POST', '/v1/tickets', { ...create, ...on('paid') }, 'beside-1'],
  [BUYER, 'POST', '/v1/tickets', { ...issue, ...on('paid') }, 'issue-2'],
  [MAIN, 'POST', '/v1/tickets/{issue-2}/commands', handOverRefund, 'hand-6'],
  ...everybody('/v1/tickets/{linked}'),
  ...everybody('/v1/tickets/{beside-1}'),
  ...[BUYER, MAIN, STAFF].map((who): Step => [
    who,
    'POST',
    '/v1/tickets/{linked}/commands',
    { command: 'record-settlement', choice: 'succeeded', version: 2 },
    `paid-by-${who.party}`,
  ]),
  [HOST, 'POST', '/v1/tickets/{linked}/commands', { command: 'retry-settlement', version: 2 }, 'paid-1'],
  [HOST, 'POST', '/v1/tickets/{linked}/commands', paid('failed', 2), 'paid-2'],
  ...everybody('/v1/tickets/{linked}'),
  [HOST, 'POST', '/v1/tickets/{linked}/commands', { command: 'retry-settlement', version: 3 }, 'paid-3'],
  [HOST, 'POST', '/v1/tickets/{linked}/commands', paid('succeeded', 4), 'paid-4'],
  [HOST, 'POST', '/v1/tickets/{linked}/commands', paid('succeeded', 4), 'paid-4'],
  ...everybody('/v1/tickets/{linked}'),
];

/** Shops whose answers differ. */
const POLICIES: readonly [name: string, policy: Partial<Policy>, allowed: number][] = [
  ['as shops are by default', {}, 90],
  ['whose staff messages are their authors’ alone', { staffMessages: { readers: 'author' } }, 90],
  ['whom the rollout has not reached', { rollout: { steps: [{ fromMs: START_MS + 1, percent: 100 }] } }, 85],
];

describe.each(POLICIES)('a shop %s', (_, policy, allowed) => {
  let backend: Backend;
  const worlds: Record<'server' | 'memory', Shop> = {} as never;

  beforeAll(async () => {
    backend = await startServerBackend(policy);
    worlds.server = await backend.openShop();
    worlds.memory = memoryShop(policy).shop;
  }, START_TIMEOUT_MS);
  afterAll(() => backend.stop());

  it('is answered in memory, on a long walk, as by the server', { timeout: 20_000 }, async () => {
    const [server, memory] = await Promise.all([walk(worlds.server), walk(worlds.memory)]);
    expect(server.filter(({ answer }) => answer.status < 300).length).toBeGreaterThan(allowed);
    for (const [index, step] of server.entries()) expect(memory[index]).toEqual(step);
  });
});

/** Walks, and gives every answer in words that do not depend on chance. */
async function walk(shop: Shop) {
  const lines = new Map<Claims, Line>();
  const steps = [];
  const names = new Map<string, string>();
  const made: Record<string, string> = {};
  for (const [who, method, path, body, key] of WALK) {
    const line = lines.get(who) ?? shop.line(who);
    lines.set(who, line);
    const token = await line.getToken?.();
    const answer = await line.transport.request({
      method,
      path: path.replace(/\{(.+?)\}/, (_, name: string) => made[name] ?? 'none'),
      ...(body === undefined ? {} : { body }),
      ...(key === undefined ? {} : { idempotencyKey: key }),
      ...(token === undefined ? {} : { token }),
    });
    if (method === 'POST' && answer.status < 300) remember(made, key, answer.body ?? {});
    const said = answer.body === undefined ? undefined : plain(answer.body, names, shop.merchantId);
    steps.push({ step: [who.accountId, method, path, body, key], answer: { status: answer.status, body: said } });
  }
  return steps;
}

/** Which tickets a write has made. */
function remember(made: Record<string, string>, key: string | undefined, body: unknown): void {
  const { ticket } = body as Partial<TicketAnswer>;
  if (!ticket) return;
  made['ticket'] ??= ticket.id;
  if (key) made[key] ??= ticket.id;
  const [link] = ticket.links ?? [];
  if (link?.relation === 'led-to') made['linked'] = link.ticketId;
}

/** Ids by the order in which they are first seen; without what is said to people, or is the server's own affair. */
function plain(body: unknown, names: Map<string, string>, merchantId: string): unknown {
  const { title: _title, detail: _detail, ...rest } = body as Problem;
  const nameOf = (id: string): string => {
    names.set(id, names.get(id) ?? `id-${names.size + 1}`);
    return names.get(id) ?? '';
  };
  return JSON.parse(JSON.stringify(rest), (member, value: unknown) => {
    if (member === 'number') return undefined;
    if (typeof value !== 'string') return value;
    if (value === merchantId) return 'shop';
    return value.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, nameOf);
  });
}
