import type { Party } from '../model/states.js';
import type { Terms, Ticket } from '../model/ticket.js';
import type { Policy } from '../policy/policy.js';
import { BUDGETS, remainingBudget } from './budgets.js';
import type { MoveObstacle } from './refusals.js';
import { askedTerms } from './terms.js';
import type { TicketType, TicketTypes } from './ticket-type.js';
import type { AgreedPath, Transition } from './transition.js';

/** Whether a row applies to a ticket as it stands, whoever may act. */
export function fits(transition: Transition, type: TicketType, ticket: Ticket, policy: Policy): boolean {
  const from =
    typeof transition.from === 'string'
      ? transition.from === ticket.workflow
      : transition.from.includes(ticket.workflow);
  return (
    from &&
    (transition.whileIntervention ?? ['none']).includes(ticket.intervention) &&
    holds(transition.when, type, ticket, policy)
  );
}

/** Whether all the named guards hold. */
export function holds(when: readonly string[] | undefined, type: TicketType, ticket: Ticket, policy: Policy): boolean {
  return (when ?? []).every((name) => type.guards[name]?.(ticket, policy) === true);
}

/** The row that a command of a party takes, if any: the first that fits. */
export function transitionFor(
  type: TicketType,
  ticket: Ticket,
  command: { readonly command: string; readonly choice?: string | undefined },
  party: Party,
  policy: Policy,
): Transition | undefined {
  return type.transitions.find(
    (transition) =>
      transition.command === command.command &&
      transition.choice === command.choice &&
      transition.by === party &&
      fits(transition, type, ticket, policy),
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
export function obstacleTo(transition: Transition, ticket: Ticket, context: ObstacleContext): MoveObstacle | undefined {
  const { actor, now, types } = context;
  const other = ticket.claim && ticket.claim.untilMs > now && ticket.claim.accountId !== actor?.accountId;
  if (transition.command === 'claim' && actor && other && !context.taking) return 'claimed-by-other';
  if (transition.command === 'release' && (!ticket.claim || (actor && other)))
    return other ? 'claimed-by-other' : 'no-such-move';
  if (transition.spawns && !types.has(transition.spawns.type)) return 'no-such-move';
  return moneyObstacle(transition, ticket, context);
}

/** A row that must give something of a purse needs one that is not empty, and one that takes a proposal as much as that names. */
function moneyObstacle(
  transition: Transition,
  ticket: Ticket,
  { related, policy }: ObstacleContext,
): 'nothing-refundable' | 'cap-reached' | undefined {
  const left = remainingBudget(ticket.order, related, policy);
  const gives = transition.effects?.some((effect) => effect === 'agree' || effect === 'grant-request');
  const asked: Terms = gives ? askedTerms(ticket, left) : {};
  const taken: Terms | undefined = transition.effects?.includes('accept-proposal') ? ticket.proposal : undefined;
  for (const budget of BUDGETS) {
    const rest = left[budget].amountMinor;
    const needed = transition.fields?.some(
      (field) => field.kind === 'money' && (field.of ?? 'refund') === budget && !field.optional,
    );
    const short = (taken?.[budget]?.amountMinor ?? 0) > rest;
    if (short || ((needed || asked[budget]) && rest === 0))
      return budget === 'refund' ? 'nothing-refundable' : 'cap-reached';
  }
  return undefined;
}
