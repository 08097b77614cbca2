import { summaryOf } from '@sidecard/core/list';
import {
  LIST_VIEWS,
  type ListView,
  type Problem,
  type QueuesAnswer,
  type SummaryPage,
  type TicketPage,
  type TicketView,
} from '@sidecard/core/wire';
import { createMapsStore } from '@sidecard/server/memory';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Claims, peopleOf, startTestServer, type TestServer } from '../support/server.ts';
import { DECLINE, ORDER, REQUEST } from '../support/tickets.ts';

const HOUR_MS = 3_600_000;
const who = peopleOf('shop-1');

describe.each([
  ['the embedded database', () => ({})],
  ['Maps', () => ({ store: createMapsStore() })],
] as const)('lists over %s', (_, options) => {
  let world: TestServer;
  const tickets: Record<'waiting' | 'declined' | 'ended' | 'platform' | 'late', TicketView> = {} as never;
  beforeAll(async () => {
    world = await startTestServer(options());
    const create = async (text: string) => (await world.create({ request: { ...REQUEST, text } }, who.buyer)).ticket;
    tickets.waiting = await create('The rim is chipped.');
    world.clock.advance(1000);
    const declined = await create('The handle is loose.');
    tickets.declined = (await world.move(who.main, declined.id, DECLINE)).ticket;
    world.clock.advance(1000);
    const ended = await create('杯子碎了');
    tickets.ended = (await world.move(who.buyer, ended.id, { command: 'withdraw' })).ticket;
    world.clock.advance(1000);
    const brought = await create('Nothing came.');
    await world.move(who.main, brought.id, DECLINE);
    tickets.platform = (await world.move(who.buyer, brought.id, { command: 'escalate' })).ticket;
    world.clock.advance(40 * HOUR_MS);
    tickets.late = await create('It came too late.');
    world.clock.advance(-2 * HOUR_MS);
  });
  afterAll(() => world.stop());

  const page = async (query: string, reader: Claims = who.main) => {
    const { status, body } = await world.get<SummaryPage>(reader, `/v1/summaries?${query}`);
    expect(status, query).toBe(200);
    return body;
  };
  const namesOf = ({ summaries }: SummaryPage) =>
    summaries.map(({ ticketId }) => Object.entries(tickets).find(([, { id }]) => id === ticketId)?.[0]);
  const names = async (query: string, reader?: Claims) => namesOf(await page(query, reader));

  it.each<[ListView, string[]]>([
    ['open', ['late', 'platform', 'declined', 'waiting']],
    ['needs-answer', ['late', 'waiting']],
    ['due-soon', ['waiting']],
    ['mine', ['platform', 'declined']],
    ['intervening', ['platform']],
    ['waiting-for-buyer', ['declined']],
    ['resolved', ['ended']],
  ])('[R38] [R8] have the view %s', async (view, wanted) => {
    expect(await names(`view=${view}`)).toEqual(wanted);
    const { total, totalIsMore } = await page(`view=${view}&limit=1`);
    expect([total, totalIsMore]).toEqual([wanted.length, undefined]);
  });

  it('[R38] have every ticket without a view, and what each account owns as its own', async () => {
    expect(await names('')).toEqual(['late', 'platform', 'ended', 'declined', 'waiting']);
    expect(await names('view=mine', who.sub)).toEqual([]);
    expect(await names('owner=main', who.sub)).toEqual(['platform', 'declined']);
    expect(await names('view=needs-answer', who.staff)).toEqual(['platform']);
  });

  it('[R38] are sorted by deadline, change or opening', async () => {
    expect(await names('view=open&sort=opened')).toEqual(['late', 'platform', 'declined', 'waiting']);
    expect(await names('view=open&sort=changed')).toEqual(['late', 'platform', 'declined', 'waiting']);
    expect((await names('view=open&sort=deadline')).slice(0, 2)).toEqual(['waiting', 'late']);
    const deadlines = (await page('view=open&sort=deadline')).summaries.map(
      ({ deadline }) => deadline?.dueAtMs ?? Infinity,
    );
    expect(deadlines).toEqual([...deadlines].sort((a, b) => a - b));
  });

  it.each(['sort=deadline', 'sort=changed', 'sort=opened', 'view=open', 'view=open&sort=deadline&search=mug'])(
    '[R38] go on from page to page without gaps and repetitions: %s',
    async (query) => {
      const whole = await names(query);
      const found = [];
      let cursor = '';
      for (let pages = 0; pages < 10; pages++) {
        const one = await page(`${query}&limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
        found.push(...namesOf(one));
        expect(one.total).toBe(whole.length);
        if (one.next === undefined) break;
        cursor = one.next;
      }
      expect(found).toEqual(whole);
    },
  );

  it('[R38] [R42] are filtered by queue, type, buyer, order, conversation and time', async () => {
    expect(await names('queue=logistics')).toEqual([]);
    expect((await names('queue=returns-and-exchanges')).length).toBe(5);
    expect([(await names('type=return-refund')).length, await names('type=repair')]).toEqual([5, []]);
    expect([(await names(`buyerId=${ORDER.buyer.id}`)).length, await names('buyerId=x')]).toEqual([5, []]);
    expect(await names(`orderId=${tickets.late.order.id}`)).toEqual(['late']);
    expect((await names(`conversationId=${ORDER.conversationId}&view=resolved`)).length).toBe(1);
    const { createdAtMs } = tickets.platform;
    expect(await names(`openedFromMs=${createdAtMs}`)).toEqual(['late', 'platform']);
    expect(await names(`openedBeforeMs=${createdAtMs}`)).toEqual(['ended', 'declined', 'waiting']);
    expect(await names('owner=nobody&view=needs-answer')).toEqual(['late', 'waiting']);
  });

  it('[R38] are searched by numbers, names and words, also with filters', async () => {
    const { number, order } = tickets.declined;
    expect(await names(`search=${number}`)).toContain('declined');
    expect(await names(`search=${order.id}`)).toContain('declined');
    expect(await names('search=handle')).toEqual(['declined']);
    expect(await names(`search=${encodeURIComponent('碎')}`)).toEqual(['ended']);
    expect((await names('search=yiqing')).length).toBe(5);
    expect(await names('search=mug%20chip&view=open')).toEqual(['waiting']);
    expect(await names('search=mug%20chip&view=resolved')).toEqual([]);
    expect(await names('search=longjing')).toEqual([]);
    expect((await page('search=unicorn')).total).toBe(0);
  });

  it('[R38] have rows as each reader’s projection gives them, and the cursor of the stream', async () => {
    await world.grant('sub-1', [], who.main);
    for (const reader of [who.main, who.sub, who.staff]) {
      const { summaries, cursor } = await page('', reader);
      for (const row of summaries) {
        const { body } = await world.get<{ ticket: TicketView }>(reader, `/v1/tickets/${row.ticketId}`);
        expect(row).toEqual(
          JSON.parse(JSON.stringify(summaryOf(body.ticket, reader.party === 'staff' ? 'staff' : 'merchant'))),
        );
      }
      expect((await world.get<TicketPage>(reader, '/v1/tickets')).body.cursor).toBe(cursor);
    }
  });

  it('[R38] are counted by view, as the lists are', async () => {
    for (const reader of [who.main, who.sub, who.staff]) {
      const { views } = (await world.get<QueuesAnswer>(reader, '/v1/queues')).body;
      for (const view of LIST_VIEWS) expect(views?.[view], view).toBe((await page(`view=${view}`, reader)).total);
    }
  });

  it.each([
    ['view', 'view=unread'],
    ['view', 'view='],
    ['queue', 'queue=Logistics'],
    ['sort', 'sort=newest'],
    ['owner', 'owner='],
    ['type', 'type=a%20b'],
    ['openedFromMs', 'openedFromMs=yesterday'],
    ['openedBeforeMs', 'openedBeforeMs=-1'],
    ['search', 'search='],
    ['search', `search=${'a'.repeat(101)}`],
    ['limit', 'limit=0'],
    ['limit', 'limit=201'],
    ['cursor', 'cursor=1.x'],
    ['cursor', 'sort=opened&cursor=changed.1.x'],
    ['cursor', 'cursor=newest.1.x'],
    ['open', 'open=true'],
    ['veiw', 'veiw=open'],
    ['constructor', 'constructor=1'],
    ['view', 'view=open&view=mine'],
  ])('refuse the parameter %s: %s', async (path, query) => {
    const { status, body } = await world.get<Problem>(who.main, `/v1/summaries?${query}`);
    expect([status, body.code, body.errors?.map((error) => error.path)]).toEqual([422, 'body-invalid', [path]]);
  });

  it.each([
    ['/v1/tickets', who.main],
    ['/v1/tickets', who.buyer],
    ['/v1/payments', who.host],
  ])('refuse unknown and repeated parameters of %s', async (path, reader) => {
    for (const [query, named] of [
      ['state2=due', 'state2'],
      ['limit=1&limit=2', 'limit'],
    ] as const) {
      const { status, body } = await world.get<Problem>(reader, `${path}?${query}`);
      expect([status, body.code, body.errors?.[0]?.path]).toEqual([422, 'body-invalid', named]);
    }
    const history = await world.get<Problem>(who.buyer, `/v1/tickets/${tickets.late.id}/history?after=x`);
    expect([history.status, history.body.errors?.[0]?.path]).toEqual([422, 'after']);
  });

  it.each([who.buyer, who.host])(
    'have no path for $party: the same bytes as one that does not exist',
    async (reader) => {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']) {
        for (const query of ['', '?view=open', '?nonsense=1']) {
          const lists = await world.send(reader, method, `/v1/summaries${query}`);
          const nothing = await world.send(reader, method, `/v1/nonsense${query}`);
          expect([lists.status, lists.text, [...lists.headers]]).toEqual([
            nothing.status,
            nothing.text,
            [...nothing.headers],
          ]);
        }
      }
    },
  );

  it('are a shop’s own', async () => {
    expect(await names('', peopleOf('elsewhere').main)).toEqual([]);
    expect(await names('search=mug', peopleOf('elsewhere').main)).toEqual([]);
  });
});
