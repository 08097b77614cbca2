import type { OtherCase, TicketView } from '../machine/projection.js';
import { isOpen } from '../model/states.js';
import type { TicketLink } from '../model/ticket.js';
import type { TicketSummary } from './summary.js';

/** Another ticket of the same buyer. */
export interface OtherTicket extends Pick<OtherCase, 'ticketId' | 'number' | 'type' | 'typeLabels'> {
  /** Why the ticket names it. Missing for those of other orders. */
  readonly relation?: TicketLink['relation'] | 'same-order';
  /** How it stands, as far as the ticket knows. */
  readonly state?: OtherCase['state'];
  /** Whether it has not ended; missing if that is not known. */
  readonly isOpen?: boolean;
  /** Its row of the buyer's list, if it is loaded. */
  readonly row?: TicketSummary;
}

/** A buyer's other tickets. */
export interface OtherTickets {
  /** Those that are known: linked ones first, then the order's, then the others as they are listed. */
  readonly tickets: readonly OtherTicket[];
  /** How many of them the ticket itself names: they come first. */
  readonly named: number;
  /** How many there are, also those that are not loaded. */
  readonly total: number;
  /** How many have not ended; missing if that is not known of each. */
  readonly open?: number;
}

/** The loaded part of the list of a buyer's tickets. */
export interface BuyerList {
  readonly rows: readonly TicketSummary[];
  /** Tickets of the whole list, this one included. */
  readonly total: number;
  /** Whether there are further rows. */
  readonly more: boolean;
}

/**
 * Returns the other tickets of a ticket's buyer, in the order in which they matter.
 *
 * @param list - missing for readers without lists: they have those that the ticket names
 */
export function otherTickets(
  { id, links = [], otherCases = [] }: Pick<TicketView, 'id' | 'links' | 'otherCases'>,
  list?: BuyerList,
): OtherTickets {
  const rows = (list?.rows ?? []).filter(({ ticketId }) => ticketId !== id);
  const listed = (other: OtherTicket): OtherTicket => {
    const row = rows.find(({ ticketId }) => ticketId === other.ticketId);
    return row ? { ...other, row, isOpen: isOpen(row.workflow) } : other;
  };
  const named = [
    ...links.map(listed),
    ...otherCases.map((other) => listed({ ...other, relation: 'same-order', isOpen: other.state === 'open' })),
  ];
  const known = new Set(named.map(({ ticketId }) => ticketId));
  const tickets = [
    ...named,
    ...rows
      .filter(({ ticketId }) => !known.has(ticketId))
      .map((row): OtherTicket => {
        const { ticketId, number, type, typeLabels } = row;
        return {
          ...{ ticketId, number, type, row, isOpen: isOpen(row.workflow) },
          ...(typeLabels ? { typeLabels } : {}),
        };
      }),
  ];
  const total = list?.more ? Math.max(tickets.length, list.total - 1) : tickets.length;
  const isKnown = !list?.more && tickets.every((other) => other.isOpen !== undefined);
  return {
    ...{ tickets, named: named.length, total },
    ...(isKnown ? { open: tickets.filter((other) => other.isOpen).length } : {}),
  };
}
