import type { FeedPage } from '@sidecard/core/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopleOf, startTestServer, type Claims, type TestServer, type TestStream } from '../support/server.ts';
import { ORDER, REQUEST, RETURN_ADDRESS } from '../support/tickets.ts';

// Everything that anybody can read: every path of the API, each person's stream and the messenger's feed, after a case in which people typed
// characters that turn the text around them, and addresses.

/** An override, an embedding, and isolates that do not end or begin. */
const TURNING = '\u202Eturned\u202B \u2067isolated \u2069\u2069';
const TURNED = /[\u202A-\u202E]/;
const SHIP_TO = {
  name: 'Quentin Overmars',
  phone: '13998761234',
  region: '浙江省 杭州市 余杭区',
  street: '77 Lantern Lane',
};
const NEW_ADDRESS = {
  name: 'Philippa Underhill',
  phone: '13855554321',
  region: '上海市 徐汇区',
  street: '9 Hidden Court',
};
const BACK = { ...RETURN_ADDRESS, name: 'Warehouse Oskar', phone: '13311112222', street: '4 Secret Yard' };
const FULL = [SHIP_TO, NEW_ADDRESS, BACK].flatMap(({ name, phone, street }) => [name, phone, street]);

const who = peopleOf('texts');
const people: readonly Claims[] = [who.main, who.sub, who.sub2, who.buyer, who.staff, who.host];
let world: TestServer;
/** What each person read, by where. */
const read = new Map<Claims, Map<string, string>>();

beforeAll(async () => {
  world = await startTestServer({
    orders: (_, orderId) =>
      Promise.resolve({
        ...ORDER,
        id: orderId,
        shipTo: { ...SHIP_TO, name: `${SHIP_TO.name}\u202E` },
        items: ORDER.items.map((item) => ({ ...item, title: `${item.title} ${TURNING}` })),
        buyer: { ...ORDER.buyer, name: `${ORDER.buyer.name}\u2067` },
        ...(orderId.endsWith('unsent') ? { shippedAtMs: undefined, signedAtMs: undefined } : {}),
      } as never),
    // What is corrected in orders is reported.
    onError: () => undefined,
  });
  for (const one of [who.main, who.sub, who.sub2]) await world.get(one, '/v1/session');
  await world.grant('sub-1', ['task.handle', 'archive.manage', 'account.manage'], who.main);
  const streams = new Map<Claims, TestStream>();
  for (const one of people.filter(({ party }) => party !== 'host')) {
    const stream = await world.stream(one);
    await stream.until('ready');
    streams.set(one, stream);
  }
  const send = async (by: Claims, ticketId: string, command: string, version: number, fields: object) => {
    const { status, text } = await world.command(by, ticketId, { command, version, fields: fields as never });
    expect([status, status === 200 ? '' : text]).toEqual([200, '']);
  };
  const text = `It is chipped. ${TURNING}`;
  const { ticket } = await world.create({ request: { ...REQUEST, text } }, who.buyer);
  await send(who.sub, ticket.id, 'decline', 1, { reason: 'other', text });
  await send(who.buyer, ticket.id, 'escalate', 2, {});
  await world.message(who.sub, ticket.id, { purpose: 'progress', text });
  await world.send(who.sub, 'POST', `/v1/tickets/${ticket.id}/notes`, { text });
  await world.send(who.sub, 'PUT', '/v1/templates/t-1', { scope: 'shop', name: `Sorry ${TURNING}`.slice(0, 30), text });
  const moved = await world.create(
    { type: 'address-change', orderId: `${ORDER.id}-unsent`, request: { address: NEW_ADDRESS, reason: 'moved' } },
    who.buyer,
  );
  await send(who.sub, moved.ticket.id, 'agree', 1, {});
  const back = await world.create({}, who.buyer);
  const amount = { amountMinor: 25_800, currency: 'CNY' };
  await send(who.sub, back.ticket.id, 'agree', 1, { amount, returnAddress: BACK });

  const paths = Object.entries(
    (JSON.parse((await world.get(who.main, '/openapi.json')).text) as { paths: Record<string, object> }).paths,
  ).flatMap(([path, methods]) => ('get' in methods && path.startsWith('/v1/') && path !== '/v1/events' ? path : []));
  expect(paths.length).toBeGreaterThan(15);
  const ids = [ticket.id, back.ticket.id, moved.ticket.id];
  for (const one of people) {
    const mine = new Map<string, string>();
    read.set(one, mine);
    for (const path of paths) {
      const values = path.includes('/orders/')
        ? [ticket.order.id]
        : path.includes('ticket-types')
          ? ['return-refund']
          : ids;
      for (const id of path.includes('{') ? values : ['']) {
        const at = path.replace(/\{\w+\}/, id);
        const query = path.endsWith('counts') ? '?by=week' : path.endsWith('export') ? '?format=csv&locale=en' : '';
        mine.set(at, (await world.get(one, at + query)).text);
      }
    }
    await streams.get(one)?.pending();
    mine.set('stream', streams.get(one)?.text ?? '');
  }
  const feed = await world.get<FeedPage>(who.messenger, '/v1/feed');
  read.set(who.messenger, new Map([['feed', feed.text]]));
  for (const stream of streams.values()) await stream.close();
}, 120_000);
afterAll(() => world.stop());

const whereof = (isThere: (text: string) => boolean) =>
  [...read].flatMap(([{ accountId }, texts]) =>
    [...texts].flatMap(([at, text]) => (isThere(text) ? `${accountId}: ${at}` : [])),
  );

describe('what people typed', () => {
  it('arrives: the test reads what it is about', () => {
    expect(whereof((text) => text.includes('turned')).length).toBeGreaterThan(10);
    const handler = [...read.get(who.sub)!.values()].join('\n');
    expect(FULL.filter((one) => !handler.includes(one))).toEqual([]);
  });

  it('turns nothing around it, wherever it is read', () => {
    const decoded = (text: string) =>
      text.replace(/\\u([\da-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
    expect(whereof((text) => TURNED.test(decoded(text)))).toEqual([]);
    expect(
      whereof((text) => {
        const begun = decoded(text).match(/[\u2066-\u2068]/g)?.length ?? 0;
        return begun !== (decoded(text).match(/\u2069/g)?.length ?? 0);
      }),
    ).toEqual([]);
  });

  it('is masked everywhere for accounts that may not handle tasks: names, phones and streets of addresses', () => {
    const mine = [...read.get(who.sub2)!];
    expect(
      mine.flatMap(([at, text]) => FULL.filter((one) => text.includes(one)).map((one) => `${at}: ${one}`)),
    ).toEqual([]);
    expect(mine.some(([, text]) => text.includes('****'))).toBe(true);
  });
});
