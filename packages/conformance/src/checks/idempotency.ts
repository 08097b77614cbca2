import { demand, same, type Check } from '../check.js';
import { refused, status, type Json } from '../http.js';
import { SENDERS, type Sender } from './bodies.js';

const KEYS: readonly [string, string | undefined][] = [
  ['without a key', undefined],
  ['with an empty key', ''],
  ['with a key of 201 characters', 'k'.repeat(201)],
  ['with a key with a blank', 'a b'],
  ['with a key beyond ASCII', 'caf\u00e9'],
];

const keys = SENDERS.filter(({ write }) => write).flatMap((sender) => [
  ...KEYS.map(([what, key]): Check => ({
    id: `idempotency/${sender.name} ${what}`,
    says: `${sender.name} ${what} is refused with 422 idempotency-key-missing.`,
    section: 'idempotency',
    async run(world) {
      const { who, path, body } = await sender.request(world);
      const headers = key === undefined ? {} : { 'idempotency-key': key };
      refused(await world.send(who, sender.method, path, { body, headers }), 422, 'idempotency-key-missing');
    },
  })),
]);

/** Writes that succeed each time, under new keys. */
const REPEATED: readonly (Omit<Sender, 'required' | 'maxBytes' | 'write'> & {
  readonly ok: number;
  readonly another: Json;
})[] = [
  {
    ...{ name: 'create', method: 'POST', ok: 201, another: { locale: 'zh-CN' } },
    async request(world) {
      const buyer = world.buyer();
      return { who: buyer, path: '/v1/tickets', body: world.requestFor(await world.order(buyer)) };
    },
  },
  {
    ...{ name: 'command', method: 'POST', ok: 200, another: { version: 99 } },
    async request(world) {
      const { buyer, ticket } = await world.newCase();
      return {
        who: buyer,
        path: `/v1/tickets/${ticket.id}/commands`,
        body: { command: 'withdraw', version: ticket.version },
      };
    },
  },
  {
    ...{ name: 'staff-message', method: 'POST', ok: 201, another: { text: 'Something else.' } },
    async request(world) {
      const { ticket } = await world.intervening();
      const body = { purpose: 'additional-statement', text: 'Please look.' };
      return { who: world.shop.agent, path: `/v1/tickets/${ticket.id}/staff-messages`, body };
    },
  },
  {
    ...{ name: 'note', method: 'POST', ok: 201, another: { text: 'Something else.' } },
    async request(world) {
      const { ticket } = await world.newCase();
      return { who: world.shop.agent, path: `/v1/tickets/${ticket.id}/notes`, body: { text: 'Called the buyer.' } };
    },
  },
  {
    ...{ name: 'order', method: 'PUT', ok: 200, another: { conversationId: 'another' } },
    request(world) {
      const order = world.orderOf(world.buyer());
      return Promise.resolve({ who: world.shop.host, path: `/v1/orders/${order.id}`, body: order });
    },
  },
  {
    ...{ name: 'order-facts', method: 'POST', ok: 200, another: { facts: [{ fact: 'closed', atMs: 1 }] } },
    async request(world) {
      const { order } = await world.newCase();
      const body = { facts: [{ fact: 'confirmed', atMs: Date.now() }] };
      return { who: world.shop.host, path: `/v1/orders/${order.id}/facts`, body };
    },
  },
];

