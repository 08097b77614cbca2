import { demand, same, type Check } from '../check.js';
import { refused, status, type Json } from '../http.js';
import type { Person } from '../tokens.js';
import type { World } from '../world.js';

/** A path with parameters. */
interface Asked {
  readonly path: string;
  readonly at?: (world: World) => Promise<string>;
  readonly who: (world: World) => Person;
  /** Parameters that must be there. */
  readonly base?: string;
  readonly json?: true;
  readonly good: readonly string[];
  readonly bad: readonly string[];
  /** Takes unknown parameters, which newer clients may send. */
  readonly open?: true;
}

const LIMITS = ['limit=0', 'limit=201', 'limit=x', 'limit=', 'limit=-1', 'limit=1.5'];
const WAITS = ['wait=26', 'wait=-1', 'wait=x', 'wait='];
const agent = (world: World) => world.shop.agent;
const long = (name: string, length: number) => `${name}=${'x'.repeat(length)}`;

const ASKED: readonly Asked[] = [
  {
    ...{ path: '/v1/tickets', who: agent },
    good: [
      'limit=1',
      'limit=200',
      'open=true',
      'open=false',
      'type=return-refund',
      'queue=logistics',
      'orderId=none',
      'conversationId=none',
    ],
    bad: [...LIMITS, 'open=yes', 'queue=none', 'cursor=x', 'cursor=1', long('orderId', 129)],
  },
  {
    ...{ path: '/v1/tickets/{id}/history', who: agent },
    at: async (world) => `/v1/tickets/${(await world.sample()).ticket.id}/history`,
    good: ['limit=1', 'limit=200'],
    bad: [...LIMITS, 'before=a%20b', long('before', 129)],
  },
  {
    ...{ path: '/v1/summaries', who: agent },
    good: [
      'view=open',
      'queue=logistics',
      'owner=me',
      'owner=nobody',
      'sort=deadline',
      'sort=opened',
      'search=mug',
      'openedFromMs=1',
      'openedBeforeMs=1',
    ],
    bad: [
      ...LIMITS,
      'view=none',
      'queue=none',
      'sort=none',
      'cursor=x',
      'search=',
      'openedFromMs=x',
      'openedBeforeMs=-1',
      'sort=opened&cursor=changed.1.x',
    ],
  },
  {
    ...{ path: '/v1/payments', who: (world) => world.shop.host },
    good: ['state=due', 'limit=1'],
    bad: [...LIMITS, 'state=none', 'cursor=x'],
  },
  {
    ...{ path: '/v1/events', who: agent, json: true },
    good: ['wait=0', long('poll', 160)],
    bad: [...WAITS, long('poll', 161)],
  },
  {
    ...{ path: '/v1/feed', who: (world) => world.shop.messenger },
    good: ['wait=0', 'limit=1', 'limit=200', 'events=true', 'events=false'],
    bad: [...LIMITS, ...WAITS, long('after', 161), 'events=yes'],
  },
  {
    ...{ path: '/v1/archive', who: agent },
    good: ['limit=1', 'from=1', 'before=1', 'product=mug', 'removed=true'],
    bad: [...LIMITS, 'from=x', 'before=-1', 'removed=yes', 'cursor=x'],
  },
  {
    ...{ path: '/v1/archive/counts', who: agent, base: 'by=week' },
    good: ['before=1'],
    bad: ['from=x'],
  },
  {
    ...{ path: '/v1/archive/export', who: (world) => world.shop.main, base: 'format=csv' },
    good: ['locale=en', 'before=1'],
    bad: ['locale=..', 'from=x'],
  },
  {
    ...{ path: '/v1/ticket-types/return-refund', who: agent, open: true },
    good: ['locale=en', 'locale=en,zh-CN', 'unheardOf=1'],
    bad: ['locale=..'],
  },
  {
    path: '/v1/session',
    who: agent,
    open: true,
    good: ['protocol=1', 'features=attachments', 'protocol=99', 'unheardOf=1'],
    bad: [],
  },
];

const url = async (world: World, { path, at, base }: Asked, query: string) =>
  `${at ? await at(world) : path}?${[base, query].filter(Boolean).join('&')}`;
