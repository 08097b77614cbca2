import type { CommandBody, Problem, TicketAnswer, TicketView } from '@sidecard/core/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Claims, peopleOf, startTestServer, type TestServer } from '../support/server.ts';
import { DECLINE } from '../support/tickets.ts';

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer();
});
afterAll(() => world.stop());

const APPEAL: CommandBody = { command: 'appeal', fields: { text: 'A potter has looked at it: it was the glaze.' } };
const RULED: CommandBody = { command: 'rule', choice: 'for-merchant', fields: { text: 'It was whole.' } };

let shops = 0;
/** A ticket that the platform has closed for the shop. */
async function ruled() {
  const who = peopleOf(`appeals-${++shops}`);
  const { ticket } = await world.create({}, who.buyer);
  await world.move(who.main, ticket.id, DECLINE);
  await world.move(who.buyer, ticket.id, { command: 'escalate' });
  await world.move(who.staff, ticket.id, { command: 'begin-review' });
  return { who, ticket: (await world.move(who.staff, ticket.id, RULED)).ticket };
}
const read = async (who: Claims, id: string) => (await world.get<TicketAnswer>(who, `/v1/tickets/${id}`)).body.ticket;
const offered = ({ actions }: TicketView) =>
  actions.filter(({ disabledReason }) => !disabledReason).map(({ command }) => command);

describe('[R51] an appeal over HTTP', () => {
  it('opens one linked ticket, however often it is sent, and is answered by version', async () => {
    const { who, ticket } = await ruled();
    expect(offered(await read(who.buyer, ticket.id))).toEqual(['appeal']);
    const old = await world.command<Problem>(who.buyer, ticket.id, { ...APPEAL, version: ticket.version - 1 });
    expect([old.status, old.body.code]).toEqual([409, 'version-conflict']);
    const body = { ...APPEAL, version: ticket.version };
    const [first, again] = [
      await world.command<TicketAnswer>(who.buyer, ticket.id, body, 'appeal-once'),
      await world.command<TicketAnswer>(who.buyer, ticket.id, body, 'appeal-once'),
    ];
    expect([first.status, again.status]).toEqual([200, 200]);
    const { links = [] } = first.body.ticket;
    expect(first.body.ticket).toMatchObject({ workflow: 'closed', appeal: { party: 'buyer' } });
    expect(links).toMatchObject([{ type: 'appeal', relation: 'led-to', typeLabels: { en: 'Appeal' } }]);
    expect(again.body.ticket.links).toEqual(links);
    const second = await world.command<Problem>(who.main, ticket.id, { ...APPEAL, version: ticket.version + 1 });
    expect([second.status, second.body.code, second.body.because]).toEqual([409, 'move-not-allowed', 'no-such-move']);
  });

  it('is decided in the linked ticket; its words are its side’s and the platform’s', async () => {
    const { who, ticket } = await ruled();
    const { ticket: ended } = await world.move(who.buyer, ticket.id, APPEAL);
    const id = ended.links?.[0]?.ticketId ?? '';
    expect(await read(who.staff, id)).toMatchObject({ evidence: [{ text: APPEAL.fields?.['text'] }] });
    expect(JSON.stringify(await read(who.main, id))).not.toContain('potter');
    expect(JSON.stringify(await read(who.main, ticket.id))).not.toContain('potter');
    await world.move(who.staff, id, { command: 'begin-review' });
    const award = { text: 'The glaze was faulty.', amount: { amountMinor: 5_000, currency: 'CNY' } };
    await world.move(who.staff, id, { command: 'rule', choice: 'for-buyer', fields: award });
    expect(await read(who.buyer, id)).toMatchObject({ workflow: 'resolved', settlement: 'pending', actions: [] });
    expect(await read(who.buyer, ticket.id)).toMatchObject({ workflow: 'closed', settlement: 'none' });
  });

  it('is over after the policy’s days, in words', async () => {
    const { who, ticket } = await ruled();
    world.clock.advance(7 * 86_400_000);
    const late = await world.command<Problem>(who.buyer, ticket.id, { ...APPEAL, version: ticket.version });
    expect([late.status, late.body.because, late.body.becauseLabels?.en]).toEqual([
      409,
      'appeal-over',
      'The period for an appeal is over.',
    ]);
  });
});
