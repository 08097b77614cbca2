import type { Policy } from '@sidecard/core';
import { type FeedPage, KNOWS_RELATED, type TicketPage, type UploadedPicture } from '@sidecard/core/wire';
import type { ClosableBus, Store, WebhookRequest } from '@sidecard/server';
import { createMemoryAttachments } from '@sidecard/server/memory';
import { sharpPictures } from '@sidecard/server/node';
import type { TestDatabase } from './database.ts';
import { drawn } from './pictures.ts';
import {
  BUYER,
  HOST,
  MAIN,
  MESSENGER,
  STAFF,
  startTestServer,
  SUB,
  SUB2,
  testClock,
  type Claims,
  type TestServer,
  type TestServerOptions,
  type TestStream,
} from './server.ts';
import { ORDER, POLICY, REQUEST } from './tickets.ts';

/** A world whose ids depend on the step alone, so that the same steps give the same bytes. */
export interface World extends TestServer {
  step(name: string): void;
  /** The ticket of the story; empty before it is created. */
  ticketId: string;
  /** Another ticket of its order; empty before it is created. */
  other: string;
  /** Ids of the pictures that shop and staff send each other in the world where they talk, by step. Both worlds know them. */
  readonly secretPictures: Map<string, string>;
  /** The webhooks that were sent and not yet looked at. */
  readonly webhooks: WebhookRequest[];
}

/** What differs between pairs of worlds. */
export interface WorldOptions {
  readonly readers: Policy['staffMessages']['readers'];
  /** @default a database */
  readonly store?: Store;
  /** Two servers on one database in each world: what is written at the first is read at the second. @default one */
  readonly servers?: () => Promise<readonly [SharedDatabase, SharedDatabase]>;
  /** A fault that is in both worlds: it must show as soon as the worlds differ in secrets. */
  readonly fault?: Pick<TestServerOptions, 'around'> & {
    /** Names what the server names, in place of `own`. */
    readonly newId?: (own: () => string) => string;
  };
}

/** A server's own connections to a database that it shares, and what brings it the other's hints. */
export interface SharedDatabase {
  readonly database: TestDatabase;
  readonly bus: ClosableBus;
}

/** Two worlds, in one of which shop and staff talk. */
export interface Worlds {
  readonly quiet: World;
  readonly talking: World;
  stop(): Promise<void>;
}

/** Creates both. */
export async function createWorlds(options: () => WorldOptions): Promise<Worlds> {
  const secretPictures = new Map<string, string>();
  const [quiet, talking] = await Promise.all([
    createWorld(options(), secretPictures),
    createWorld(options(), secretPictures),
  ]);
  return { quiet, talking, stop: async () => void (await Promise.all([quiet.stop(), talking.stop()])) };
}

async function createWorld(
  { readers, store, servers, fault }: WorldOptions,
  secretPictures: Map<string, string>,
): Promise<World> {
  let step = '';
  let count = 0;
  const webhooks: WebhookRequest[] = [];
  const own = () => `${step}-${++count}`;
  const options: TestServerOptions = {
    clock: testClock(),
    webhooks: {
      transport: {
        refusalOf: () => undefined,
        send: (request) => Promise.resolve({ status: webhooks.push(request) > 0 ? 204 : 500 }),
      },
    },
    newId: () => fault?.newId?.(own) ?? own(),
    policy: () => ({ ...POLICY, staffMessages: { readers } }),
    attachments: { storage: createMemoryAttachments(), reader: await sharpPictures() },
  };
  const around = fault?.around ? { around: fault.around } : {};
  const world = servers
    ? await startTwo(await servers(), options, around)
    : await startTestServer({ ...options, ...(store ? { store } : {}), ...around });
  return Object.assign(world, {
    ticketId: '',
    other: '',
    secretPictures,
    webhooks,
    step(name: string) {
      step = wordOf(name);
      count = 0;
    },
  });
}

/** Starts two servers that share a database. @returns one that writes at the first, and reads at the second */
async function startTwo(
  [first, second]: readonly [SharedDatabase, SharedDatabase],
  options: TestServerOptions,
  around: Pick<TestServerOptions, 'around'>,
): Promise<TestServer> {
  const writing = await startTestServer({ ...options, ...first });
  const reading = await startTestServer({ ...options, ...second, ...around });
  return {
    ...writing,
    server: {
      ...writing.server,
      async tick() {
        for (const { server } of [writing, reading]) await server.tick();
      },
    },
    get: (...request) => reading.get(...request),
    stream: (...request) => reading.stream(...request),
    async stop() {
      for (const one of [writing, reading]) await one.stop();
      for (const { bus } of [first, second]) await bus.close();
      for (const { database } of [first, second]) await database.close();
    },
  };
}

