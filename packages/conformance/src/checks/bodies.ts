import { demand, type Check } from '../check.js';
import { refused, status, type Json } from '../http.js';
import type { Person } from '../tokens.js';
import { AGENT_PERMISSIONS, type World } from '../world.js';

/** A request with a body. */
export interface Sender {
  readonly name: string;
  readonly method: 'POST' | 'PUT' | 'PATCH';
  /** Needs an `Idempotency-Key`. */
  readonly write: boolean;
  readonly maxBytes: number;
  /** Who, where and what. */
  readonly request: (world: World) => Promise<{ readonly who: Person; readonly path: string; readonly body: Json }>;
  /** Members that must be there, and of the type. */
  readonly required: readonly string[];
  /** Does not refuse other members. */
  readonly open?: true;
}

const KIB = 1024;

const caseOf = async (world: World) => {
  const { buyer, ticket } = await world.sample();
  return { buyer, path: `/v1/tickets/${ticket.id}`, version: ticket.version as number };
};

export const SENDERS: readonly Sender[] = [
  {
    ...{ name: 'create', method: 'POST', write: true, maxBytes: 64 * KIB, required: ['orderId'] },
    async request(world) {
      const { buyer, order } = await world.sample();
      return { who: buyer, path: '/v1/tickets', body: world.requestFor(order) };
    },
  },
  {
    ...{ name: 'command', method: 'POST', write: true, maxBytes: 64 * KIB, required: ['command'] },
    async request(world) {
      const { buyer, path, version } = await caseOf(world);
      return { who: buyer, path: `${path}/commands`, body: { command: 'withdraw', version } };
    },
  },
  {
    ...{ name: 'staff-message', method: 'POST', write: true, maxBytes: 64 * KIB, required: [] },
    async request(world) {
      const { path } = await caseOf(world);
      return {
        who: world.shop.agent,
        path: `${path}/staff-messages`,
        body: { purpose: 'additional-statement', text: 'Please look.' },
      };
    },
  },
  {
    ...{ name: 'note', method: 'POST', write: true, maxBytes: 64 * KIB, required: ['text'] },
    async request(world) {
      const { path } = await caseOf(world);
      return { who: world.shop.agent, path: `${path}/notes`, body: { text: 'Called the buyer.' } };
    },
  },
  {
    ...{ name: 'presence', method: 'POST', write: false, maxBytes: 64 * KIB, required: ['state'] },
    async request(world) {
      const { path } = await caseOf(world);
      return { who: world.shop.agent, path: `${path}/presence`, body: { state: 'looking' } };
    },
  },
  {
    ...{ name: 'template', method: 'PUT', write: false, maxBytes: 64 * KIB, required: ['name', 'text', 'scope'] },
    request: (world) =>
      Promise.resolve({
        who: world.shop.agent,
        path: '/v1/templates/body',
        body: { name: 'A', text: 'B', scope: 'own' },
      }),
  },
  {
    ...{ name: 'permissions', method: 'PATCH', write: false, maxBytes: 64 * KIB, required: ['permissions'] },
    request: (world) =>
      Promise.resolve({
        who: world.shop.main,
        path: `/v1/accounts/${world.shop.agent.accountId}`,
        body: { permissions: AGENT_PERMISSIONS },
      }),
  },
  {
    ...{ name: 'order', method: 'PUT', write: true, maxBytes: 512 * KIB, required: ['items', 'buyer'], open: true },
    async request(world) {
      const order = world.orderOf(world.buyer());
      return Promise.resolve({ who: world.shop.host, path: `/v1/orders/${order.id}`, body: order });
    },
  },
  {
    ...{ name: 'order-facts', method: 'POST', write: true, maxBytes: 512 * KIB, required: ['facts'] },
    async request(world) {
      const { order } = await world.sample();
      const body = { facts: [{ fact: 'confirmed', atMs: Date.now() }] };
      return { who: world.shop.host, path: `/v1/orders/${order.id}/facts`, body };
    },
  },
  {
    ...{ name: 'archive-changes', method: 'POST', write: true, maxBytes: 64 * KIB, required: ['changes'] },
    async request(world) {
      const { ticket } = await world.sample();
      const body = { changes: [{ action: 'file', ticketId: ticket.id, defect: 'broken' }] };
      return { who: world.shop.main, path: '/v1/archive/changes', body };
    },
  },
];

