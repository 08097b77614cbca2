import type { Problem, TicketAnswer } from '@sidecard/core/wire';
import { PRESENCE_MS } from '@sidecard/core/wire';
import { createMapsStore } from '@sidecard/server/memory';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUYER, type Claims, MAIN, STAFF, startTestServer, SUB, SUB2, type TestServer } from '../support/server.ts';

let world: TestServer;
let ticketId: string;
beforeAll(async () => {
  world = await startTestServer({ store: createMapsStore() });
  for (const who of [MAIN, SUB, SUB2]) await world.get(who, '/v1/session');
  await world.grant(SUB.accountId, ['task.handle']);
  ticketId = (await world.create()).ticket.id;
});
afterAll(() => world.stop());

const report = (who: Claims, state: string, id = ticketId) =>
  world.send<Problem>(who, 'POST', `/v1/tickets/${id}/presence`, { state });

describe('presence', () => {
  it('reaches the streams of the shop’s other handlers alone, and changes nothing', async () => {
    const others = {
      powerless: await world.stream(SUB2),
      staff: await world.stream(STAFF),
      buyer: await world.stream(BUYER),
    };
    const [own, sub] = [await world.stream(MAIN), await world.stream(SUB)];
    const before = (await world.get<TicketAnswer>(MAIN, `/v1/tickets/${ticketId}`)).text;
    expect((await report(MAIN, 'answering')).status).toBe(204);
    expect((await sub.until('presence')).data).toEqual({
      ...{ ticketId, accountId: 'main', name: MAIN.name, state: 'answering' },
      untilMs: world.clock.now() + PRESENCE_MS,
    });
    await world.server.tick();
    for (const stream of [own, ...Object.values(others)]) {
      expect((await stream.pending()).map(({ event }) => event)).not.toContain('presence');
    }
    expect((await world.get<TicketAnswer>(MAIN, `/v1/tickets/${ticketId}`)).text).toBe(before);
    for (const stream of [own, sub, ...Object.values(others)]) await stream.close();
  });

  it('is told to those who come later, until it ends or is taken back', async () => {
    const toldTo = async (who: Claims) => {
      const stream = await world.stream(who);
      await stream.until('ready');
      const told = (await stream.pending()).flatMap((frame) => (frame.event === 'presence' ? [frame.data.state] : []));
      await stream.close();
      return told;
    };
    await report(MAIN, 'looking');
    expect(await toldTo(SUB)).toEqual(['looking']);
    expect([await toldTo(MAIN), await toldTo(SUB2), await toldTo(BUYER), await toldTo(STAFF)]).toEqual([
      [],
      [],
      [],
      [],
    ]);
    await report(MAIN, 'gone');
    expect(await toldTo(SUB)).toEqual([]);
    await report(MAIN, 'answering');
    world.clock.advance(PRESENCE_MS);
    expect(await toldTo(SUB)).toEqual([]);
  });

  it('is refused without permission, of other tickets, and with another state', async () => {
    expect((await report(SUB2, 'looking')).body).toMatchObject({ code: 'permission-missing', needs: 'task.handle' });
    expect((await report(MAIN, 'looking', 'none')).status).toBe(404);
    expect((await report({ ...MAIN, merchantId: 'shop-2' }, 'looking')).status).toBe(404);
    expect((await report(MAIN, 'asleep')).body.code).toBe('body-invalid');
  });
});