/** Uploads a picture. @returns its id, and the answer's bytes */
async function upload(world: World, who: Claims, key: string): Promise<{ readonly id: string; readonly text: string }> {
  const answer = await world.server.fetch(
    new Request('http://sidecard.test/v1/attachments', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await world.token(who)}`,
        'content-type': 'image/png',
        'idempotency-key': key,
      },
      body: new Uint8Array(await drawn('png')),
    }),
  );
  const text = await answer.text();
  const { id } = JSON.parse(text) as UploadedPicture;
  return { id, text: [answer.status, JSON.stringify([...answer.headers]), text].join('\n') };
}

export const MESSAGE = { purpose: 'additional-statement', text: 'Between us: the buyer has done this before.' };

export const NOTE = { text: 'The same buyer has sent back a cup in May.' };
const TEMPLATE = { name: 'Firm', text: 'Dear {buyer}, we have told the platform.' };
const SHARED_TEMPLATE = 'shared-for-a-while';

/** What happens in both worlds, in turn. */
export const STORY: readonly [name: string, run: (world: World) => Promise<unknown>][] = [
  [
    'the shop comes',
    async (world) => {
      for (const who of [MAIN, SUB, SUB2]) await world.get(who, '/v1/session');
      await world.grant(SUB2.accountId, ['task.handle']);
      await world.send(HOST, 'PUT', '/v1/webhooks/one', { url: 'https://shop.example/hooks' });
    },
  ],
  [
    'buyer creates',
    async (world) => {
      world.ticketId = (await world.create({ orderId: ORDER.id })).ticket.id;
    },
  ],
  ['second ticket', (world) => world.create({ orderId: `${ORDER.id}-second` })],
  [
    'another of the same order',
    async (world) => {
      const amount = { amountMinor: 1_999, currency: 'CNY' };
      const request = { ...REQUEST, items: [{ itemId: 'box', quantity: 1 }], amount };
      world.other = (await world.create({ orderId: ORDER.id, request })).ticket.id;
    },
  ],
  ['main claims', (world) => world.command(MAIN, world.ticketId, { command: 'claim' })],
  [
    'main declines',
    (world) =>
      world.move(MAIN, world.ticketId, { command: 'decline', fields: { reason: 'other', text: 'It was whole.' } }),
  ],
  [
    'main declines the other',
    (world) =>
      world.move(MAIN, world.other, { command: 'decline', fields: { reason: 'other', text: 'It was whole, too.' } }),
  ],
  ['buyer escalates the other', (world) => world.move(BUYER, world.other, { command: 'escalate' })],
  ['staff begins with the other', (world) => world.move(STAFF, world.other, { command: 'begin-review' })],
  ['buyer escalates', (world) => world.move(BUYER, world.ticketId, { command: 'escalate' })],
  ['staff begins', (world) => world.move(STAFF, world.ticketId, { command: 'begin-review' })],
  [
    'staff asks',
    (world) =>
      world.move(STAFF, world.ticketId, {
        command: 'request-evidence',
        fields: { from: ['merchant', 'buyer'], text: 'Pictures?' },
      }),
  ],
  [
    'main answers',
    (world) =>
      world.move(MAIN, world.ticketId, {
        command: 'submit-evidence',
        fields: { text: 'See the film of the packing.' },
      }),
  ],
  [
    'buyer answers',
    (world) =>
      world.move(BUYER, world.ticketId, { command: 'submit-evidence', fields: { text: 'The rim was chipped.' } }),
  ],
  [
    'main replies',
    (world) => world.command(MAIN, world.ticketId, { command: 'reply', fields: { text: 'We wait together.' } }),
  ],
  [
    'time passes',
    async (world) => {
      world.clock.advance(80_000);
      await world.server.tick();
    },
  ],
  [
    'staff rules',
    (world) =>
      world.move(STAFF, world.ticketId, {
        command: 'rule',
        choice: 'for-buyer',
        fields: { text: 'The goods were broken.' },
      }),
  ],
];

/** What happens after each of them in one world only. Some of it is refused: that must not show either. */
async function secrets(world: World, step: string): Promise<void> {
  const name = wordOf(step);
  const { id } = await upload(world, MAIN, `${name}-picture`);
  world.secretPictures.set(step, id);
  // Never used: it belongs to its uploader alone.
  await upload(world, STAFF, `${name}-staff-picture`);
  const keyOf = (who: Claims, body: object) => `${name}-${who.accountId}-${JSON.stringify(body).length}`;
  for (const [who, body] of [
    [MAIN, { ...MESSAGE, pictures: [id] }],
    [MAIN, MESSAGE],
    [STAFF, { text: 'We have noted it.' }],
    [MAIN, { ...MESSAGE, text: '' }],
    [SUB, MESSAGE],
  ] as const) {
    await world.message(who, world.ticketId || 'none', body, keyOf(who, body));
    await world.message(who, world.ticketId || 'none', body, keyOf(who, body));
  }
  for (const who of [MAIN, STAFF, SUB]) await world.get(who, `/v1/tickets/${world.ticketId}/staff-messages`);
  // The other ticket has a thread and notes of its own.
  if (world.other) {
    for (const who of [MAIN, STAFF]) await world.message(who, world.other, MESSAGE, `${name}-${who.accountId}-other`);
    await world.send(MAIN, 'POST', `/v1/tickets/${world.other}/notes`, NOTE, `${name}-note-other`);
    for (const state of ['looking', 'gone'])
      await world.send(MAIN, 'POST', `/v1/tickets/${world.other}/presence`, { state });
  }
  // Notes, and who is at the ticket. Some of it is refused.
  await world.send(MAIN, 'POST', `/v1/tickets/${world.ticketId || 'none'}/notes`, NOTE, `${name}-note`);
  await world.send(MAIN, 'POST', `/v1/tickets/${world.ticketId || 'none'}/notes`, { text: '' });
  for (const state of ['looking', 'answering', 'gone']) {
    await world.send(MAIN, 'POST', `/v1/tickets/${world.ticketId || 'none'}/presence`, { state });
  }
  // A template of its own, and one that was shared for a while: other handlers may read those.
  await world.send(MAIN, 'PUT', `/v1/templates/${name}`, { ...TEMPLATE, scope: 'own' });
  await world.send(MAIN, 'PUT', `/v1/templates/${SHARED_TEMPLATE}`, { ...TEMPLATE, scope: 'shop' });
  await world.send(MAIN, 'DELETE', `/v1/templates/${SHARED_TEMPLATE}?scope=shop`);
  await world.server.tick();
}

/** What the shop does with its archive. */
async function filing(world: World, step: string): Promise<void> {
  const entry = { ticketId: world.ticketId || 'none', itemId: 'mug' };
  const changes = [
    { action: 'file', ticketId: entry.ticketId, defect: 'stained' },
    { ...entry, action: 'set-defect', defect: 'cracked' },
    { ...entry, action: 'remove' },
  ];
  await world.send(MAIN, 'POST', '/v1/archive/changes', { changes }, `${wordOf(step)}-archive`);
  for (const path of ['', '/counts?by=week', '/export?format=zip']) await world.get(MAIN, `/v1/archive${path}`);
}

/** Everything that a reader can get, as bytes. */
async function everything(world: World, who: Claims, step: string): Promise<readonly string[]> {
  const name = wordOf(`${step} ${who.accountId}`);
  // What one world's shop has sent to staff, and the other world has never had.
  const pictures = [world.secretPictures.get(step) ?? 'none'];
  const other = { type: 'return-refund', orderId: `${ORDER.id}-${name}`, request: REQUEST };
  const stale = { command: 'withdraw', version: 999 };
  const answers = [
    await world.get(who, '/v1/session'),
    await world.get(who, '/v1/tickets'),
    await world.get(who, '/v1/tickets?open=true&limit=1'),
    await world.get(who, `/v1/tickets/${world.ticketId || 'none'}`),
    await world.get(who, `/v1/tickets/${world.ticketId || 'none'}/history?limit=2`),
    await world.get(who, `/v1/tickets/${world.ticketId || 'none'}/history`),
    await world.get(who, `/v1/tickets/${world.ticketId || 'none'}/staff-messages`),
    await world.send(
      who,
      'POST',
      `/v1/tickets/${world.ticketId || 'none'}/staff-messages`,
      { purpose: 'x', text: '' },
      `${name}-a`,
    ),
    await world.command(
      who,
      world.ticketId || 'none',
      { command: 'leave-staff-message', fields: MESSAGE },
      `${name}-b`,
    ),
    await world.command(who, world.ticketId || 'none', stale, `${name}-c`),
    await world.command(who, world.ticketId || 'none', { command: 'reply', fields: {} }, `${name}-d`),
    await world.send(who, 'POST', '/v1/tickets', other, `${name}-e`),
    await world.send(who, 'POST', '/v1/tickets', other, `${name}-e`),
    await world.get(who, '/v1/accounts'),
    await world.get(who, '/v1/queues'),
    await world.get(who, '/v1/tickets?queue=returns-and-exchanges'),
    // Lists, also when they are searched for what only the other world has.
    await world.get(who, '/v1/summaries'),
    await world.get(who, '/v1/summaries?view=open&sort=deadline&limit=1'),
    await world.get(who, '/v1/summaries?search=between'),
    await world.get(who, '/v1/summaries?search=same'),
    await world.get(who, '/v1/archive'),
    ...(await Promise.all(
      // Handlers may read these.
      (who === SUB2 ? [] : ['/v1/colleagues', `/v1/tickets/${world.ticketId || 'none'}/notes`]).map((path) =>
        world.get(who, path),
      ),
    )),
    ...(who === SUB2
      ? []
      : [
          await world.send(who, 'POST', `/v1/tickets/${world.ticketId || 'none'}/notes`, NOTE, `${name}-note`),
          await world.send(who, 'POST', `/v1/tickets/${world.ticketId || 'none'}/presence`, { state: 'looking' }),
        ]),
    await world.get(who, '/v1/templates'),
    await world.send(who, 'PUT', `/v1/templates/${wordOf(step)}`, { ...TEMPLATE, scope: 'own' }),
    await world.send(who, 'DELETE', `/v1/templates/${wordOf(step)}?scope=own`),
    await world.send(who, 'DELETE', `/v1/templates/${SHARED_TEMPLATE}?scope=shop`),
    await world.get(who, '/v1/archive/counts?by=week'),
    await world.get(who, '/v1/archive/export?format=csv'),
    await world.send(
      who,
      'POST',
      '/v1/archive/changes',
      { changes: [{ action: 'file', ticketId: world.ticketId }] },
      `${name}-i`,
    ),
    ...(await Promise.all(
      ['?size=thumb', '?size=show', '?size=original', '?size=none', '/findings'].map((rest) =>
        world.get(who, `/v1/attachments/${pictures[0]}${rest}`),
      ),
    )),
    await world.send(
      who,
      'POST',
      '/v1/tickets',
      { ...other, orderId: `${other.orderId}-pictures`, request: { ...REQUEST, pictures } },
      `${name}-f`,
    ),
  ];
  if (world.other) {
    for (const rest of ['', '/history?limit=2', '/staff-messages'])
      answers.push(await world.get(who, `/v1/tickets/${world.other}${rest}`));
    answers.push(await world.command(who, world.other, stale, `${name}-j`));
    answers.push(await world.message(who, world.other, { purpose: 'x', text: '' }, `${name}-k`));
  }
  const own = await upload(world, who, `${name}-h`);
  return [
    own.text,
    ...answers.map(({ status, headers, text }) => [status, JSON.stringify([...headers]), text].join('\n')),
  ];
}

/**
 * Tells the story in both worlds. After each step, shop and staff talk in one of them, and the outsiders look at everything.
 *
 * @returns what the outsiders got where shop and staff talk, and where they are quiet: the same bytes, if nothing leaks
 */
export async function recordsOf(
  { quiet, talking }: Worlds,
  outsiders: readonly Claims[],
  { steps = STORY, files = false }: { readonly steps?: typeof STORY; readonly files?: boolean } = {},
): Promise<{ readonly talking: readonly string[]; readonly quiet: readonly string[] }> {
  const record = async (world: World) => {
    const record: string[] = [];
    // one of each reader stays open all the time; others come and go
    const staying: Reading[] = [];
    for (const who of outsiders) staying.push({ who, from: undefined, stream: await world.stream(who) });
    for (const [name, run] of steps) {
      world.step(name);
      await run(world);
      if (world === talking) {
        world.step(`${name}, secretly`);
        await secrets(world, name);
        if (files) await filing(world, name);
      }
      world.step(`${name}, looked at`);
      for (const who of outsiders) record.push(...(await everything(world, who, name)));
      record.push(...(await feedOf(world)), ...(await webhooksOf(world)));
      await settle(world, staying);
      const passing: Reading[] = [];
      for (const who of outsiders) {
        for (const from of [undefined, cursorIn(record)]) {
          passing.push({ who, from, stream: await world.stream(who, from) });
        }
        // and as readers who are told of an order's other tickets apart from the ticket
        const stream = await world.stream(who, cursorIn(record), `text/event-stream;${KNOWS_RELATED}`);
        passing.push({ who, from: cursorIn(record), stream });
      }
      await settle(world, passing);
      record.push(...passing.flatMap(({ stream }) => linesOf(stream)));
      for (const { stream } of passing) await stream.close();
    }
    record.push(...staying.flatMap(({ stream }) => linesOf(stream)));
    for (const { stream } of staying) await stream.close();
    return record;
  };
  return { talking: await record(talking), quiet: await record(quiet) };
}

interface Reading {
  readonly who: Claims;
  readonly from: string | undefined;
  readonly stream: TestStream;
}

/** Reads streams as far as their readers' logs go. */
async function settle(world: World, streams: readonly Reading[]): Promise<void> {
  await world.server.tick();
  for (const { who, from, stream } of streams) {
    const { cursor } = (await world.get<TicketPage>(who, '/v1/tickets?limit=1')).body;
    const isThere = () =>
      from === cursor ||
      stream.text.includes(`id: ${cursor}\n`) ||
      (stream.text.includes(`"head":"${cursor}"`) && (from === undefined || stream.text.includes('event: reset')));
    while (!isThere() && (await stream.next()));
    await stream.pending();
  }
}

/** What the backend that posts to the chat can get, as bytes: the feed, and the same refusals as for paths that do not exist. */
async function feedOf(world: World): Promise<readonly string[]> {
  const ticket = world.ticketId || 'none';
  const whole = await world.get<FeedPage>(MESSENGER, '/v1/feed');
  const answers = [
    whole,
    await world.get(MESSENGER, `/v1/feed?after=${whole.body.cursor}`),
    await world.get(MESSENGER, '/v1/feed?limit=1'),
    await world.get(MESSENGER, '/v1/feed?events=true&limit=200'),
    await world.send(MESSENGER, 'POST', '/v1/deliveries/none/ack'),
    await world.get(MESSENGER, `/v1/tickets/${ticket}`),
    await world.get(MESSENGER, `/v1/tickets/${ticket}/staff-messages`),
    await world.message(MESSENGER, ticket, MESSAGE),
  ];
  return answers.map(({ status, headers, text }) =>
    withoutSignatures([status, JSON.stringify([...headers]), text].join('\n')),
  );
}

/** What the shop's address of webhooks was sent, and what the host is told of it, as bytes. */
async function webhooksOf(world: World): Promise<readonly string[]> {
  await world.server.tick();
  // Those of different tickets come in any order, and each world has a secret of its own.
  const sent = world.webhooks.splice(0).map(({ headers, body, url, timeoutMs }) => {
    const { 'webhook-signature': _, ...others } = headers;
    return JSON.stringify({ url, timeoutMs, others, body: withoutSignatures(body) });
  });
  const { status, text } = await world.get(HOST, '/v1/webhooks/one/deliveries?limit=200');
  return [sent.sort().join('\n'), `${status}\n${text}`];
}

/** A signature is random, and each world has a key of its own. What it covers is compared. */
function withoutSignatures(text: string): string {
  return text.replace(/"signature":"[\w-]+\.\.[\w-]{86}"/g, '"signature":"…"');
}

/** A stream's log, and what is said between its lines, each kind apart: which comes first is a matter of timing. */
function linesOf({ text, ended }: TestStream): readonly string[] {
  const blocks = withoutSignatures(text).split('\n\n');
  const numbered = (block: string) => block.startsWith('id: ');
  const kindOf = (block: string) => block.slice(0, block.indexOf('\n'));
  const others = blocks.filter((block) => !numbered(block)).sort((a, b) => kindOf(a).localeCompare(kindOf(b)));
  return [String(ended), blocks.filter(numbered).join('\n'), others.join('\n')];
}

/** As an id or a key can be. */
function wordOf(text: string): string {
  return text.replace(/\W+/g, '-');
}

/** Some cursor that the reader was given earlier. */
function cursorIn(record: readonly string[]): string | undefined {
  return record.map((text) => /"cursor":"([^"]+)"/.exec(text)?.[1]).find(Boolean);
}
