import type { CommandBody, Problem, Settlement, TicketAnswer } from '@sidecard/core/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Claims, peopleOf, startTestServer, type TestServer } from '../support/server.ts';

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer();
});
afterAll(() => world.stop());

const AMOUNT = { amountMinor: 1_999, currency: 'CNY' };
const PAID: CommandBody = { command: 'record-settlement', choice: 'succeeded' };
const FAILED: CommandBody = { command: 'record-settlement', choice: 'failed' };
const RETRY: CommandBody = { command: 'retry-settlement' };
let count = 0;

/** A refund that is owed: asked for, agreed to, and not paid yet. */
async function owed() {
  const who = peopleOf(`shop-${++count}`);
  const request = {
    items: [{ itemId: 'box', quantity: 1 }],
    refundOnly: true,
    reason: 'damaged',
    amount: AMOUNT,
  };
  const { ticket } = await world.create({ request }, who.buyer);
  await world.move(who.main, ticket.id, { command: 'agree', fields: { amount: AMOUNT } });
  return { who, id: ticket.id };
}
const read = async (who: Claims, id: string) => (await world.get<TicketAnswer>(who, `/v1/tickets/${id}`)).body.ticket;

describe('a payment', () => {
  it('[R18] is reported by the host: failed, tried again, succeeded; buyer, shop and staff see it each time', async () => {
    const { who, id } = await owed();
    expect(await read(who.main, id)).toMatchObject({ workflow: 'resolved', settlement: 'pending', version: 2 });
    const streams = [];
    for (const reader of [who.buyer, who.main, who.staff]) streams.push(await world.stream(reader));
    const steps: readonly [CommandBody, Settlement][] = [
      [FAILED, 'failed'],
      [RETRY, 'pending'],
      [PAID, 'succeeded'],
    ];
    for (const [index, [command, settlement]] of steps.entries()) {
      const { ticket } = await world.move(who.host, id, command);
      expect(ticket).toMatchObject({ workflow: 'resolved', settlement, version: 3 + index });
      for (const stream of streams) {
        const { data } = await stream.until('ticket');
        expect(data.ticket).toMatchObject({ settlement, version: 3 + index });
        expect(data.ticket.history.at(-1)).toMatchObject({
          kind: 'settlement-recorded',
          command: command.command,
          by: { party: 'host' },
        });
      }
    }
    for (const stream of streams) await stream.close();
  });

  it('is recorded once, however often the host says it', async () => {
    const { who, id } = await owed();
    const say = () => world.command(who.host, id, { ...PAID, version: 2 }, 'paid-once');
    const answers = await Promise.all([say(), say(), say()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await read(who.buyer, id)).version).toBe(3);
    // and what is over is over
    for (const command of [PAID, FAILED, RETRY]) {
      const refused = await world.command(who.host, id, { ...command, version: 3 });
      expect([refused.status, refused.body.code]).toEqual([409, 'move-not-allowed']);
    }
  });

  it('is of no other party to report', async () => {
    const { who, id } = await owed();
    for (const party of [who.buyer, who.main, who.sub, who.staff]) {
      for (const command of [PAID, FAILED, RETRY]) {
        const refused = await world.command<Problem>(party, id, { ...command, version: 2 });
        expect([refused.status, refused.body.code]).toEqual([422, 'command-unknown']);
      }
    }
    expect(await read(who.host, id)).toMatchObject({ settlement: 'pending', version: 2 });
  });

  it('needs one that is owed: neither before the end, nor where nothing was agreed', async () => {
    const who = peopleOf(`shop-${++count}`);
    const { ticket } = await world.create({}, who.buyer);
    const early = await world.command(who.host, ticket.id, { ...PAID, version: 1 });
    expect([early.status, early.body.code]).toEqual([409, 'move-not-allowed']);
    await world.move(who.buyer, ticket.id, { command: 'withdraw' });
    const never = await world.command(who.host, ticket.id, { ...PAID, version: 2 });
    expect([never.status, never.body.code]).toEqual([409, 'move-not-allowed']);
    expect(await read(who.host, ticket.id)).toMatchObject({ settlement: 'none' });
  });

  it('[R35] is from the deposit first where the ruling says so: the host reads it, and so do the sides', async () => {
    const who = peopleOf(`shop-${++count}`);
    const { ticket } = await world.create({}, who.buyer);
    await world.move(who.main, ticket.id, {
      command: 'decline',
      fields: { reason: 'other', text: 'We would rather not.' },
    });
    await world.move(who.buyer, ticket.id, { command: 'escalate' });
    await world.move(who.staff, ticket.id, { command: 'begin-review' });
    await world.move(who.staff, ticket.id, {
      command: 'rule',
      choice: 'refund',
      fields: { amount: AMOUNT, text: 'It came late.', fromDeposit: true },
    });
    for (const reader of [who.host, who.buyer, who.main]) {
      expect(await read(reader, ticket.id)).toMatchObject({
        settlement: 'pending',
        agreed: { refund: AMOUNT },
        rulings: [{ choice: 'refund', refund: AMOUNT, fromDeposit: true }],
      });
    }
    await world.move(who.host, ticket.id, PAID);
    expect((await read(who.buyer, ticket.id)).settlement).toBe('succeeded');
  });
});
