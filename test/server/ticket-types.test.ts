import { type Party, builtInTypes, label } from '@sidecard/core';
import { describeTicketType } from '@sidecard/core/authoring';
import {
  STAFF_MESSAGE_PURPOSES,
  type Problem,
  type TicketAnswer,
  type TicketTypeDescription,
} from '@sidecard/core/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Claims, peopleOf, startTestServer, type TestServer } from '../support/server.ts';
import { installation } from '../support/installation.ts';

const who = peopleOf('shop-1');
let world: TestServer;
beforeAll(async () => {
  world = await startTestServer({
    types: [...builtInTypes, installation],
    allowedOrigins: ['https://chat.example'],
  });
});
afterAll(() => world.stop());

const read = (reader: Claims, path: string) => world.get<TicketTypeDescription & Problem>(reader, path);
const INSTALLATION = '/v1/ticket-types/installation';

describe('GET /v1/ticket-types/{key}', () => {
  it.each([
    ['merchant', who.main],
    ['buyer', who.buyer],
    ['staff', who.staff],
  ] as const)('[R3] describes a type of the host’s own for the %s', async (party: Party, reader) => {
    const { status, body } = await read(reader, INSTALLATION);
    expect([status, body]).toEqual([200, JSON.parse(JSON.stringify(describeTicketType(installation, party)))]);
  });

  it('gives the version that a ticket names, for good', async () => {
    const { ticket } = await world.create({}, who.buyer);
    const { body } = await world.get<TicketAnswer>(who.main, `/v1/tickets/${ticket.id}`);
    const { type, typeVersion } = body.ticket;
    const answer = await read(who.main, `/v1/ticket-types/${type}?version=${typeVersion}`);
    expect([answer.status, answer.body.version]).toEqual([200, typeVersion]);
    expect(answer.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
    expect(answer.headers.get('vary')).toContain('Authorization');
    const current = await read(who.main, `/v1/ticket-types/${type}`);
    expect(current.headers.get('cache-control')).toBe('private, no-cache');
  });

  it('is kept apart by origin and by account', async () => {
    const headers = { authorization: `Bearer ${await world.token(who.main)}`, origin: 'https://chat.example' };
    const answer = await world.server.fetch(new Request(`http://sidecard.test${INSTALLATION}`, { headers }));
    expect(answer.headers.get('vary')?.split(', ').sort()).toEqual(['Authorization', 'Origin']);
  });

  it('[R24] has nothing of staff messages for a buyer, under the merchant’s version neither', async () => {
    for (const { key, resolvedAtOnce } of builtInTypes) {
      const told = JSON.stringify((await read(who.buyer, `/v1/ticket-types/${key}`)).body);
      for (const trace of ['staff-message', 'answer-merchant', ...STAFF_MESSAGE_PURPOSES])
        expect(told).not.toContain(trace);
      // nothing that is hidden from a buyer happens to it
      if (resolvedAtOnce) continue;
      const { version } = (await read(who.main, `/v1/ticket-types/${key}`)).body;
      expect((await read(who.buyer, `/v1/ticket-types/${key}?version=${version}`)).status).toBe(404);
    }
  });

  it('has the languages that are asked for', async () => {
    const { body } = await read(who.main, `${INSTALLATION}?locale=en`);
    expect(body.labels).toEqual({ en: label(installation.labels, 'en') });
    expect((await read(who.main, `${INSTALLATION}?locale=en,zh-CN`)).body.labels).toEqual(installation.labels);
  });

  it.each(['?locale=', '?locale=en,', '?locale=../x', `?locale=${Array(11).fill('en').join()}`])(
    'refuses languages that are none: %s',
    async (query) => {
      const { status, body } = await read(who.main, INSTALLATION + query);
      expect([status, body.code]).toEqual([422, 'body-invalid']);
      expect(body.detail).toContain('"en,zh-CN"');
    },
  );

  it.each(['/v1/ticket-types/nothing', '/v1/ticket-types/constructor', `${INSTALLATION}?version=former`])(
    'does not have %s',
    async (path) => {
      expect(await read(who.main, path)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    },
  );
});
