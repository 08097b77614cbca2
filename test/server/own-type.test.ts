import { builtInTypes, DAY_MS, parseCardMessage } from '@sidecard/core';
import type { Problem, StaffThread, TicketAnswer } from '@sidecard/core/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installation } from '../support/installation.ts';
import { ARRANGE, ARRANGED, COVERED, INSTALLATION_REQUEST, NO_FITTER } from '../support/installations.ts';
import { peopleOf, startTestServer, type Claims, type TestServer } from '../support/server.ts';
import { ORDER } from '../support/tickets.ts';

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer({
    types: [...builtInTypes, installation],
    policy: () => ({ coveredTypes: COVERED }),
  });
});
afterAll(() => world.stop());

let count = 0;
const shop = async () => {
  const who = peopleOf(`shop-${++count}`);
  await world.get(who.main, '/v1/session');
  return who;
};
const body = { type: installation.key, request: INSTALLATION_REQUEST };
const read = async (who: Claims, id: string) => (await world.get<TicketAnswer>(who, `/v1/tickets/${id}`)).body.ticket;

describe('a type of a host’s own', () => {
  it('[R1] [R3] is asked for by the buyer, and its card comes with its name', async () => {
    const who = await shop();
    const stream = await world.stream(who.main);
    const { ticket } = await world.create(body, who.buyer);
    expect(ticket).toMatchObject({ type: 'installation', covered: true, request: INSTALLATION_REQUEST });
    const { data } = await stream.until('card');
    const card = parseCardMessage(data.message);
    expect(card).toMatchObject({ ok: true, value: { snapshot: { type: 'installation' } } });
    expect(data.message.texts).toMatchObject({
      en: expect.stringContaining('Installation'),
      'zh-CN': expect.stringContaining('上门安装'),
    });
    await stream.close();
  });

  it('[R7] is arranged, and the buyer reads when the fitter comes', async () => {
    const who = await shop();
    const { ticket } = await world.create(body, who.buyer);
    const stream = await world.stream(who.main);
    const { sentMessage } = await world.move(who.main, ticket.id, ARRANGE);
    expect(sentMessage?.text).toBe(ARRANGED);
    expect((await stream.until('reply')).data.text).toBe(sentMessage?.text);
    expect(await read(who.buyer, ticket.id)).toMatchObject({
      workflow: 'awaiting-fulfilment',
      agreed: { details: ARRANGE.fields },
      deadlines: [{ key: 'visit', of: 'merchant' }],
    });
    await stream.close();
  });

  it('[R3] goes from the visit to its end by commands of its own', async () => {
    const who = await shop();
    const { ticket } = await world.create(body, who.buyer);
    await world.move(who.main, ticket.id, ARRANGE);
    const off = await world.move(who.main, ticket.id, { command: 'set-off' });
    expect(off.ticket.history.at(-1)).toMatchObject({ kind: 'moved', command: 'set-off' });
    expect(off.ticket.actions.map(({ command }) => command)).not.toContain('set-off');
    await world.move(who.main, ticket.id, { command: 'fulfil', choice: 'done' });
    const { ticket: ended } = await world.move(who.buyer, ticket.id, { command: 'confirm-fulfilment' });
    expect(ended).toMatchObject({ workflow: 'resolved', ending: 'met', settlement: 'none' });
  });

  it('is refused with its present state when it has changed meanwhile', async () => {
    const who = await shop();
    const { ticket } = await world.create(body, who.buyer);
    await world.move(who.main, ticket.id, ARRANGE);
    const late = await world.command(who.main, ticket.id, { ...ARRANGE, version: 1 });
    expect([late.status, late.body.code]).toEqual([409, 'version-conflict']);
    expect(late.body).toMatchObject({ ticket: { version: 2 }, changed: { kind: 'agreed' } });
  });

  it('has its fields checked: those of the request and those of a move', async () => {
    const who = await shop();
    const { address: _none, ...without } = INSTALLATION_REQUEST;
    const orderId = `${ORDER.id}-fields`;
    const bad = { type: installation.key, orderId, request: { ...without, slot: 'night', day: '2026-07-01' } };
    const refused = await world.send<Problem>(who.buyer, 'POST', '/v1/tickets', bad);
    expect(refused.status).toBe(422);
    expect(refused.body.problems).toMatchObject([
      { field: 'address', problem: 'required' },
      { field: 'day', problem: 'too-low', firstDay: '2026-07-02' },
      { field: 'slot', problem: 'unknown-option' },
    ]);
    const { ticket } = await world.create(body, who.buyer);
    const fields = { ...ARRANGE.fields, fitter: 'x'.repeat(31) };
    const arranged = await world.command(who.main, ticket.id, { ...ARRANGE, version: 1, fields });
    expect(arranged.body).toMatchObject({
      code: 'field-invalid',
      problems: [{ field: 'fitter', problem: 'too-long' }],
    });
  });

  it('is asked for once at a time: its own refusal says why', async () => {
    const who = await shop();
    const orderId = `${ORDER.id}-twice`;
    const { ticket } = await world.create({ ...body, orderId }, who.buyer);
    const twice = await world.send<Problem>(who.buyer, 'POST', '/v1/tickets', { ...body, orderId });
    expect([twice.status, twice.body]).toMatchObject([
      409,
      { code: 'request-not-allowed', because: 'already-requested' },
    ]);
    await world.move(who.buyer, ticket.id, { command: 'withdraw' });
    expect((await world.send(who.buyer, 'POST', '/v1/tickets', { ...body, orderId })).status).toBe(201);
  });

  it('[R16] [R19] goes to the platform by a clock of its own, takes a staff message, and is ruled on', async () => {
    const who = await shop();
    const { ticket } = await world.create(body, who.buyer);
    await world.move(who.main, ticket.id, ARRANGE);
    await world.move(who.main, ticket.id, { command: 'set-off' });
    world.clock.advance(DAY_MS / 4 - 1);
    await world.server.tick();
    expect((await read(who.main, ticket.id)).intervention).toBe('none');
    world.clock.advance(1);
    await world.server.tick();
    expect(await read(who.main, ticket.id)).toMatchObject({ displayStatus: 'platform-intervening' });

    const text = 'The fitter had an accident on the way.';
    const left = await world.message(who.main, ticket.id, { purpose: 'progress-update', text });
    expect(left.status).toBe(201);
    const thread = await world.get<StaffThread>(who.staff, `/v1/tickets/${ticket.id}/staff-messages`);
    expect(thread.body.messages).toMatchObject([{ text }]);
    expect(JSON.stringify(await read(who.buyer, ticket.id))).not.toContain('accident');

    await world.move(who.staff, ticket.id, { command: 'begin-review' });
    const ruling = { command: 'rule', choice: 'for-buyer', fields: { text: 'A fitter is to come.' } };
    const { ticket: ruled } = await world.move(who.staff, ticket.id, ruling);
    expect(ruled).toMatchObject({
      workflow: 'awaiting-fulfilment',
      intervention: 'none',
      rulings: [{ choice: 'for-buyer' }],
    });
    expect(ruled.deadlines).toMatchObject([{ key: 'visit' }]);
  });

  it('[R17] goes to the platform when the buyer asks, after a refusal for a reason of its own', async () => {
    const who = await shop();
    const { ticket } = await world.create(body, who.buyer);
    const { sentMessage } = await world.move(who.main, ticket.id, NO_FITTER);
    expect(sentMessage?.text).toContain('No fitter is near');
    const { ticket: escalated } = await world.move(who.buyer, ticket.id, { command: 'escalate' });
    expect(escalated.displayStatus).toBe('platform-intervening');
  });

  it('[R4] takes no staff message and has no card where it is not covered', async () => {
    const listed = await startTestServer({
      database: world.database,
      clock: world.clock,
      types: [...builtInTypes, installation],
    });
    const who = await shop();
    const stream = await listed.stream(who.main);
    const { ticket } = await listed.create(body, who.buyer);
    expect(ticket.covered).toBe(false);
    await listed.move(who.main, ticket.id, NO_FITTER);
    await listed.move(who.buyer, ticket.id, { command: 'escalate' });
    const left = await listed.message<Problem>(who.main, ticket.id, { purpose: 'progress-update', text: 'Hello.' });
    expect(left.body).toMatchObject({ code: 'move-not-allowed', because: 'type-not-covered' });
    await stream.until('ticket');
    await stream.pending();
    expect(stream.text).not.toContain('event: card');
    await stream.close();
    await listed.server.stop();
  });

  it('is in the description of the interface, with its form', async () => {
    const who = await shop();
    const { body: document } = await world.get<{
      components: { schemas: { CreateBody: { oneOf: { title: string; properties: { request: unknown } }[] } } };
    }>(who.main, '/openapi.json');
    const form = document.components.schemas.CreateBody.oneOf.find(({ title }) => title === 'installation');
    expect(form?.properties.request).toMatchObject({
      required: ['items', 'address', 'day', 'slot', 'reason'],
      properties: {
        slot: { enum: ['morning', 'afternoon'] },
        day: { format: 'date' },
        reason: { enum: ['included', 'again'] },
      },
    });
  });
});
