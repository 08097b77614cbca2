import type { Policy } from '@sidecard/core';
import { PROBLEM_STATUS, type TicketAnswer, type TicketPage } from '@sidecard/core/wire';
import { createMapsStore } from '@sidecard/server/memory';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BUYER,
  type Claims,
  HOST,
  MAIN,
  MESSENGER,
  STAFF,
  startTestServer,
  SUB,
  type TestServer,
  type TestStream,
} from '../support/server.ts';
import { ORDER, POLICY, REQUEST, START_MS } from '../support/tickets.ts';

/**
 * What one account asks; `{ticket}` stands for the ticket of the walk, `{issue-1}` for the one that was made under that key, `{linked}` for
 * the one that it led to, and `{next}` for the cursor of the last page.
 */
type Step = readonly [
  who: Claims,
  method: string,
  path: string,
  body?: unknown,
  key?: string | undefined,
  raw?: Raw | undefined,
];

/** A request that no client of ours would send. */
interface Raw {
  /** Instead of the body as JSON. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Somebody opens a stream from a cursor; `{epoch}` stands for the epoch of their session. */
const stream = (who: Claims, lastEventId?: string): Step => [who, 'STREAM', '/v1/events', lastEventId];

const TICKET = '/v1/tickets/{ticket}';
const COMMANDS = `${TICKET}/commands`;
const THREAD = `${TICKET}/staff-messages`;
const STRANGER: Claims = { party: 'buyer', accountId: 'buyer-other', name: 'Other' };
const decline = { command: 'decline', version: 1, fields: { reason: 'other', text: 'We would rather not.' } };
const create = { type: 'return-refund', orderId: `${ORDER.id}-walk`, request: REQUEST, locale: 'en' };

const ORDER_PATH = `/v1/orders/${create.orderId}`;

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

  // lists: every filter, every page, and what is no filter
  ...[BUYER, MAIN, SUB, STAFF, HOST, STRANGER].flatMap((who) =>
    ['open=true', 'open=false', 'queue=logistics&open=true'].map((query): Step => [who, 'GET', `/v1/tickets?${query}`]),
  ),
  ...[
    `orderId=${ORDER.id}-paid`,
    'orderId=none',
    `conversationId=${ORDER.conversationId}`,
    'conversationId=none',
    'type=delivery-issue',
    'type=none',
    `type=return-refund&orderId=${ORDER.id}-paid&open=true`,
    'limit=200',
    'unheard-of=1',
    ...['limit=0', 'limit=201', 'limit=abc', 'limit=-1', 'limit=1.5', 'limit='],
    ...['open=yes', 'open=', 'orderId=', 'orderId=a%20b', 'type=%00', 'queue=', 'cursor=abc', 'cursor=', 'cursor=1.'],
  ].map((query): Step => [MAIN, 'GET', `/v1/tickets?${query}`]),
  [MAIN, 'GET', '/v1/tickets?limit=2'],
  [MAIN, 'GET', '/v1/tickets?limit=2&cursor={next}'],
  [MAIN, 'GET', '/v1/tickets?limit=2&cursor={next}'],
  [MAIN, 'GET', '/v1/tickets?limit=2&cursor={next}'],
  [BUYER, 'GET', '/v1/tickets?limit=1&type=return-refund'],
  [BUYER, 'GET', '/v1/tickets?limit=1&type=return-refund&cursor={next}'],

  // history, by pages
  ...everybody(`${TICKET}/history`),
  ...everybody(`${TICKET}/history?limit=2`),
  ...[BUYER, MAIN, STAFF].flatMap((who): Step[] => [
    [who, 'GET', `${TICKET}/history?limit=2`],
    [who, 'GET', `${TICKET}/history?limit=2&before={next}`],
    [who, 'GET', `${TICKET}/history?limit=2&before={next}`],
  ]),
  ...['before=none', 'before=', 'limit=0', 'limit=abc'].map((query): Step => [
    BUYER,
    'GET',
    `${TICKET}/history?${query}`,
  ]),
  [MAIN, 'GET', '/v1/tickets/none/history'],

