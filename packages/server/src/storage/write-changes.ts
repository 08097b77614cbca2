import { timersOf, type Ticket } from '@sidecard/core';
import type { TicketChange } from '../commands/change.js';
import type { Db } from '../services.js';

/**
 * Writes tickets, their events, messages and timers. Everything set-based: a hundred tickets cost as many statements as one.
 */
export async function writeChanges(tx: Db, changes: readonly TicketChange[]): Promise<void> {
  if (changes.length === 0) return;
  await tx
    .insertInto('ticket')
    .values(changes.map(({ after }) => ticketRow(after.ticket, after.events)))
    .onConflict((conflict) =>
      conflict.columns(['merchant_id', 'id']).doUpdateSet((eb) => ({
        workflow: eb.ref('excluded.workflow'),
        intervention: eb.ref('excluded.intervention'),
        updated_at_ms: eb.ref('excluded.updated_at_ms'),
        version: eb.ref('excluded.version'),
        events: eb.ref('excluded.events'),
        body: eb.ref('excluded.body'),
      })),
    )
    .execute();
  await tx.insertInto('ticket_event').values(changes.flatMap(eventRows)).execute();
  const messages = changes.flatMap(messageRows);
  if (messages.length > 0) await tx.insertInto('staff_message').values(messages).execute();
  await writeTimers(tx, changes);
}

function ticketRow(ticket: Ticket, events: number) {
  return {
    merchant_id: ticket.merchantId,
    id: ticket.id,
    number: ticket.number,
    order_id: ticket.order.id,
    conversation_id: ticket.conversationId,
    buyer_id: ticket.order.buyer.id,
    type: ticket.type,
    workflow: ticket.workflow,
    intervention: ticket.intervention,
    updated_at_ms: ticket.updatedAtMs,
    version: ticket.version,
    events,
    body: JSON.stringify(ticket),
  };
}

function eventRows({ before, after, events }: TicketChange) {
  return events.map((event, index) => ({
    merchant_id: after.ticket.merchantId,
    ticket_id: after.ticket.id,
    position: (before?.events ?? 0) + index + 1,
    id: event.id,
    kind: event.kind,
    version: event.version,
    at_ms: event.atMs,
    body: JSON.stringify(event),
  }));
}

function messageRows({ before, after, events }: TicketChange) {
  return events.flatMap(({ message }, index) =>
    message
      ? {
          merchant_id: after.ticket.merchantId,
          ticket_id: after.ticket.id,
          id: message.id,
          position: (before?.events ?? 0) + index + 1,
          at_ms: message.atMs,
          body: JSON.stringify(message),
        }
      : [],
  );
}

async function writeTimers(tx: Db, changes: readonly TicketChange[]): Promise<void> {
  const moved = changes.filter(({ before, after }) => timersKey(before?.ticket) !== timersKey(after.ticket));
  const old = moved.filter(({ before }) => before && timersOf(before.ticket).length > 0);
  if (old.length > 0) {
    await tx
      .deleteFrom('deadline')
      .where((eb) =>
        eb(
          eb.refTuple('merchant_id', 'ticket_id'),
          'in',
          old.map(({ after }) => eb.tuple(after.ticket.merchantId, after.ticket.id)),
        ),
      )
      .execute();
  }
  const rows = moved.flatMap(({ after: { ticket } }) =>
    timersOf(ticket).map(({ key, dueAtMs }) => ({
      merchant_id: ticket.merchantId,
      ticket_id: ticket.id,
      key,
      due_at_ms: dueAtMs,
    })),
  );
  if (rows.length > 0) await tx.insertInto('deadline').values(rows).execute();
}

function timersKey(ticket: Ticket | undefined): string {
  return ticket ? JSON.stringify(timersOf(ticket)) : '[]';
}
