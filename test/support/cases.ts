import type { Money, Order, TicketType } from '@sidecard/core';
import type { Command, CreateTicket, DecideContext, Ticket } from '@sidecard/core/authoring';
import { orderFor, requestsFor } from './requests.ts';
import { act, actor, contextAt, created, expire, RETURN_ADDRESS, START_MS } from './tickets.ts';

export const merchant = actor('merchant');
export const buyer = actor('buyer');
export const staff = actor('staff');
export const host = actor('host');

export const cny = (amountMinor: number): Money => ({ amountMinor, currency: 'CNY' });

/** A new ticket of a type, with a valid request and an order that suits, unless told otherwise. */
export function ticketOf(
  type: TicketType,
  { request = {}, order = orderFor(type) }: { readonly request?: CreateTicket['request']; readonly order?: Order } = {},
  context: DecideContext = contextAt(START_MS),
): Ticket {
  const [usual] = requestsFor(type, order);
  return created({ type: type.key, order, request: { ...usual, ...request } }, context).ticket;
}

/** A refusal that every type takes. */
export function declineOf(type: TicketType): Command {
  return { command: 'decline', fields: { reason: type.reasons.merchant[0]?.key ?? '', text: 'We cannot do it.' } };
}

/** Brought to the platform by whatever brings it there from where it stands, and under review. */
export function underReview(ticket: Ticket, context?: DecideContext): Ticket {
  const requested =
    ticket.intervention === 'requested'
      ? ticket
      : ticket.workflow === 'awaiting-merchant'
        ? expire(ticket, 'answer')
        : act(ticket, { command: 'escalate' }, buyer, context);
  return act(requested, { command: 'begin-review' }, staff, context);
}

/** A ruling with words, and what else it says. */
export function rule(choice: string, fields: Command['fields'] = {}): Command {
  return { command: 'rule', choice, fields: { text: 'As both sides have shown.', ...fields } };
}

/** The buyer's parcel is on its way to the shop. */
export const SENT_BACK: Command = {
  command: 'submit-return',
  fields: { carrier: 'ZTO', trackingNumber: '73120458817' },
};

/** The merchant's parcel is on its way to the buyer. */
export const SENT: Command = {
  command: 'fulfil',
  choice: 'done',
  fields: { carrier: 'SF Express', trackingNumber: 'SF1234567890' },
};

/** The merchant agrees, with what the forms of that ask for. */
export const agreeTo = (fields: Command['fields'] = { returnAddress: RETURN_ADDRESS }): Command => ({
  command: 'agree',
  fields,
});
