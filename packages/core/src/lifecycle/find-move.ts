import type { Policy } from '../policy/policy.js';
import type { TicketType, TicketTypes } from '../ticket-types/define-ticket-type.js';
import type { MoveObstacle } from '../refusals.js';
import { moneyLeft, PURSES } from './money-left.js';
import type { AgreedPath, Move } from './move.js';
import type { Party } from './states.js';
import { askedTerms } from './terms.js';
import type { Terms, Ticket } from './ticket.js';

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

/** What {@link obstacleTo} looks at beside row and ticket. */
export interface ObstacleContext {
  readonly now: number;
  readonly policy: Policy;
  readonly related: readonly Ticket[];
  readonly types: TicketTypes;
  /** Whose claim is no obstacle: who acts. */
  readonly actor?: { readonly accountId: string } | undefined;
  /** `claim` with `force`. */
  readonly taking?: boolean;
}

/** What stands in the way of a row that fits: a colleague's claim, or money that is no longer there. */
export function obstacleTo(move: Move, ticket: Ticket, context: ObstacleContext): MoveObstacle | undefined {
  const { actor, now, types } = context;
  const other = ticket.claim && ticket.claim.untilMs > now && ticket.claim.accountId !== actor?.accountId;
  if (move.command === 'claim' && actor && other && !context.taking) return 'claimed-by-other';
  if (move.command === 'release' && (!ticket.claim || (actor && other)))
    return other ? 'claimed-by-other' : 'no-such-move';
  if (move.spawns && !types.has(move.spawns.type)) return 'no-such-move';
  return moneyObstacle(move, ticket, context);
}

/** A row that must give something of a purse needs one that is not empty, and one that takes a proposal as much as that names. */
function moneyObstacle(
  move: Move,
  ticket: Ticket,
  { related, policy }: ObstacleContext,
): 'nothing-refundable' | 'cap-reached' | undefined {
  const left = moneyLeft(ticket.order, related, policy);
  const gives = move.effects?.some((effect) => effect === 'agree' || effect === 'grant-request');
  const asked: Terms = gives ? askedTerms(ticket, left) : {};
  const taken: Terms | undefined = move.effects?.includes('accept-proposal') ? ticket.proposal : undefined;
  for (const purse of PURSES) {
    const rest = left[purse].amountMinor;
    const needed = move.fields?.some(
      (field) => field.kind === 'money' && (field.of ?? 'refund') === purse && !field.optional,
    );
    const short = (taken?.[purse]?.amountMinor ?? 0) > rest;
    if (short || ((needed || asked[purse]) && rest === 0))
      return purse === 'refund' ? 'nothing-refundable' : 'cap-reached';
  }
  return undefined;
}
