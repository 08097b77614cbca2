import type { ColleagueList, Problem, TicketAnswer } from '@sidecard/core/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUYER, HOST, MAIN, STAFF, startTestServer, SUB, SUB2, type TestServer } from '../support/server.ts';

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer();
  for (const who of [MAIN, SUB, SUB2]) await world.get(who, '/v1/session');
  await world.grant(SUB.accountId, ['task.handle']);
});
afterAll(() => world.stop());

const handOver = (to: string, fields = {}) => ({ command: 'transfer', fields: { to, ...fields } });

describe('a hand-over', () => {
  it('gives a colleague the ticket, once, and reaches the streams of the shop alone', async () => {
    const { ticket } = await world.create();
    const streams = {
      sub: await world.stream(SUB),
      buyer: await world.stream(BUYER),
      staff: await world.stream(STAFF),
    };
    const before = await Promise.all([BUYER, STAFF].map((who) => world.get(who, `/v1/tickets/${ticket.id}`)));
    for (let time = 0; time < 2; time++) {
      const { status, body } = await world.command(MAIN, ticket.id, handOver('sub-1'), 'hand-over-once');
      expect([status, body.ticket.claim?.name, body.ticket.version]).toEqual([200, SUB.name, ticket.version]);
    }
    const frame = await streams.sub.until('ticket');
    expect(frame.data.ticket.history.filter(({ kind }) => kind === 'transferred')).toEqual([
      expect.objectContaining({
        to: { accountId: 'sub-1', name: SUB.name },
        by: expect.objectContaining({ name: MAIN.name }),
      }),
    ]);
    await world.server.tick();
    for (const stream of [streams.buyer, streams.staff]) {
      expect((await stream.pending()).filter(({ id }) => id !== undefined)).toEqual([]);
    }
    const after = await Promise.all([BUYER, STAFF].map((who) => world.get(who, `/v1/tickets/${ticket.id}`)));
    expect(after.map(({ text }) => text)).toEqual(before.map(({ text }) => text));
    for (const stream of Object.values(streams)) await stream.close();
  });

  it('to an account that may not handle, that does not exist, or to oneself is refused, and changes nothing', async () => {
    const { ticket } = await world.create();
    for (const to of ['sub-2', 'nobody', 'main']) {
      const { status, body } = await world.command(MAIN, ticket.id, handOver(to));
      expect([status, body.code, body.problems]).toEqual([
        422,
        'field-invalid',
        [expect.objectContaining({ field: 'to', problem: 'unknown-option' })],
      ]);
    }
    expect((await world.get<TicketAnswer>(MAIN, `/v1/tickets/${ticket.id}`)).body.ticket.claim).toBeUndefined();
  });

  it('is unknown to the buyer and to staff', async () => {
    const { ticket } = await world.create();
    for (const who of [BUYER, STAFF]) {
      const { status, body } = await world.command(who, ticket.id, handOver('sub-1'));
      expect([status, body.code]).toEqual([422, 'command-unknown']);
    }
  });
});

describe('the colleagues', () => {
  it('are the accounts that may handle, those online first', async () => {
    const namesFor = async (who: typeof SUB) =>
      (await world.get<ColleagueList>(who, '/v1/colleagues')).body.colleagues.map(({ name, online }) => [name, online]);
    await world.grant(SUB2.accountId, ['task.handle']);
    const stream = await world.stream(SUB2);
    expect(await namesFor(MAIN)).toEqual([
      [SUB2.name, true],
      [SUB.name, false],
    ]);
    await stream.close();
    await world.grant(SUB2.accountId, []);
    expect(await namesFor(SUB)).toEqual([[MAIN.name, false]]);
    expect((await world.get<Problem>(SUB2, '/v1/colleagues')).body).toMatchObject({
      code: 'permission-missing',
      needs: 'task.handle',
    });
  });

  it('do not exist for other parties, by any method', async () => {
    for (const who of [BUYER, STAFF, HOST]) {
      for (const method of ['GET', 'POST', 'DELETE']) {
        const nothing = await world.send(who, method, '/v1/nothing');
        expect((await world.send(who, method, '/v1/colleagues')).text).toBe(nothing.text);
      }
    }
  });
});
