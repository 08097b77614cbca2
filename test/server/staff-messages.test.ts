import type { Problem, StaffMessageAnswer, StaffThread, TicketAnswer } from '@sidecard/core/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUYER, HOST, MAIN, MESSENGER, STAFF, startTestServer, SUB, type TestServer } from '../support/server.ts';

let world: TestServer;
let intervening: string;
beforeAll(async () => {
  world = await startTestServer();
  await world.get(SUB, '/v1/session');
  intervening = await escalated();
});
afterAll(() => world.stop());

/** A ticket that the platform is on. */
async function escalated(): Promise<string> {
  const { ticket } = await world.create();
  await world.move(MAIN, ticket.id, {
    command: 'decline',
    fields: { reason: 'other', text: 'It was whole when it left.' },
  });
  await world.move(BUYER, ticket.id, { command: 'escalate' });
  return ticket.id;
}
const MESSAGE = { purpose: 'progress-update', text: 'The parcel was opened on camera.' };
const pathOf = (id: string) => `/v1/tickets/${id}/staff-messages`;

describe('a staff message', () => {
  it('[R20] [R23] [R25] is read by the shop’s handlers and by staff, who can answer', async () => {
    const left = await world.message<StaffMessageAnswer>(MAIN, intervening, MESSAGE);
    expect(left.status).toBe(201);
    expect(left.body.message).toMatchObject({ ...MESSAGE, by: { party: 'merchant', name: 'Boss Wang' } });
    const answered = await world.message<StaffMessageAnswer>(STAFF, intervening, { text: 'Thank you, we have it.' });
    expect(answered.status).toBe(201);
    const byShop = (await world.get<StaffThread>(MAIN, pathOf(intervening))).body;
    expect(byShop.messages.map(({ text, by }) => [text, by])).toEqual([
      [MESSAGE.text, { party: 'merchant', accountId: 'main', name: 'Boss Wang' }],
      ['Thank you, we have it.', { party: 'staff' }],
    ]);
    const byStaff = (await world.get<StaffThread>(STAFF, pathOf(intervening))).body;
    expect(byStaff.messages[1]?.by).toEqual({ party: 'staff', accountId: 'staff-1', name: 'Officer Sun' });
  });

  it('[R24] [R25] is in the streams of handlers and staff alone', async () => {
    const id = await escalated();
    await world.grant(SUB.accountId, []);
    const streams = {
      main: await world.stream(MAIN),
      staff: await world.stream(STAFF),
      sub: await world.stream(SUB),
      buyer: await world.stream(BUYER),
    };
    const { body } = await world.message<StaffMessageAnswer>(MAIN, id, MESSAGE);
    for (const stream of [streams.main, streams.staff]) {
      const frame = await stream.until('staff-message');
      expect(frame.data.message.id).toBe(body.message.id);
    }
    expect((await world.get<StaffThread>(MAIN, pathOf(id))).body.cursor).toBe(body.cursor);
    await world.server.tick();
    for (const stream of [streams.sub, streams.buyer]) {
      expect((await stream.pending()).filter(({ id: numbered }) => numbered !== undefined)).toEqual([]);
    }
    for (const stream of Object.values(streams)) await stream.close();
  });

  it('[R24] [R25] moves no cursor of the host’s backend, of the buyer or of accounts that may not handle', async () => {
    const id = await escalated();
    await world.grant(SUB.accountId, []);
    const cursors = () =>
      Promise.all(
        [HOST, BUYER, SUB, STAFF].flatMap((who) =>
          [`/v1/tickets/${id}`, '/v1/tickets'].map(
            async (path) => (await world.get<{ cursor: string }>(who, path)).body.cursor,
          ),
        ),
      );
    const before = await cursors();
    for (const text of ['One.', 'Two.', 'Three.']) await world.message(STAFF, id, { text });
    const after = await cursors();
    expect(after.slice(0, 6)).toEqual(before.slice(0, 6));
    expect(after[6]).not.toBe(before[6]);
    // The host's is one of its feed.
    const feed = await world.get(MESSENGER, `/v1/feed?after=${encodeURIComponent(after[0] ?? '')}`);
    expect(feed.status).toBe(200);
  });

  it('does not touch the ticket', async () => {
    const before = (await world.get<TicketAnswer>(STAFF, `/v1/tickets/${intervening}`)).body.ticket;
    await world.message(MAIN, intervening, MESSAGE);
    expect((await world.get<TicketAnswer>(STAFF, `/v1/tickets/${intervening}`)).body.ticket).toEqual(before);
  });

  it('[R19] is refused while the platform is not on the ticket', async () => {
    const { ticket } = await world.create();
    const refused = await world.message<Problem>(MAIN, ticket.id, MESSAGE);
    expect([refused.status, refused.body.code, refused.body.because]).toEqual([
      409,
      'move-not-allowed',
      'not-intervening',
    ]);
    const answer = await world.message<Problem>(STAFF, ticket.id, { text: 'Hello?' });
    expect([answer.status, answer.body.because]).toEqual([409, 'not-intervening']);
  });

  it('[R19] is refused of a type that is not covered', async () => {
    const bare = await startTestServer({
      database: world.database,
      clock: world.clock,
      policy: () => ({ coveredTypes: [] }),
    });
    const refused = await bare.message<Problem>(MAIN, intervening, MESSAGE);
    expect([refused.status, refused.body.because]).toEqual([409, 'type-not-covered']);
    await bare.server.stop();
  });

  it('[R11] is refused to an account without the permission', async () => {
    const refused = await world.message<Problem>(SUB, intervening, MESSAGE);
    expect([refused.status, refused.body.needs]).toEqual([403, 'staff-message.send']);
  });

  it.each([
    ['no text', { purpose: 'progress-update' }, 'required'],
    ['an empty one', { purpose: 'progress-update', text: '' }, 'too-short'],
    ['too long a text', { purpose: 'progress-update', text: 'x'.repeat(501) }, 'too-long'],
    ['an endless text', { purpose: 'progress-update', text: '\u{1F468}\u200D'.repeat(3000) }, 'too-long'],
    ['no purpose', { text: 'Hello' }, 'required'],
    ['another purpose', { purpose: 'chat', text: 'Hello' }, 'unknown-option'],
  ])('[R23] is refused with %s', async (_, body, expected) => {
    const refused = await world.message<Problem>(MAIN, intervening, body as typeof MESSAGE);
    expect([refused.status, refused.body.problems?.[0]?.problem]).toEqual([422, expected]);
  });

  it('is no command, whoever sends it', async () => {
    for (const who of [MAIN, STAFF, BUYER, HOST]) {
      for (const command of ['leave-staff-message', 'answer-merchant']) {
        const refused = await world.command<Problem>(who, intervening, { command, fields: MESSAGE });
        expect([refused.status, refused.body.code]).toEqual([422, 'command-unknown']);
      }
    }
  });

  it.each([BUYER, HOST])('[R24] has no path for $party: the same bytes as a path that does not exist', async (who) => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'QUERY']) {
      for (const body of [undefined, MESSAGE, { text: 'x'.repeat(70_000) }]) {
        if (body && (method === 'GET' || method === 'HEAD')) continue;
        const thread = await world.send(who, method, pathOf(intervening), body);
        const nothing = await world.send(who, method, `/v1/tickets/${intervening}/nonsense`, body);
        const elsewhere = await world.send(who, method, '/v1/nonsense', body);
        expect(thread.status).toBe(404);
        for (const unknown of [nothing, elsewhere]) {
          expect([thread.status, thread.text, [...thread.headers]]).toEqual([
            unknown.status,
            unknown.text,
            [...unknown.headers],
          ]);
        }
      }
    }
  });
});
