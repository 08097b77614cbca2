import { BUILT_IN_COMMITMENTS, cardMessageSchema } from '@sidecard/core';
import type { HistoryPage, Problem, TicketAnswer } from '@sidecard/core/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUYER, HOST, MAIN, STAFF, startTestServer, type TestServer } from '../support/server.ts';
import { ORDER, REQUEST, START_MS } from '../support/tickets.ts';

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: object }>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}
interface Schema {
  readonly oneOf?: readonly { readonly title: string; readonly properties: Readonly<Record<string, Schema>> }[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

let world: TestServer;
let document: Document;
beforeAll(async () => {
  world = await startTestServer();
  document = (await world.get<Document>(MAIN, '/openapi.json')).body;
});
afterAll(() => world.stop());

describe('the description of the card message', () => {
  it('needs no token, and is what core says', async () => {
    const answer = await world.server.fetch(new Request('http://sidecard.test/card-message.schema.json'));
    expect(answer.headers.get('content-type')).toBe('application/schema+json');
    expect(await answer.json()).toEqual(cardMessageSchema());
  });
});

describe('the description of the interface', () => {
  it('needs no token', async () => {
    expect((await world.server.fetch(new Request('http://sidecard.test/openapi.json'))).status).toBe(200);
  });

  it('names operations that there are, and the statuses that they answer with', async () => {
    const { ticket } = await world.create();
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, { responses }] of Object.entries(operations)) {
        if (method === 'parameters' || path === '/v1/events') continue;
        const at = path.replace('{id}', ticket.id);
        for (const who of [MAIN, STAFF, BUYER]) {
          const body = method === 'get' ? undefined : {};
          const answer = await world.send<Problem>(who, method.toUpperCase(), at, body);
          expect(`${who.party} ${method} ${at} ${answer.status}`).not.toMatch(/ 405$/);
          expect(Object.keys(responses), `${who.party} ${method} ${at}`).toContain(String(answer.status));
        }
      }
    }
  });

  it('has every reference it uses', () => {
    const text = JSON.stringify(document);
    const used = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name ?? '');
    expect(used.length).toBeGreaterThan(20);
    for (const name of used) expect(Object.keys(document.components.schemas)).toContain(name);
  });

  it('asks of each ticket type’s request what the server asks', async () => {
    const forms = document.components.schemas['CreateBody']?.oneOf ?? [];
    expect(forms.length).toBeGreaterThan(0);
    for (const { title, properties } of forms) {
      // who the type lets open it
      const opener = title === 'goodwill' ? HOST : BUYER;
      const { body } = await world.send<Problem>(opener, 'POST', '/v1/tickets', {
        type: title,
        orderId: '2607011633848817',
        request: {},
      });
      const missing = (body.problems ?? []).filter(({ problem }) => problem === 'required').map(({ field }) => field);
      // one that is free under a condition is asked for here and not there
      expect(missing).toEqual(expect.arrayContaining([...(properties['request']?.required ?? [])]));
    }
  });

  it('knows every member of what it describes', async () => {
    const { ticket } = await world.create();
    const at = START_MS;
    const promised = {
      shipByMs: at + 1,
      deliverByMs: at + 2,
      carrier: 'SF',
      returnUntilMs: at + 3,
      resendUntilMs: at + 4,
    };
    const order = { ...ORDER, id: 'with-promises', confirmedAtMs: at, promised };
    const body = { type: 'return-refund', order, request: REQUEST };
    const brought = await world.send<TicketAnswer>(HOST, 'POST', '/v1/tickets', body);
    const issue = await world.create({ type: 'delivery-issue', request: { reason: 'lost' } });
    const { ticket: origin } = await world.move(MAIN, issue.ticket.id, {
      command: 'hand-over',
      choice: 'resend',
      fields: { items: [{ itemId: 'mug', quantity: 1 }], text: 'So sorry.' },
    });
    const linked = origin.links?.[0]?.ticketId ?? '';
    await world.command(MAIN, linked, { command: 'claim' });
    const sent = await world.move(MAIN, linked, {
      command: 'fulfil',
      choice: 'done',
      fields: { carrier: 'SF', trackingNumber: 'SF12345678' },
    });
    const promises = BUILT_IN_COMMITMENTS.map((commitment): [string, unknown] => ['Commitment', commitment]);
    const cardKeys = (await world.get<{ keys: readonly unknown[] }>(STAFF, '/v1/card-keys')).body;
    const { body: history } = await world.get<HistoryPage>(MAIN, `/v1/tickets/${linked}/history?limit=1`);
    const answers: readonly [string, unknown][] = [
      ...promises,
      ['HistoryPage', history],
      ...history.entries.map((entry): [string, unknown] => ['HistoryEntry', entry]),
      ['CardKeys', cardKeys],
      ['CardKey', cardKeys.keys[0]],
      ['Session', (await world.get(MAIN, '/v1/session')).body],
      ['Session', (await world.get(BUYER, '/v1/session')).body],
      ['TicketAnswer', (await world.get(MAIN, `/v1/tickets/${ticket.id}`)).body],
      ['Ticket', (await world.get<{ ticket: unknown }>(BUYER, `/v1/tickets/${ticket.id}`)).body.ticket],
      ['Ticket', origin],
      ['Ticket', sent.ticket],
      ['Order', brought.body.ticket.order],
      ['Queues', (await world.get(STAFF, '/v1/queues')).body],
      ['TicketPage', (await world.get(STAFF, '/v1/tickets')).body],
      ['Problem', (await world.command(MAIN, ticket.id, { command: 'agree', version: 9 })).body],
    ];
    for (const [name, value] of answers) {
      const { properties = {}, required = [] } = document.components.schemas[name] ?? {};
      const members = Object.keys(value as object);
      expect(members, name).toEqual(expect.arrayContaining([...required]));
      expect(Object.keys(properties), name).toEqual(expect.arrayContaining(members));
    }
  });
});
