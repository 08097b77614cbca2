import type { Problem, Session, StaffMessageAnswer, StaffThread } from '@sidecard/core/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Claims, peopleOf, startTestServer, type TestServer } from '../support/server.ts';

const { main, sub, sub2, buyer, staff, host } = peopleOf('strict-shop');
/** May write to staff, and handle nothing. */
const writer: Claims = { ...sub2, accountId: 'writer', name: 'Writer Bai' };
const pathOf = (id: string) => `/v1/tickets/${id}/staff-messages`;
const saying = (text: string) => ({ purpose: 'progress-update', text });

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer({ policy: () => ({ staffMessages: { readers: 'author' } }) });
  for (const who of [main, sub, sub2, writer]) await world.get(who, '/v1/session');
  for (const { accountId } of [sub, sub2]) await world.grant(accountId, ['task.handle'], main);
  await world.grant(writer.accountId, ['staff-message.send'], main);
});
afterAll(() => world.stop());

async function escalated(at = world): Promise<string> {
  const { ticket } = await at.create({}, buyer);
  await at.move(main, ticket.id, { command: 'decline', fields: { reason: 'other', text: 'It was whole.' } });
  await at.move(buyer, ticket.id, { command: 'escalate' });
  return ticket.id;
}
const textsFor = async (who: Claims, id: string, at = world) =>
  (await at.get<StaffThread>(who, pathOf(id))).body.messages.map(({ text }) => text);

describe('where a staff message is its author’s alone', () => {
  it('[R25] its author reads it and the answers after it, staff read all, and no other account anything', async () => {
    const id = await escalated();
    await world.message(staff, id, { text: 'Please explain.' });
    await world.message(sub, id, saying('From sub.'));
    await world.message(staff, id, { text: 'Noted.' });
    await world.message(writer, id, saying('From writer.'));
    await world.message(staff, id, { text: 'Noted too.' });
    expect(await textsFor(sub, id)).toEqual(['From sub.', 'Noted.', 'Noted too.']);
    expect(await textsFor(writer, id)).toEqual(['From writer.', 'Noted too.']);
    expect(await textsFor(staff, id)).toHaveLength(5);
    for (const other of [main, sub2]) expect(await textsFor(other, id)).toEqual([]);
    // names on the own side alone, as always
    const { messages } = (await world.get<StaffThread>(sub, pathOf(id))).body;
    expect(messages.map(({ by }) => by)).toEqual([
      { party: 'merchant', accountId: 'sub-1', name: 'Agent Li' },
      { party: 'staff' },
      { party: 'staff' },
    ]);
  });

  it('[R24] [R25] it is in the stream of staff and in no other, not even as a number', async () => {
    const id = await escalated();
    const streams = [];
    for (const who of [main, sub, sub2, writer, buyer]) {
      const cursor = (await world.get<StaffThread>(who, '/v1/tickets')).body.cursor;
      streams.push({ who, cursor, stream: await world.stream(who) });
    }
    const ofStaff = await world.stream(staff);
    const left = await world.message<StaffMessageAnswer>(sub, id, saying('Nobody else is to read this.'));
    await world.message(staff, id, { text: 'Nor this.' });
    expect((await ofStaff.until('staff-message')).data.message.text).toBe('Nobody else is to read this.');
    expect((await ofStaff.until('staff-message')).data.message.text).toBe('Nor this.');
    await world.server.tick();
    for (const { who, cursor, stream } of streams) {
      expect((await stream.pending()).filter((frame) => frame.id !== undefined)).toEqual([]);
      expect(stream.text).not.toMatch(/staff-message|to read this|Nor this/);
      expect((await world.get<StaffThread>(who, '/v1/tickets')).body.cursor).toBe(cursor);
      await stream.close();
    }
    // also the author's own answer says where the author's own stream stands
    expect(left.body.cursor).toBe(streams[1]?.cursor);
    await ofStaff.close();
  });

  it('[R25] a write that comes again is answered to its author alone', async () => {
    const id = await escalated();
    const once = await world.message<StaffMessageAnswer>(sub, id, saying('Once.'), 'same-key');
    const twice = await world.message<StaffMessageAnswer>(sub, id, saying('Once.'), 'same-key');
    const other = await world.message<StaffMessageAnswer>(sub2, id, saying('Once.'), 'same-key');
    expect(twice.body).toEqual(once.body);
    expect(other.body.message.id).not.toBe(once.body.message.id);
    expect(await textsFor(sub, id)).toEqual(['Once.']);
  });

  it('[R25] whoever may neither handle nor write asks in vain, whether there is a thread or not', async () => {
    const [spoken, silent] = [await escalated(), await escalated()];
    await world.message(sub2, spoken, saying('Soon I may not.'));
    await world.grant(sub2.accountId, [], main);
    const answers = [];
    for (const id of [spoken, silent]) answers.push(await world.get<Problem>(sub2, pathOf(id)));
    expect([answers[0]?.status, answers[0]?.body.needs]).toEqual([403, 'task.handle']);
    expect(answers[1]?.text).toBe(answers[0]?.text);
    await world.grant(sub2.accountId, ['task.handle'], main);
    expect(await textsFor(sub2, spoken)).toEqual(['Soon I may not.']);
  });

  it('[R27] the session says how the account gets its threads', async () => {
    const said = [];
    for (const who of [main, sub, writer, staff, buyer, host]) {
      said.push((await world.get<Session>(who, '/v1/session')).body.staffThread);
    }
    expect(said).toEqual(['on-request', 'on-request', 'on-request', 'streamed', undefined, undefined]);
  });
});

describe('messages from before they were their authors’ alone', () => {
  it('[R25] are not shown any more, neither by request nor by the stream’s log', async () => {
    const open = await startTestServer({ database: world.database, clock: world.clock });
    const id = await escalated(open);
    const { cursor } = (await open.get<StaffThread>(main, pathOf(id))).body;
    await open.message(sub, id, saying('For all handlers.'));
    expect(await textsFor(main, id, open)).toEqual(['For all handlers.']);
    await open.server.stop();

    expect(await textsFor(main, id)).toEqual([]);
    const stream = await world.stream(main, cursor);
    // the message's place in the log says that there is the ticket, so that the numbers have no gap
    const frame = await stream.until('ticket');
    await stream.pending();
    expect(frame.data.ticket.id).toBe(id);
    expect(Number(frame.id?.split('.').at(-1))).toBe(Number(cursor.split('.').at(-1)) + 1);
    expect(stream.text).not.toContain('For all handlers.');
    await stream.close();
  });
});
