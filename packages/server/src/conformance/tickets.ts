import { builtInTypes, DEFAULT_POLICY } from '@sidecard/core';
import { indexTypes, type Ticket } from '@sidecard/core/authoring';
import { project } from '@sidecard/core/server';
import { AUDIENCES } from '@sidecard/core/wire';
import type { Store } from '../storage/store.js';
import { bare, commanded, commit, created, DECLINE, MESSAGE, NOW_MS, same, stored, unique } from './fixtures.js';

const PROJECTION = { types: indexTypes(builtInTypes), policy: DEFAULT_POLICY, now: NOW_MS, related: [] };

/** Reads of tickets. */
export const ticketChecks: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'a ticket is found with the others of its order, by merchant and buyer': async (store) => {
    const sample = unique();
    const [one, other] = await stored(store, sample, { ...sample, afterMs: 1 });
    const id = one?.ticket.id ?? '';
    const { merchantId, buyerId } = sample;
    const known = await store.findTicket({ merchantId, buyerId }, id);
    const related = known?.related.map((ticket) => ({ ...bare(ticket) }));
    same([known?.found, related], [one, [other && bare(other.ticket)]], 'the ticket and the other one');
    same(await store.findTicket({ merchantId, buyerId: 'another' }, id), undefined, 'another buyer’s');
    same(await store.findTicket(unique(), id), undefined, 'another merchant’s');
    same((await store.ticketsById(merchantId, [id, id, 'none'])).length, 1, 'by id');
    same((await store.ticketsOfOrders(merchantId, [sample.orderId, 'none'])).length, 2, 'by order');
    same((await store.transaction(merchantId, (unit) => unit.lockTicket({ merchantId }, id)))?.found, one, 'locked');
  },

  'a ticket is locked with the earlier outcome of a write': async (store) => {
    const change = created(unique());
    const { merchantId, id } = change.after.ticket;
    const writer = { merchantId, principalKey: 'merchant:a' };
    const record = { key: 'k', fingerprint: 'f', ticketId: id, eventPosition: 1, messageId: undefined };
    await commit(store, [change], { idempotency: { ...writer, ...record } });
    const lock = (principalKey: string, key: string) =>
      store.transaction(merchantId, (unit) => unit.lockTicket({ merchantId }, id, { merchantId, principalKey, key }));
    const known = await lock('merchant:a', 'k');
    same(known?.found, change.after, 'the ticket');
    same(known?.earlier, await store.findIdempotencyRecord(writer, 'k'), 'the outcome of its write');
    same((await lock('merchant:a', 'another'))?.earlier, undefined, 'of another key');
    same((await lock('merchant:b', 'k'))?.earlier, undefined, 'of another account');
  },

  'a ticket with a long history is read with what every audience sees of it': async (store) => {
    const sample = unique();
    const { merchantId } = sample;
    const [first] = await stored(store, sample);
    if (!first) throw new Error('No ticket was stored.');
    let whole = first;
    const reply = (text: string) => ({ command: 'reply', fields: { text } });
    for (let n = 0; n < 70; n++) {
      const events = [
        reply(`Reply ${n}.`),
        { command: 'claim' },
        ...(n === 20 ? [DECLINE] : []),
        { command: 'release' },
      ].map((command) => {
        const change = commanded(whole, command, n);
        whole = change.after;
        return change.events;
      });
      // As one step each, as a command with several events.
      await commit(
        store,
        [{ before: undefined, after: whole, events: [], touchesOthers: false }].map((change) => ({
          ...change,
          before: { ticket: whole.ticket, events: whole.events - events.flat().length },
          events: events.flat(),
        })),
      );
    }
    const shown = (ticket: Ticket) => AUDIENCES.map((audience) => project(ticket, audience, PROJECTION));
    const found = await store.findTicket({ merchantId }, first.ticket.id);
    same([found && shown(found.found.ticket), found?.found.events], [shown(whole.ticket), whole.events], 'as found');
    const [read] = await store.ticketsById(merchantId, [first.ticket.id]);
    same(read && shown(read), shown(whole.ticket), 'by id');
    const [listed] = await store.listTickets({ merchantId, limit: 1 });
    same(listed && shown(listed), shown(whole.ticket), 'in a list');
    // What follows is added to what was read.
    if (found) await commit(store, [commanded(found.found, reply('The last one.'), 99)]);
    const after = commanded(whole, reply('The last one.'), 99).after.ticket;
    const again = (await store.findTicket({ merchantId }, first.ticket.id))?.found.ticket;
    const lengths = (ticket: Ticket) =>
      shown(ticket).map(({ history, earlierEntries }) => [history.length, earlierEntries]);
    same(again && lengths(again), lengths(after), 'after another reply');
  },

  'lists are newest change first, narrowed and cut': async (store) => {
    const sample = unique();
    const { merchantId } = sample;
    const [first, second, third] = await stored(
      store,
      sample,
      { ...unique(), merchantId, afterMs: 1, conversationId: 'other' },
      { ...sample, afterMs: 2 },
    );
    const list = async (filter: Partial<Parameters<Store['listTickets']>[0]> = {}) =>
      (await store.listTickets({ merchantId, limit: 10, ...filter })).map(({ id }) => id);
    const ids = [third, second, first].map((known) => known?.ticket.id ?? '');
    same(await list(), ids, 'all');
    same(await list({ limit: 2 }), ids.slice(0, 2), 'the first page');
    const { updatedAtMs = 0, id = '' } = second?.ticket ?? {};
    same(await list({ after: { updatedAtMs, id } }), ids.slice(2), 'the next page');
    same(await list({ buyerId: sample.buyerId }), [ids[0], ids[2]], 'by buyer');
    same(await list({ orderId: sample.orderId }), [ids[0], ids[2]], 'by order');
    same(await list({ conversationId: 'other' }), [ids[1]], 'by conversation');
    same([await list({ open: true }), await list({ open: false })], [ids, []], 'open and ended');
    same([await list({ type: 'return-refund' }), await list({ type: 'none' })], [ids, []], 'by type');
    const types = (keys: readonly string[], others: boolean) => list({ types: { keys, others } });
    same([await types(['return-refund'], false), await types(['return-refund'], true)], [ids, []], 'of types');
    same([await types([], false), await types([], true)], [[], ids], 'of no types, and of all but none');
    const counted = { type: 'return-refund', moveOf: 'merchant' };
    same(await store.countTickets(merchantId, 9), [{ ...counted, count: 3 }], 'counted');
    same(await store.countTickets(merchantId, 2), [{ ...counted, count: 2 }], 'counted up to a number');
  },

  'lists are narrowed to the tickets whose payment has a state': async (store) => {
    const sample = unique();
    const { merchantId } = sample;
    const [first, second, third] = [0, 1, 2].map((afterMs) => created({ ...sample, afterMs }));
    const pay = (change: typeof first, settlement: 'pending' | 'succeeded') =>
      change ? [{ ...change, after: { ...change.after, ticket: { ...change.after.ticket, settlement } } }] : [];
    await commit(store, [...pay(first, 'pending'), ...pay(second, 'succeeded'), ...pay(third, 'pending')]);
    const list = async (settlement: 'pending' | 'succeeded' | 'failed', limit = 10) =>
      (await store.listTickets({ merchantId, settlement, limit })).map(({ id }) => id);
    const [one, two, three] = [first, second, third].map((change) => change?.after.ticket.id);
    same([await list('pending'), await list('pending', 1)], [[three, one], [three]], 'due');
    same([await list('succeeded'), await list('failed')], [[two], []], 'made, and failed');
    const [fourth] = pay(created({ ...sample, afterMs: 3 }), 'pending');
    if (!fourth) return;
    const collected = { amountMinor: 100, currency: 'CNY' };
    await commit(store, [{ ...fourth, after: { ...fourth.after, ticket: { ...fourth.after.ticket, collected } } }]);
    const four = fourth.after.ticket.id;
    same([await list('succeeded'), await list('pending', 1)], [[four, two], [four]], 'one made, another due');
  },

  'events are read by position and by version, messages as a thread and by id': async (store) => {
    const sample = unique();
    const { merchantId } = sample;
    const creation = created(sample);
    const declined = commanded(creation.after, DECLINE);
    const { id } = creation.after.ticket;
    await commit(store, [creation]);
    await commit(store, [declined]);
    const intervening = { ...declined.after, ticket: { ...declined.after.ticket, intervention: 'reviewing' as const } };
    const written = commanded(intervening, MESSAGE);
    await commit(store, [{ ...written, after: { ...declined.after, events: written.after.events } }]);
    const [message] = written.events.flatMap((event) => event.message ?? []);
    same((await store.findEvent(merchantId, id, 2))?.kind, 'declined', 'the second event');
    same(await store.findEvent(merchantId, id, 9), undefined, 'an unknown position');
    const places = [9, 2, 1, 2].map((position) => ({ ticketId: id, position }));
    const several = await store.findEvents(merchantId, [{ ticketId: 'none', position: 1 }, ...places]);
    same(
      several.map((event) => event?.kind),
      [undefined, undefined, 'declined', 'ticket-created', 'declined'],
      'several, in the order of their places',
    );
    same(await store.findEvents('another', places.slice(1, 2)), [undefined], 'an event of another merchant');
    same(await store.findEvents(merchantId, []), [], 'no events');
    same((await store.eventOfVersion(merchantId, id, 2))?.kind, 'declined', 'the event of version 2');
    same(await store.staffThread(merchantId, id), [message], 'the thread');
    same(await store.staffMessagesById(merchantId, [message?.id ?? '', 'none']), [message], 'by id');
    same((await store.findTicket({ merchantId }, id))?.found.events, 3, 'the position of the last event');
  },

  'a history is read by pages, of some kinds of events': async (store) => {
    const sample = unique();
    const { merchantId } = sample;
    const creation = created(sample);
    const claimed = commanded(creation.after, { command: 'claim' });
    const declined = commanded(claimed.after, DECLINE);
    for (const change of [creation, claimed, declined]) await commit(store, [change]);
    const ref = { merchantId, ticketId: creation.after.ticket.id };
    const [first, , last] = declined.after.ticket.history;
    const kinds = ['ticket-created', 'declined'] as const;
    same(await store.readHistory(ref, { kinds, limit: 10 }), [last, first], 'two of three entries, the latest first');
    same(await store.readHistory(ref, { kinds, limit: 1 }), [last], 'a page');
    same(await store.readHistory(ref, { kinds, limit: 1, before: last?.id }), [first], 'the page before it');
    same(await store.readHistory(ref, { kinds, limit: 1, before: first?.id }), [], 'nothing before the first');
    const unreadable = declined.after.ticket.history[1]?.id;
    same(await store.readHistory(ref, { kinds, limit: 1, before: unreadable }), undefined, 'before another kind');
    same(await store.readHistory(ref, { kinds, limit: 1, before: 'none' }), undefined, 'before none');
  },

  'what is stored keeps every text, and nothing that is undefined': async (store) => {
    const sample = unique();
    const change = created(sample);
    const text = 'quotes " and \\ and \u4e2d\u6587 and \u{1f600} and \u0007';
    const ticket = { ...change.after.ticket, locale: text, ending: undefined as never };
    await commit(store, [{ ...change, after: { ...change.after, ticket } }]);
    const found = (await store.findTicket(sample, ticket.id))?.found.ticket;
    same([found?.locale, found && 'ending' in found], [text, false], 'the ticket');
    same(found?.createdAtMs, NOW_MS, 'its numbers');
  },
};