  // bad bodies
  ...[
    { raw: { text: '' } },
    { raw: { text: '{' } },
    { raw: { text: '[]' } },
    { raw: { text: 'null' } },
    { raw: { text: '{"__proto__": {}}' } },
    { raw: { text: '{"type": "\\u0000"}' } },
    { raw: { text: JSON.stringify({ type: 'x'.repeat(70_000) }) } },
    { raw: { text: `{"request": ${'['.repeat(40)}${']'.repeat(40)}}` } },
    { raw: { headers: { 'content-type': 'text/plain' } } },
    { body: { ...create, extra: 1 } },
    { body: { ...create, order: ORDER } },
    { body: { ...create, type: 7 } },
    { body: { ...create, orderId: 7 } },
    { body: { ...create, orderId: 'a b' } },
    { body: { ...create, request: [] } },
    { body: { ...create, request: null } },
    { body: { ...create, locale: 'English' } },
  ].map(({ body = create, raw }: { body?: unknown; raw?: Raw }, index): Step => [
    ...([BUYER, 'POST', '/v1/tickets', body, `bad-create-${index}`] as const),
    raw,
  ]),
  ...[
    { ...decline, extra: 1 },
    { ...decline, version: '1' },
    { ...decline, version: 1.5 },
    { ...decline, command: 7 },
    { ...decline, command: 'x'.repeat(61) },
    { ...decline, choice: {} },
    { ...decline, fields: [] },
    { ...decline, fields: { reason: 'other', text: 'x'.repeat(2_000) } },
    { ...decline, fields: { reason: { a: 1 }, text: ['x'] } },
  ].map((body, index): Step => [MAIN, 'POST', '/v1/tickets/{beside-1}/commands', body, `bad-command-${index}`]),
  ...[{ text: 'x', extra: 1 }, { text: 7 }, { purpose: 7, text: 'x' }, { purpose: 'progress-update' }].map(
    (body, index): Step => [MAIN, 'POST', THREAD, body, `bad-message-${index}`],
  ),
  ...[
    {},
    { permissions: 'task.handle' },
    { permissions: ['task.handle', 'task.handle'] },
    { permissions: [], extra: 1 },
  ].map((body): Step => [MAIN, 'PATCH', `/v1/accounts/${SUB.accountId}`, body]),
  [HOST, 'POST', '/v1/tickets', { ...create, ...on('brought'), order: { ...ORDER, id: 'another' } }, 'brought-1'],
  [HOST, 'POST', '/v1/tickets', { ...create, ...on('brought'), order: { ...ORDER, items: [] } }, 'brought-2'],

  // orders: reported, read, refused, repeated, and by those who may not
  [HOST, 'PUT', ORDER_PATH, { ...ORDER, id: create.orderId, title: 'x', closedAtMs: START_MS }, 'order-1'],
  [HOST, 'PUT', ORDER_PATH, { ...ORDER, id: create.orderId, title: 'x', closedAtMs: START_MS }, 'order-1'],
  [HOST, 'PUT', ORDER_PATH, { ...ORDER, id: 'another' }, 'order-2'],
  [HOST, 'POST', `${ORDER_PATH}/facts`, { facts: [{ fact: 'confirmed', atMs: START_MS }] }, 'order-3'],
  [HOST, 'POST', `${ORDER_PATH}/facts`, { facts: [{ fact: 'confirmed', atMs: 1 }] }, 'order-4'],
  [HOST, 'POST', `${ORDER_PATH}/facts`, { facts: [{ fact: 'sold', atMs: 1 }] }, 'order-5'],
  [HOST, 'POST', '/v1/orders/none/facts', { facts: [{ fact: 'confirmed', atMs: START_MS }] }, 'order-6'],
  [BUYER, 'PUT', ORDER_PATH, ORDER, 'order-7'],
  ...everybody(ORDER_PATH),
  ...everybody(TICKET),