const headersOf = ({ json }: Asked): Readonly<Record<string, string>> => (json ? { accept: 'application/json' } : {});

const parameters = ASKED.flatMap((asked): readonly Check[] => {
  const { path, who, good, bad, open } = asked;
  const get = async (world: World, query: string) =>
    world.get(who(world), await url(world, asked, query), headersOf(asked));
  const first = good[0] ?? 'limit=1';
  const brief = (query: string) => (query.length > 40 ? `${query.slice(0, 12)}… (${query.length})` : query);
  return [
    ...good.map((query) => ({
      id: `queries/${path.slice(4)}?${brief(query)}`,
      says: `GET ${path} takes \`${brief(query)}\`.`,
      section: 'queries',
      async run(world: World) {
        status(await get(world, query), 200);
      },
    })),
    ...bad.map((query) => ({
      id: `queries/${path.slice(4)}?${brief(query)}`,
      says: `GET ${path} refuses \`${brief(query)}\` with 422 body-invalid, and \`errors\` names the parameter.`,
      section: 'queries',
      async run(world: World) {
        const answer = refused(await get(world, query), 422, 'body-invalid');
        const name = query.slice(query.lastIndexOf('&') + 1).split('=')[0] ?? '';
        const named = (answer.body.errors ?? []) as readonly { readonly path: string; readonly text: string }[];
        demand(
          named.some((one) => one.path === name && one.text !== ''),
          () => `${answer.of}: \`errors\` does not name \`${name}\`: ${answer.text}`,
        );
      },
    })),
    ...(open
      ? []
      : [
          {
            id: `queries/${path.slice(4)} with an unknown parameter`,
            says: `GET ${path} refuses an unknown parameter, because a misspelled filter would be ignored.`,
            section: 'queries',
            async run(world: World) {
              const answer = refused(await get(world, 'unheardOf=1'), 422, 'body-invalid');
              same(answer.body.errors?.[0]?.path, 'unheardOf', 'The path of the first of `errors`');
            },
          },
          {
            id: `queries/${path.slice(4)} with a parameter twice`,
            says: `GET ${path} refuses a parameter that appears twice, because one of the values would be ignored.`,
            section: 'queries',
            async run(world: World) {
              const answer = refused(await get(world, `${first}&${first}`), 422, 'body-invalid');
              same(answer.body.errors?.[0]?.path, first.split('=')[0], 'The path of the first of `errors`');
            },
          },
        ]),
  ];
});

/** Pages of a list. */
const PAGES = [
  { path: '/v1/tickets', list: 'tickets', by: 'id' },
  { path: '/v1/summaries', list: 'summaries', by: 'ticketId' },
] as const;

const pages = PAGES.map(({ path, list, by }): Check => ({
  id: `queries/pages of ${path.slice(4)}`,
  says: `Pages of GET ${path} bring everything once, and the last one has no \`next\`.`,
  section: 'queries',
  async run(world) {
    const buyer = world.buyer();
    const wanted: string[] = [];
    const conversationId = world.id('chat');
    for (let n = 0; n < 5; n++) {
      const order = { ...world.orderOf(buyer), conversationId };
      status(await world.write(world.shop.host, 'PUT', `/v1/orders/${order.id}`, order), 200);
      const { body } = status(await world.write(buyer, 'POST', '/v1/tickets', world.requestFor(order)), 201);
      wanted.push(body.ticket.id as string);
    }
    const found: string[] = [];
    let next: string | undefined;
    for (let n = 0; n < 5; n++) {
      const cursor = next === undefined ? '' : `&cursor=${encodeURIComponent(next)}`;
      const { body, of } = status(
        await world.get(world.shop.agent, `${path}?conversationId=${conversationId}&limit=2${cursor}`),
        200,
      );
      demand(body[list].length <= 2, `${of} has more entries than its limit.`);
      found.push(...(body[list] as Json[]).map((one) => one[by] as string));
      next = body.next as string | undefined;
      if (next === undefined) break;
    }
    same(next, undefined, 'The `next` of the last page');
    same([...found].sort(), [...wanted].sort(), 'What the pages have brought');
    if (path === '/v1/summaries') {
      const { body } = await world.get(world.shop.agent, `${path}?conversationId=${conversationId}&limit=1`);
      same(body.total, 5, 'The `total`');
    }
  },
}));