/** A wrong body. */
interface Wrong {
  readonly what: string;
  readonly make: (body: Json, sender: Sender) => string | Uint8Array | undefined;
  readonly type?: string;
  readonly status?: number;
  readonly code?: string;
}

const nested = (depth: number): Json => (depth === 0 ? 1 : { a: nested(depth - 1) });
const bytes = (text: string) => new TextEncoder().encode(text);
const raw = (body: Json, member: string) => JSON.stringify(body).replace(/^\{/, `{${member},`);

const WRONG: readonly Wrong[] = [
  { what: 'that is empty', make: () => '' },
  { what: 'that is no JSON', make: () => '{"a":' },
  { what: 'that is a list', make: () => '[]' },
  { what: 'that is null', make: () => 'null' },
  { what: 'that is a number', make: () => '1' },
  { what: 'that is a text', make: () => '"text"' },
  { what: 'of the type text/plain', make: (body) => JSON.stringify(body), type: 'text/plain' },
  { what: 'of the type application/jsonp', make: (body) => JSON.stringify(body), type: 'application/jsonp' },
  { what: 'that is a form', make: () => 'a=b', type: 'application/x-www-form-urlencoded' },
  { what: 'that is not UTF-8', make: () => new Uint8Array([...bytes('{"a":"'), 0xff, ...bytes('"}')]) },
  { what: 'with a NUL', make: (body) => raw(body, '"a":"x\\u0000y"') },
  { what: 'with half a character', make: (body) => raw(body, '"a":"\\ud800"') },
  { what: 'with a member named __proto__', make: (body) => raw(body, '"__proto__":{}') },
  { what: 'with a member named constructor', make: (body) => raw(body, '"constructor":{}') },
  { what: 'with a member named prototype', make: (body) => raw(body, '"prototype":{}') },
  { what: 'with a NUL in a name', make: (body) => raw(body, '"a\\u0000":1') },
  { what: 'with 13 levels', make: (body) => JSON.stringify({ ...body, a: nested(12) }) },
  {
    what: 'with too many values',
    make: (body, { maxBytes }) => JSON.stringify({ ...body, a: Array(maxBytes > 64 * KIB ? 50_001 : 5_001).fill(1) }),
  },
  {
    ...{ what: 'that is too large', status: 413, code: 'body-too-large' },
    make: (body, { maxBytes }) => JSON.stringify({ ...body, a: 'x'.repeat(maxBytes) }),
  },
];

const wrongBodies = SENDERS.flatMap((sender) => [
  ...WRONG.map(({ what, make, type = 'application/json', status: wanted = 422, code = 'body-invalid' }): Check => ({
    id: `bodies/${sender.name} ${what}`,
    says: `A body of ${sender.method} ${sender.name} ${what} is refused with ${wanted} ${code}, and nothing happens.`,
    section: 'bodies',
    async run(world) {
      const { who, path, body } = await sender.request(world);
      const content = make(body, sender);
      const key = sender.write ? { key: world.id('key') } : {};
      const answer = await world.send(who, sender.method, path, {
        raw: content ?? '',
        headers: { 'content-type': type },
        ...key,
      });
      refused(answer, wanted, code);
      if (code === 'body-invalid') withErrors(answer.body, answer.of);
    },
  })),
  ...(sender.open
    ? []
    : [
        {
          id: `bodies/${sender.name} with an unknown member`,
          says: `An unknown member of a body of ${sender.name} is refused, because a misspelled one would be ignored, and \`errors\` names it.`,
          section: 'bodies',
          async run(world: World) {
            const { who, path, body } = await sender.request(world);
            const answer = refused(
              await world.write(who, sender.method, path, { ...body, unheardOf: 1 }),
              422,
              'body-invalid',
            );
            const named = withErrors(answer.body, answer.of);
            demand(
              named.some((one) => one.path === 'unheardOf' && one.code === 'unknown-member'),
              `${answer.of}: \`errors\` does not name \`unheardOf\` as unknown-member.`,
            );
          },
        },
      ]),
  ...sender.required.flatMap((member): readonly Check[] =>
    (['missing', 'null', 'of another type'] as const).map((how) => ({
      id: `bodies/${sender.name} with ${member} ${how}`,
      says: `A body of ${sender.name} with \`${member}\` ${how} is refused, and \`errors\` names it.`,
      section: 'bodies',
      async run(world) {
        const { who, path, body } = await sender.request(world);
        const value = how === 'missing' ? undefined : how === 'null' ? null : true;
        const answer = refused(
          await world.write(who, sender.method, path, { ...body, [member]: value }),
          422,
          'body-invalid',
        );
        const named = withErrors(answer.body, answer.of);
        demand(
          named.some((one) => one.path.startsWith(member)),
          () => `${answer.of}: \`errors\` does not name \`${member}\`: ${answer.text}`,
        );
      },
    })),
  ),
]);

/** The invalid parts, each with path, code and text. */
function withErrors(
  { errors, detail }: Json,
  of: string,
): readonly { readonly path: string; readonly code: string; readonly text: string }[] {
  demand(Array.isArray(errors) && errors.length > 0, `${of}: \`errors\` does not list the invalid parts.`);
  for (const one of errors) {
    for (const member of ['path', 'code', 'text']) {
      demand(typeof one?.[member] === 'string', `${of}: an entry of \`errors\` has no \`${member}\`.`);
    }
    demand(one.text !== '' && one.code !== '', `${of}: an entry of \`errors\` has an empty code or text.`);
    demand(
      typeof detail === 'string' && detail.includes(one.text as string),
      `${of}: \`detail\` does not say what \`errors\` says.`,
    );
  }
  return errors as { path: string; code: string; text: string }[];
}

/** A body near a limit is read: what is refused is its fields. */
const isRead = (id: string, says: string, request: object): Check => ({
  id,
  says,
  section: 'bodies',
  async run(world) {
    const { buyer, order } = await world.sample();
    const body = world.requestFor(order, { request });
    refused(await world.write(buyer, 'POST', '/v1/tickets', body), 422, 'field-invalid');
  },
});

const others: readonly Check[] = [
  {
    id: 'bodies/content type with parameters',
    says: 'A body of the type `application/json; charset=utf-8`, in any case, is taken.',
    section: 'bodies',
    async run(world) {
      const { buyer, ticket } = await world.newCase();
      const body = { command: 'withdraw', version: ticket.version };
      const headers = { 'content-type': 'Application/JSON ; charset=utf-8' };
      status(await world.write(buyer, 'POST', `/v1/tickets/${ticket.id}/commands`, body, { headers }), 200);
    },
  },
  {
    id: 'bodies/large order',
    says: 'An order may be larger than 64 KiB.',
    section: 'bodies',
    async run(world) {
      const order = world.orderOf(world.buyer());
      const body = { ...order, unheardOf: 'x'.repeat(100 * KIB) };
      status(await world.write(world.shop.host, 'PUT', `/v1/orders/${order.id}`, body), 200);
    },
  },
  isRead('bodies/twelve levels', 'A body of twelve levels is read: what is wrong with it is its fields.', {
    deep: nested(9),
  }),
  isRead('bodies/nearly too large', 'A body just below 64 KiB is read.', { text: 'x'.repeat(64 * KIB - 200) }),
  isRead('bodies/five thousand values', 'A body with nearly five thousand values is read.', {
    list: Array(4_950).fill(1),
  }),
];

export const BODIES: readonly Check[] = [...wrongBodies, ...others];
