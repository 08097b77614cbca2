import type { Ticket } from '@sidecard/core/authoring';
import { type ListedTicket, ownerOf, sortKeyOf, waitsFor } from '@sidecard/core/list';
import { listedOf, warnsFromMs } from '@sidecard/core/server';
import { isOpen } from '@sidecard/core/wire';
import type { Tables } from './schema.js';
import { termsOf } from './terms-of.js';

/** Columns of a ticket by which lists are filtered and sorted, and their types. */
export const LIST_COLUMNS = {
  turn: 'text',
  owner: 'text',
  claimed: 'boolean',
  opened_at_ms: 'bigint',
  due_at_ms: 'bigint',
  warns_at_ms: 'bigint',
  staff_due_at_ms: 'bigint',
  staff_warns_at_ms: 'bigint',
  terms: 'text',
} as const;

type ListRow = Pick<Tables['ticket'], keyof typeof LIST_COLUMNS>;

/** Returns the columns of a ticket by which lists are filtered, sorted and searched. */
export const listRow = (ticket: Ticket): ListRow => ({ ...sortedRow(ticket), terms: ` ${termsOf(ticket).join(' ')} ` });

/** The same without terms. */
export function sortedRow(ticket: Ticket): Omit<ListRow, 'terms'> {
  const shop = listedOf(ticket, 'merchant');
  const staff = listedOf(ticket, 'staff');
  const warns = ({ deadline }: ListedTicket) => (deadline ? warnsFromMs(deadline) : Number.MAX_SAFE_INTEGER);
  return {
    turn: turnOf(shop),
    owner: ownerOf(shop) ?? '',
    claimed: shop.claim !== undefined,
    opened_at_ms: ticket.createdAtMs,
    due_at_ms: sortKeyOf('deadline', shop),
    warns_at_ms: warns(shop),
    staff_due_at_ms: sortKeyOf('deadline', staff),
    staff_warns_at_ms: warns(staff),
  };
}

/** Whom an open ticket waits for; `evidence` if the platform waits for the shop's. */
export const TURNS = ['merchant', 'buyer', 'staff', 'evidence'] as const;
/** One of {@link TURNS}, or empty once the ticket has ended. */
export type Turn = (typeof TURNS)[number] | '';

function turnOf(ticket: ListedTicket): Turn {
  if (!isOpen(ticket.workflow)) return '';
  const turn = ticket.moveOf ?? '';
  return turn === 'staff' && waitsFor('merchant', ticket) ? 'evidence' : turn;
}