const history: Check = {
  id: 'queries/pages of history',
  says: 'Pages of a ticket’s history bring every entry once, oldest first, and `before` leads back to its creation.',
  section: 'queries',
  async run(world) {
    const { ticket } = await world.newCase();
    for (let n = 0; n < 4; n++)
      await world.move(world.shop.agent, ticket.id as string, { command: n % 2 ? 'release' : 'claim' });
    const path = `/v1/tickets/${ticket.id}/history`;
    const all = status(await world.get(world.shop.agent, `${path}?limit=200`), 200).body;
    same(all.next, undefined, 'The `next` of a page with everything');
    const found: { id: string }[] = [];
    let before: string | undefined;
    for (let n = 0; n < 10; n++) {
      const { body } = status(
        await world.get(world.shop.agent, `${path}?limit=2${before === undefined ? '' : `&before=${before}`}`),
        200,
      );
      found.unshift(...(body.entries as { id: string }[]));
      before = body.next as string | undefined;
      if (before === undefined) break;
    }
    same(
      found.map(({ id }) => id),
      all.entries.map(({ id }: { id: string }) => id),
      'The entries of the pages',
    );
    demand(found.length >= 5, 'The history has fewer entries than moves.');
  },
};

const filters: readonly Check[] = (
  [
    ['orderId', ({ order }) => order.id],
    ['conversationId', ({ order }) => order.conversationId],
  ] as readonly (readonly [string, (made: Awaited<ReturnType<World['newCase']>>) => string])[]
).flatMap(([name, valueOf]) =>
  PAGES.map(({ path, list, by }) => ({
    id: `queries/${path.slice(4)} filtered by ${name}`,
    says: `GET ${path}?${name}=… brings the tickets of it and no others.`,
    section: 'queries',
    async run(world: World) {
      const made = await world.newCase();
      await world.newCase();
      const { body } = status(await world.get(world.shop.agent, `${path}?${name}=${valueOf(made)}`), 200);
      same(
        body[list].map((one: Json) => one[by]),
        [made.ticket.id],
        `What ${path} brings for ${name}`,
      );
    },
  })),
);

const opened: readonly Check[] = [
  {
    id: 'queries/tickets that are open',
    says: 'GET /v1/tickets?open=true leaves out tickets that have ended, and open=false the others.',
    section: 'queries',
    async run(world) {
      const buyer = world.buyer();
      const [one, two] = [await world.newCase(world.shop, buyer), await world.newCase(world.shop, buyer)];
      await world.move(buyer, one.ticket.id as string, { command: 'withdraw' });
      for (const [open, wanted] of [
        ['true', two],
        ['false', one],
      ] as const) {
        const { body } = await world.get(buyer, `/v1/tickets?open=${open}`);
        same(
          body.tickets.map(({ id }: { id: string }) => id),
          [wanted.ticket.id],
          `What open=${open} brings`,
        );
      }
    },
  },
  {
    id: 'queries/tickets by queue',
    says: 'GET /v1/tickets?queue=… brings the types of that queue only.',
    section: 'queries',
    async run(world) {
      const { buyer, ticket } = await world.newCase();
      const queues = ['returns-and-exchanges', 'logistics', 'other'];
      const found = await Promise.all(
        queues.map(
          async (queue) => (await world.get(buyer, `/v1/tickets?queue=${queue}`)).body.tickets.length as number,
        ),
      );
      same(found, [1, 0, 0], `How many tickets of ${ticket.type} each queue has`);
    },
  },
  {
    id: 'queries/latest change first',
    says: 'GET /v1/tickets lists the latest change first.',
    section: 'queries',
    async run(world) {
      const buyer = world.buyer();
      const made = [await world.newCase(world.shop, buyer), await world.newCase(world.shop, buyer)];
      await world.move(buyer, made[0]?.ticket.id as string, { command: 'withdraw' });
      const { body } = await world.get(buyer, '/v1/tickets');
      same(
        body.tickets.map(({ id }: { id: string }) => id),
        made.map(({ ticket }) => ticket.id),
        'The order of the list',
      );
    },
  },
];

export const QUERIES: readonly Check[] = [...parameters, ...pages, history, ...filters, ...opened];