const repeats = REPEATED.flatMap(({ name, method, request, ok, another }): readonly Check[] => [
  {
    id: `idempotency/${name} sent again`,
    says: `${name} sent again under its key has the same answer, says \`Idempotent-Replayed: true\`, and happens once.`,
    section: 'idempotency',
    async run(world) {
      const { who, path, body } = await request(world);
      const sent = { key: world.id('key') };
      const first = status(await world.write(who, method, path, body, sent), ok);
      demand(!first.headers.has('idempotent-replayed'), `${first.of} says that it was replayed, the first time.`);
      const again = status(await world.write(who, method, path, body, sent), ok);
      demand(
        again.headers.get('idempotent-replayed') === 'true',
        `${again.of} sent again has no \`Idempotent-Replayed: true\`.`,
      );
      same(idsIn(again.body), idsIn(first.body), `The answer to ${name} sent again`);
      same(again.headers.get('location'), first.headers.get('location'), `The Location of ${name} sent again`);
    },
  },
  {
    id: `idempotency/${name} at once`,
    says: `${name} sent four times at once under one key happens once.`,
    section: 'idempotency',
    async run(world) {
      const { who, path, body } = await request(world);
      const key = world.id('key');
      const all = await Promise.all([1, 2, 3, 4].map(() => world.write(who, method, path, body, { key })));
      for (const one of all) status(one, ok);
      same(
        new Set(all.map((one) => JSON.stringify(idsIn(one.body)))).size,
        1,
        `The number of different answers to ${name} sent at once`,
      );
      same(
        all.filter((one) => !one.headers.has('idempotent-replayed')).length,
        1,
        `The number of times that ${name} happened`,
      );
    },
  },
  {
    id: `idempotency/${name} with another body`,
    says: `A key of ${name} used for another body is refused with 422 idempotency-key-reused.`,
    section: 'idempotency',
    async run(world) {
      const { who, path, body } = await request(world);
      const key = world.id('key');
      status(await world.write(who, method, path, body, { key }), ok);
      refused(await world.write(who, method, path, { ...body, ...another }, { key }), 422, 'idempotency-key-reused');
    },
  },
  {
    id: `idempotency/${name} with the longest key`,
    says: `A key of 200 visible characters will do for ${name}.`,
    section: 'idempotency',
    async run(world) {
      const { who, path, body } = await request(world);
      status(await world.write(who, method, path, body, { key: `~!${world.id('key')}`.padEnd(200, 'k') }), ok);
    },
  },
]);

/** What identifies the outcome: everything but times and cursors, which go on. */
function idsIn(body: Json): Json {
  const { ticket, message, order, id } = body ?? {};
  return { ticket: ticket && { id: ticket.id, number: ticket.number }, message: message?.id, order: order?.id, id };
}

const others: readonly Check[] = [
  {
    id: 'idempotency/keys are an account’s own',
    says: 'Two accounts may use the same key for different requests.',
    section: 'idempotency',
    async run(world) {
      const key = world.id('key');
      const [one, two] = [await world.newCase(), await world.newCase()];
      for (const { buyer, ticket } of [one, two]) {
        const body = { command: 'withdraw', version: ticket.version };
        const answer = await world.write(buyer, 'POST', `/v1/tickets/${ticket.id}/commands`, body, { key });
        same(status(answer, 200).body.ticket.id, ticket.id, 'The ticket of the answer');
      }
    },
  },
  {
    id: 'idempotency/a key used at another path',
    says: 'A key used for the same body at another path is refused.',
    section: 'idempotency',
    async run(world) {
      const buyer = world.buyer();
      const key = world.id('key');
      const [one, two] = [await world.newCase(world.shop, buyer), await world.newCase(world.shop, buyer)];
      const body = { command: 'withdraw', version: one.ticket.version };
      status(await world.write(buyer, 'POST', `/v1/tickets/${one.ticket.id}/commands`, body, { key }), 200);
      const answer = await world.write(buyer, 'POST', `/v1/tickets/${two.ticket.id}/commands`, body, { key });
      refused(answer, 422, 'idempotency-key-reused');
    },
  },
  {
    id: 'idempotency/a refusal keeps no key',
    says: 'A write that was refused leaves its key free: the same key works for what is right.',
    section: 'idempotency',
    async run(world) {
      const { buyer, ticket } = await world.newCase();
      const key = world.id('key');
      const path = `/v1/tickets/${ticket.id}/commands`;
      refused(
        await world.write(buyer, 'POST', path, { command: 'withdraw', version: 99 }, { key }),
        409,
        'version-conflict',
      );
      status(await world.write(buyer, 'POST', path, { command: 'withdraw', version: ticket.version }, { key }), 200);
    },
  },
  {
    id: 'idempotency/created once',
    says: 'A create sent again creates no second ticket.',
    section: 'idempotency',
    async run(world) {
      const buyer = world.buyer();
      const body = world.requestFor(await world.order(buyer));
      const key = world.id('key');
      for (let n = 0; n < 3; n++) status(await world.write(buyer, 'POST', '/v1/tickets', body, { key }), 201);
      same((await world.get(buyer, '/v1/tickets')).body.tickets.length, 1, 'The number of the buyer’s tickets');
    },
  },
];

export const IDEMPOTENCY: readonly Check[] = [...keys, ...repeats, ...others];
