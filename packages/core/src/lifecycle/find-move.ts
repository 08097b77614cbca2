import type { Policy } from '../policy/policy.js';
import type { TicketType } from '../ticket-types/define-ticket-type.js';
import type { MoveObstacle } from '../refusals.js';
import type { AgreedPath, Move } from './move.js';
import type { Party } from './states.js';
import { refundableFor, type Ticket } from './ticket.js';

/** Whether a row applies to a ticket as it stands, whoever may act. */
export function fits(move: Move, type: TicketType, ticket: Ticket, policy: Policy): boolean {
  const from = typeof move.from === 'string' ? move.from === ticket.workflow : move.from.includes(ticket.workflow);
  return from && (move.during ?? ['none']).includes(ticket.intervention) && holds(move.when, type, ticket, policy);
}

/** Whether all the named guards hold. */
export function holds(when: readonly string[] | undefined, type: TicketType, ticket: Ticket, policy: Policy): boolean {
  return (when ?? []).every((name) => type.guards[name]?.(ticket, policy) === true);
}

/** The row that a command of a party takes, if any: the first that fits. */
export function findMove(
  type: TicketType,
  ticket: Ticket,
  command: { readonly command: string; readonly choice?: string | undefined },
  party: Party,
  policy: Policy,
): Move | undefined {
  return type.moves.find(
    (move) =>
      move.command === command.command &&
      move.choice === command.choice &&
      move.by === party &&
      fits(move, type, ticket, policy),
  );
}

/** Where an agreement leads under the terms that `ticket` already carries. */
export function agreedPath(type: TicketType, ticket: Ticket, policy: Policy): AgreedPath {
  const path = type.agreedPath.find(({ when }) => holds(when, type, ticket, policy));
  if (!path) throw new TypeError(`Ticket type "${type.key}": no agreed path fits ticket ${ticket.id}.`);
  return path;
}

/**
 * What stands in the way of a row that fits: a colleague's claim, or money that is no longer there.
 *
 * @param taking - `claim` with `force`
 */
export function obstacleTo(
  move: Move,
  ticket: Ticket,
  related: readonly Ticket[],
  actor: { readonly accountId: string } | undefined,
  now: number,
  taking: boolean,
): MoveObstacle | undefined {
  const other = ticket.claim && ticket.claim.untilMs > now && ticket.claim.accountId !== actor?.accountId;
  if (move.command === 'claim' && actor && other && !taking) return 'claimed-by-other';
  if (move.command === 'release' && (!ticket.claim || (actor && other)))
    return other ? 'claimed-by-other' : 'no-such-move';
  const left = refundableFor(ticket.order, related).amountMinor;
  const pays =
    move.effects?.some((effect) => effect.startsWith('grant-')) || move.fields?.some(({ kind }) => kind === 'money');
  if (pays && left === 0) return 'nothing-refundable';
  if (move.effects?.includes('accept-proposal') && (ticket.proposal?.refund?.amountMinor ?? 0) > left)
    return 'nothing-refundable';
  return undefined;
}