  // keys and ids that are none
  ...['', 'a b', 'ü', 'x'.repeat(201)].map((key): Step => [
    ...([BUYER, 'POST', '/v1/tickets', create, undefined] as const),
    { headers: { 'idempotency-key': key } },
  ]),
  ...['/v1/tickets/a%20b', '/v1/tickets/%00', `/v1/tickets/${'x'.repeat(129)}`, '/v1/tickets/%E0%A4%A'].map(
    (path): Step => [MAIN, 'GET', path],
  ),

  // methods that are not for a path
  ...[
    ['PUT', '/v1/tickets'],
    ['DELETE', TICKET],
    ['GET', COMMANDS],
    ['PATCH', THREAD],
    ['POST', '/v1/session'],
    ['DELETE', '/v1/accounts/none'],
    ['POST', '/v1/events'],
    ['GET', '/v1/deliveries/none/ack'],
    ['PUT', '/healthz'],
  ].flatMap(([method = '', path = '']) => [BUYER, MAIN, STAFF].map((who): Step => [who, method, path])),
  ...['/healthz', '/readyz', '/openapi.json', '/card-message.schema.json', '/none'].map((path): Step => [
    BUYER,
    'GET',
    path,
  ]),

  // streams: from the head, from the start, and every reset
  ...['', '?after=another-epoch.1', '?after=nonsense'].map((query): Step => [MESSENGER, 'GET', `/v1/feed${query}`]),
  ...[BUYER, MAIN, SUB, STAFF, HOST, STRANGER].map((who) => stream(who)),
  ...[BUYER, MAIN, SUB, STAFF, STRANGER].flatMap((who) =>
    ['{epoch}.0', '{epoch}.3', '{epoch}.999', 'another-epoch.1', 'nonsense', '{buyer-epoch}.1'].map((from) =>
      stream(who, from),
    ),
  ),
];

/** Shops whose answers differ. */
const POLICIES: readonly [name: string, policy: Partial<Policy>, allowed: number][] = [
  ['as shops are by default', {}, 90],
  ['whose staff messages are their authors’ alone', { staffMessages: { readers: 'author' } }, 90],
  ['whom the rollout has not reached', { rollout: { steps: [{ fromMs: START_MS + 1, percent: 100 }] } }, 85],
];

describe.each(POLICIES)('a shop %s', (_, policy, allowed) => {
  const worlds: Partial<Record<'database' | 'maps', TestServer>> = {};

  beforeAll(async () => {
    worlds.database = await startTestServer(optionsOf(policy));
    worlds.maps = await startTestServer({ ...optionsOf(policy), store: createMapsStore() });
  });
  afterAll(async () => {
    for (const world of Object.values(worlds)) await world.stop();
  });

  it('is answered over Maps, on a long walk, with the bytes of the database', { timeout: 120_000 }, async () => {
    const database = await walk(worlds.database!);
    const maps = await walk(worlds.maps!);
    expect(database.filter(({ status }) => status < 300).length).toBeGreaterThan(allowed);
    const refusals = new Set(database.flatMap(({ text }) => /"code":"([a-z-]+)"/.exec(text)?.[1] ?? []));
    // Those of uploads are in attachments.test.ts; limits of what handlers share are in notes.test.ts and templates.test.ts.
    const never = ['unauthenticated', 'rate-limited', 'unavailable', 'length-differs'];
    expect([...refusals].sort()).toEqual(
      Object.keys(PROBLEM_STATUS)
        .filter((code) => !never.includes(code) && !/^(picture|too-many)-/.test(code))
        .sort(),
    );
    for (const [index, step] of database.entries()) expect(maps[index]).toEqual(step);
  });
});

/** Ids that sort by age, so that lists are in the same order. */
function optionsOf(policy: Partial<Policy>) {
  let ids = 0;
  return {
    policy: () => ({ ...POLICY, ...policy }),
    newId: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
  };
}

/**
 * Walks, and gives every answer as it came: status, headers and bytes. Only ids are by the order in which they first appear, for a
 * transaction that is undone may have made some; and signatures are left out, for each installation signs with a key of its own. So is the
 * event that an account has come or gone: the one before may leave only while the next stream begins.
 */
