import { type Client, actionsOf } from '@sidecard/client';
import type { TicketView } from '@sidecard/core/wire';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BUYER, MAIN, STAFF, SUB } from '../support/server.ts';
import { ORDER, REQUEST } from '../support/tickets.ts';
import {
  type Backend,
  BACKENDS,
  closeClients,
  DECLINE,
  type Line,
  type Shop,
  START_TIMEOUT_MS,
} from './support/shops.ts';
import { record, until } from './support/until.ts';

const REPLY = { command: 'reply', fields: { text: 'We are looking into it.' } };

describe.each(BACKENDS)('sending, over the $name', ({ start }) => {
  let backend: Backend;
  let shop: Shop;
  let line: Line;
  let client: Client;
  let ticket: TicketView;

  beforeAll(async () => {
    backend = await start();
  }, START_TIMEOUT_MS);
  beforeEach(async () => {
    shop = await backend.openShop();
    ticket = await shop.create();
    line = shop.line(MAIN);
    client = shop.client(MAIN, { line });
    await until(client.ticket(ticket.id), ({ status }) => status === 'ready');
    await until(client.connection, ({ state }) => state === 'live');
  });
  afterEach(closeClients);
  afterAll(() => backend.stop());

  describe('a move that the rules allow', () => {
    it('is pending, predicts nothing, and is confirmed with what the buyer is told', async () => {
      const states = record(client.ticket(ticket.id));
      const result = await client.send(ticket.id, DECLINE);
      expect(result).toMatchObject({
        status: 'confirmed',
        ticket: { workflow: 'declined' },
        sentMessage: { text: expect.stringContaining('rather not') },
      });
      const { view, pending } = await until(client.ticket(ticket.id), (state) => !state.pending);
      expect(view?.workflow).toBe('declined');
      expect(pending).toBeUndefined();
      const waiting = states.filter((state) => state.pending);
      expect(waiting.length).toBeGreaterThan(0);
      expect(waiting[0]?.pending).toMatchObject({ command: { command: 'decline' }, state: 'sending' });
      expect(waiting[0]?.view?.workflow).toBe('awaiting-merchant');
      expect(client.outbox.get()).toEqual([]);
    });

    it('keeps a second move of the ticket back, and lets replies pass', async () => {
      const first = client.send(ticket.id, DECLINE);
      const [second, reply] = await Promise.all([client.send(ticket.id, DECLINE), client.send(ticket.id, REPLY)]);
      expect(second).toEqual({ status: 'refused', error: { code: 'move-pending' } });
      expect(reply.status).toBe('confirmed');
      expect((await first).status).toBe('confirmed');
    });

    it('can be sent before the ticket is on the screen', async () => {
      const fresh = shop.client(MAIN);
      expect((await fresh.send(ticket.id, DECLINE)).status).toBe('confirmed');
    });
  });

  it('keeps the order of replies', async () => {
    const texts = ['One.', 'Two.', 'Three.'];
    await Promise.all(texts.map((text) => client.send(ticket.id, { command: 'reply', fields: { text } })));
    const { history } = await shop.asStaff(ticket.id);
    expect(history.flatMap(({ sentMessage }) => sentMessage?.text ?? [])).toEqual(texts);
  });

  describe('a command that is refused', () => {
    it('says why, and keeps its text until it is dismissed', async () => {
      const bad = { command: 'decline', fields: { reason: 'other', text: 'x' } };
      const result = await client.send(ticket.id, bad);
      expect(result).toMatchObject({
        status: 'refused',
        error: { code: 'field-invalid', problems: [{ field: 'text', problem: 'too-short' }] },
      });
      const [entry] = client.outbox.get();
      expect(entry).toMatchObject({ state: 'refused', command: { fields: bad.fields } });
      expect((await until(client.ticket(ticket.id), () => true)).pending).toBeUndefined();
      client.dismiss(entry?.key ?? '');
      expect(client.outbox.get()).toEqual([]);
    });

    it('makes room for a better one of the same name', async () => {
      await client.send(ticket.id, { command: 'decline', fields: { reason: 'other', text: 'x' } });
      expect((await client.send(ticket.id, DECLINE)).status).toBe('confirmed');
      expect(client.outbox.get()).toEqual([]);
    });

    it('[R11] [R12] names the permission that is missing and who grants it', async () => {
      const sub = shop.client(SUB);
      await until(sub.ticket(ticket.id), ({ status }) => status === 'ready');
      expect(await sub.send(ticket.id, REPLY)).toMatchObject({
        status: 'refused',
        error: {
          code: 'permission-missing',
          needs: 'task.handle',
          grantedBy: ['Boss Wang'],
          permissionGuideUrl: 'https://shop.example/guide',
        },
      });
    });
  });

  describe('two at once', () => {
    let other: Client;
    beforeEach(async () => {
      await shop.grant(SUB.accountId, ['task.handle']);
      other = shop.client(SUB);
      await until(other.ticket(ticket.id), ({ status }) => status === 'ready');
      await until(other.connection, ({ state }) => state === 'live');
    });

    it('lets one win; the other is told who did what, sees it, and keeps its draft', async () => {
      other.drafts.set(ticket.id, 'decline', { text: 'My own words' });
      const mine = { ...DECLINE, version: ticket.version };
      const won = await client.send(ticket.id, mine);
      const lost = await other.send(ticket.id, mine);
      expect(won.status).toBe('confirmed');
      expect(lost).toMatchObject({
        status: 'refused',
        error: {
          code: 'version-conflict',
          changed: { kind: 'declined', by: { party: 'merchant', name: 'Boss Wang' } },
        },
      });
      expect((await until(other.ticket(ticket.id), () => true)).view?.workflow).toBe('declined');
      expect(other.drafts.draft(ticket.id, 'decline').get()).toEqual({ text: 'My own words' });
      expect((await shop.asStaff(ticket.id)).history.filter(({ kind }) => kind === 'declined')).toHaveLength(1);
    });

    it('tells a buyer of the shop, not of a person', async () => {
      const buyer = shop.client(BUYER);
      await until(buyer.ticket(ticket.id), ({ status }) => status === 'ready');
      await shop.act(MAIN, ticket.id, DECLINE);
      const result = await buyer.send(ticket.id, { command: 'withdraw', version: ticket.version });
      expect(result).toMatchObject({ error: { code: 'version-conflict', changed: { by: { party: 'merchant' } } } });
      expect(JSON.stringify(result)).not.toContain('Boss Wang');
    });

    it('shows a colleague’s claim', async () => {
      expect((await client.send(ticket.id, { command: 'claim' })).status).toBe('confirmed');
      const { view } = await until(other.ticket(ticket.id), (state) => state.view?.claim !== undefined);
      expect(view?.claim).toMatchObject({ accountId: MAIN.accountId, name: 'Boss Wang' });
      expect(await other.send(ticket.id, { command: 'claim' })).toMatchObject({
        error: { because: 'claimed-by-other' },
      });
    });
  });

  describe('the staff thread', () => {
    beforeEach(async () => {
      await shop.act(MAIN, ticket.id, DECLINE);
      await shop.act(BUYER, ticket.id, { command: 'escalate' });
      await until(client.ticket(ticket.id), ({ view }) => view?.displayStatus === 'platform-intervening');
    });

    it('[R20] takes a message with a purpose, and an answer without', async () => {
      const desk = shop.client(STAFF);
      const left = await client.sendStaffMessage(ticket.id, {
        purpose: 'additional-statement',
        text: 'It left us intact.',
      });
      expect(left).toMatchObject({
        status: 'confirmed',
        ticket: { id: ticket.id },
        message: { purpose: 'additional-statement' },
      });
      const answered = await desk.sendStaffMessage(ticket.id, { text: 'Do you have a picture?' });
      expect(answered.status).toBe('confirmed');
      const { messages } = await until(client.staffThread(ticket.id), (thread) => thread.messages.length === 2);
      expect(messages.map(({ by, text }) => [by.party, text])).toEqual([
        ['merchant', 'It left us intact.'],
        ['staff', 'Do you have a picture?'],
      ]);
    });

    it('shows a message that waits, and a refusal leaves its draft alone', async () => {
      client.drafts.set(ticket.id, 'staff-message', { text: '' });
      const pending = record(client.staffThread(ticket.id));
      const result = await client.sendStaffMessage(ticket.id, { purpose: 'progress-update', text: '' });
      expect(result).toMatchObject({ status: 'refused', error: { code: 'field-invalid' } });
      expect(pending.some((thread) => thread.pending.length === 1)).toBe(true);
      expect(client.drafts.draft(ticket.id, 'staff-message').get()).toEqual({ text: '' });
    });

    it('[R19] takes none when the platform is not intervening', async () => {
      const quiet = await shop.create();
      expect(await client.sendStaffMessage(quiet.id, { purpose: 'progress-update', text: 'Hello' })).toMatchObject({
        status: 'refused',
        error: { code: 'move-not-allowed', because: 'not-intervening' },
      });
    });
  });

  it('opens a ticket for a buyer', async () => {
    const buyer = shop.client(BUYER);
    const result = await buyer.create({ type: 'return-refund', orderId: `${ORDER.id}-new`, request: REQUEST });
    expect(result).toMatchObject({
      status: 'confirmed',
      ticket: { type: 'return-refund', workflow: 'awaiting-merchant' },
    });
  });

  it('[R11] takes away from the offers what the account’s permissions lack', async () => {
    const sub = shop.client(SUB);
    const { view } = await until(sub.ticket(ticket.id), ({ status }) => status === 'ready');
    const session = await until(sub.session, (value) => value !== undefined);
    const actions = actionsOf(view!, session);
    expect(actions.length).toBeGreaterThan(0);
    expect(new Set(actions.map(({ disabledReason }) => disabledReason))).toEqual(new Set(['permission-missing']));
    expect(
      actionsOf(view!, client.session.get()).some(
        ({ command, disabledReason }) => command === 'decline' && !disabledReason,
      ),
    ).toBe(true);
  });
});
