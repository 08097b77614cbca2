import type { CommandBody, HistoryPage, Problem, TicketAnswer } from '@sidecard/core/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Claims, peopleOf, startTestServer, type TestServer } from '../support/server.ts';
import { REQUEST, RETURN_ADDRESS } from '../support/tickets.ts';

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer();
});
afterAll(() => world.stop());

const NUMBER = { carrier: 'ZTO', trackingNumber: '73120458818' };
const CORRECT: CommandBody = { command: 'correct-tracking', fields: NUMBER };

let shops = 0;
async function agreed() {
  const who = peopleOf(`corrections-${++shops}`);
  for (const account of [who.main, who.sub]) await world.get(account, '/v1/session');
  const { ticket } = await world.create({}, who.buyer);
  const fields = { returnAddress: RETURN_ADDRESS, amount: REQUEST['amount'] ?? '' };
  return { who, ticket: (await world.move(who.main, ticket.id, { command: 'agree', fields })).ticket };
}
const history = async (who: Claims, id: string) =>
  (await world.get<HistoryPage>(who, `/v1/tickets/${id}/history`)).body.entries;

describe('[R51] a correction over HTTP', () => {
  it('of a tracking number happens once, by version, and its history has both values for every side', async () => {
    const { who, ticket } = await agreed();
    const sent = await world.move(who.buyer, ticket.id, {
      command: 'submit-return',
      fields: { carrier: 'ZTO', trackingNumber: '73120458817' },
    });
    const body = { ...CORRECT, version: sent.ticket.version };
    const [first, again] = [
      await world.command<TicketAnswer>(who.buyer, ticket.id, body, 'correct-once'),
      await world.command<TicketAnswer>(who.buyer, ticket.id, body, 'correct-once'),
    ];
    expect([first.status, again.status, again.body.ticket.version]).toEqual([200, 200, sent.ticket.version + 1]);
    expect(first.body.ticket).toMatchObject({ returnShipment: NUMBER, deadlines: sent.ticket.deadlines });
    const old = await world.command<Problem>(who.buyer, ticket.id, body);
    expect([old.status, old.body.code]).toEqual([409, 'version-conflict']);
    for (const reader of [who.buyer, who.main, who.staff])
      expect((await history(reader, ticket.id)).at(-1)).toMatchObject({
        ...{ kind: 'corrected', fields: NUMBER },
        before: { carrier: 'ZTO', trackingNumber: '73120458817' },
      });
  });

  it('of a return address is masked to accounts that may not handle, before and after', async () => {
    const { who, ticket } = await agreed();
    const returnAddress = { ...RETURN_ADDRESS, street: '9 Taoyang Road' };
    const { sentMessage } = await world.move(who.main, ticket.id, {
      command: 'correct-return-address',
      fields: { returnAddress },
    });
    expect(sentMessage?.text).toContain('9 Taoyang Road');
    expect((await history(who.buyer, ticket.id)).at(-1)?.before).toEqual({ returnAddress: RETURN_ADDRESS });
    const watched = await history(who.sub, ticket.id);
    expect(watched.at(-1)?.before).toMatchObject({ returnAddress: { street: '****' } });
    expect(JSON.stringify(watched)).not.toContain('Taoyang');
  });
});

describe('[R51] a question for proof over HTTP', () => {
  it('is answered by the buyer, or goes back to the shop when its time is over', async () => {
    const who = peopleOf(`corrections-${++shops}`);
    const ask: CommandBody = { command: 'ask-for-proof', fields: { text: 'A photo of the rim, please.' } };
    const { ticket: first } = await world.create({}, who.buyer);
    await world.move(who.main, first.id, ask);
    const given = await world.move(who.buyer, first.id, {
      command: 'give-proof',
      fields: { text: 'On the left side.' },
    });
    expect(given.ticket).toMatchObject({ workflow: 'awaiting-merchant', proof: { answer: 'given' } });
    const { ticket: second } = await world.create({}, who.buyer);
    await world.move(who.main, second.id, ask);
    world.clock.advance(48 * 3_600_000);
    await world.server.tick();
    expect((await world.get<TicketAnswer>(who.buyer, `/v1/tickets/${second.id}`)).body.ticket).toMatchObject({
      ...{ workflow: 'awaiting-merchant', proof: { answer: 'missing' } },
      deadlines: [{ key: 'answer', of: 'merchant' }],
    });
  });
});