async function walk(world: TestServer) {
  const answers: { readonly step: unknown; readonly status: number; readonly text: string }[] = [];
  const names = new Map<string, string>();
  const plain = (text: string) =>
    text
      .replaceAll('event: accounts\ndata: {}\n\n', '')
      .replace(/"signature":"[^"]+"/g, '"signature":"of the installation"')
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
        names.set(id, names.get(id) ?? `id-${names.size + 1}`);
        return names.get(id) ?? '';
      });
  const made: Record<string, string> = {};
  for (const who of [MAIN, SUB]) await world.get(who, '/v1/session');
  for (const [who, method, path, body, key, raw] of WALK) {
    const named = (text: string) => text.replace(/\{(.+?)\}/g, (_, name: string) => made[name] ?? 'none');
    if (method === 'STREAM') {
      const { body: session } = await world.get<{ epoch: string }>(who, '/v1/session');
      made['epoch'] = session.epoch;
      if (who === BUYER) made['buyer-epoch'] = session.epoch;
      const from = typeof body === 'string' ? named(body) : undefined;
      const opened = await world.stream(who, from);
      const { status } = opened.response;
      const text = plain(`${headersOf(opened.response)}${await all(world, opened, from)}`);
      answers.push({ step: [who.accountId, method, body], status, text });
      continue;
    }
    const response = await world.server.fetch(
      new Request(`http://sidecard.test${named(path)}`, {
        method,
        headers: {
          authorization: `Bearer ${await world.token(who)}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(key === undefined ? {} : { 'idempotency-key': key }),
          ...raw?.headers,
        },
        ...(body === undefined ? {} : { body: raw?.text ?? JSON.stringify(body) }),
      }),
    );
    const { status } = response;
    const text = await response.text();
    if (status < 300) remember(made, method, key, text);
    const step = [who.accountId, method, path, body, key, raw];
    answers.push({ step, status, text: plain(`${headersOf(response)}${text}`) });
  }
  return answers;
}

function headersOf({ headers }: Response): string {
  return [...headers].map(([name, value]) => `${name}: ${value}\n`).join('');
}

/** Everything that a stream brings: its log to the head, then what is not of the log, by kind. Which comes first is a matter of time. */
async function all(world: TestServer, opened: TestStream, from: string | undefined): Promise<string> {
  const ready = await opened.next();
  if (ready?.event !== 'ready') return opened.text;
  const first = await opened.pending();
  if (from !== undefined && !first.some(({ event }) => event === 'reset')) {
    let last = first.flatMap(({ id }) => id ?? []).at(-1) ?? from;
    while (last !== ready.data.head) last = (await opened.next())?.id ?? last;
  }
  // what found no room beside the log
  await world.server.tick();
  await opened.pending();
  await opened.close();
  const kindOf = (frame: string) => /^(id|event: .*)/m.exec(frame)?.[0] ?? '';
  return (
    opened.text
      .split('\n\n')
      .map((frame) => `${frame}\n\n`)
      .sort((one, other) => (kindOf(one) < kindOf(other) ? -1 : kindOf(one) > kindOf(other) ? 1 : 0))
      // A hint that came while another waited is one with it.
      .filter((frame, index, frames) => kindOf(frame) !== 'event: accounts' || frame !== frames[index - 1])
      .join('')
  );
}

/** Which tickets a write has made, and where a page ends. */
function remember(made: Record<string, string>, method: string, key: string | undefined, text: string): void {
  const { ticket, next } = (text.startsWith('{') ? JSON.parse(text) : {}) as Partial<TicketAnswer & TicketPage>;
  if (method === 'GET') {
    if (next !== undefined) made['next'] = next;
    return;
  }
  if (!ticket) return;
  made['ticket'] ??= ticket.id;
  if (key) made[key] ??= ticket.id;
  const [link] = ticket.links ?? [];
  if (link?.relation === 'led-to') made['linked'] = link.ticketId;
}
