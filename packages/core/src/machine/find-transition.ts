import type { Field } from '../fields/field.js';
import type { FieldValues } from '../model/field-values.js';
import { isOpen, type Party } from '../model/states.js';
import type { Ticket } from '../model/ticket.js';
import type { Policy } from '../policy/policy.js';
import { ownMember } from '../values/unknown.js';
import { BUDGETS } from './budgets.js';
import { judgeRuling } from './commitment-claims.js';
import { appliesTo, givesTerms, termsOfEffect } from './effects.js';
import { budgetFor, chosenIn, freePieces, piecesObstacle } from './ledger.js';
import type { CommonObstacle, ObstacleInput } from './obstacles.js';
import type { TicketType, TicketTypes } from './ticket-type.js';
import type { AgreedPath, Transition } from './transition.js';

/** Returns whether a transition exists in a ticket's state, regardless of the account. */
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

/** Returns whether all the named guards hold. */
export function holds(when: readonly string[] | undefined, type: TicketType, ticket: Ticket, policy: Policy): boolean {
  return (when ?? []).every((name) => type.guards[name]?.(ticket, policy) === true);
}

/** Returns the transition of a party's command: the first that fits. */
export function transitionFor(
  type: TicketType,
  ticket: Ticket,
  asked: Asked,
  party: Party,
  policy: Policy,
): Transition | undefined {
  return type.transitions.find((row) => isAsked(row, asked, party) && fits(row, type, ticket, policy));
}

/** Returns the transition of an expired deadline: the first that fits and has no obstacle, else the first that fits. */
export function timedTransition(
  type: TicketType,
  ticket: Ticket,
  asked: Asked,
  context: Omit<ObstacleContext, 'fields'>,
): Transition | undefined {
  const fitting = type.transitions.filter(
    (row) => isAsked(row, asked, 'system') && fits(row, type, ticket, context.policy),
  );
  return fitting.find((row) => obstacleTo(row, type, ticket, { ...context, fields: {} }) === undefined) ?? fitting[0];
}

/** Which transition a command means. */
interface Asked {
  readonly command: string;
  readonly choice?: string | undefined;
}

function isAsked({ command, choice, by }: Transition, asked: Asked, party: Party): boolean {
  return command === asked.command && choice === asked.choice && by === party;
}

/** Returns the agreed path under the ticket's current terms. */
export function agreedPath(
  { paths }: Pick<Transition, 'paths'>,
  type: TicketType,
  ticket: Ticket,
  policy: Policy,
): AgreedPath {
  const path = (paths ?? type.agreedPath).find(({ when }) => holds(when, type, ticket, policy));
  if (!path) throw new TypeError(`Ticket type "${type.key}": no agreed path fits ticket ${ticket.id}.`);
  return path;
}

/**
 * Returns where a ticket goes once its order has changed.
 *
 * @param ticket - with the order as it is now
 * @returns `undefined` if the ticket has ended, or waits for something else
 */
export function orderPath(type: TicketType, ticket: Ticket, policy: Policy): AgreedPath | undefined {
  if (!isOpen(ticket.workflow)) return undefined;
  return type.orderPath?.find(({ when }) => holds(when, type, ticket, policy));
}

/** Returns why no transition of a command fits a ticket. */
export function whyNoneFits(
  transitions: readonly Transition[],
  type: TicketType,
  ticket: Ticket,
  policy: Policy,
): string {
  const reasons = transitions.flatMap(({ otherwise = [] }) => otherwise);
  const found = reasons.find(({ unless }) => unless === undefined || !holds([unless], type, ticket, policy));
  return found?.because ?? NO_TRANSITION;
}

/** Code of a command without a transition in the ticket's state. */
export const NO_TRANSITION: CommonObstacle = 'no-such-move';

/** Input of {@link obstacleTo} besides transition, type and ticket. */
export type ObstacleContext = Omit<ObstacleInput, 'ticket'> & { readonly types: TicketTypes };

/** Returns the code of the obstacle to a transition that fits. */
export function obstacleTo(
  transition: Transition,
  type: TicketType,
  ticket: Ticket,
  context: ObstacleContext,
): string | undefined {
  const input = { ...context, ticket };
  const blocking = transition.blockedBy?.find((code) => type.obstacles[code]?.blocks?.(input));
  if (blocking !== undefined) return blocking;
  const { spawns, effects = [] } = transition;
  if (spawns && !context.types.has(spawns.type)) return NO_TRANSITION;
  if (!effects.every((effect) => appliesTo(effect, ticket))) return NO_TRANSITION;
  return (
    piecesTaken(transition, ticket, context) ??
    commitmentObstacle(transition, ticket, context) ??
    moneyObstacle(transition, ticket, context)
  );
}

/** A linked ticket is about pieces that its form chooses, or about those of this ticket; other cases may hold them. */
function piecesTaken(
  { spawns, fields = [] }: Transition,
  ticket: Ticket,
  { related, types }: ObstacleContext,
): CommonObstacle | undefined {
  if (!spawns || types.get(spawns.type)?.pieces === undefined) return undefined;
  if (fields.some(({ kind }) => kind === 'items'))
    return freePieces(ticket.order, related, types).length === 0 ? 'piece-in-case' : undefined;
  return piecesObstacle(ticket.order, related, chosenIn(spawns.request(ticket, {})), types, Infinity);
}

/** Compensation under a commitment needs a promise that was broken, and that no other ticket of the order pays (R45). */
function commitmentObstacle(
  { fields: form = [] }: Transition,
  ticket: Ticket,
  { fields, related, now, policy }: ObstacleContext,
): CommonObstacle | undefined {
  const key = compensatedBy(form, fields);
  return key === undefined ? undefined : judgeRuling(ticket, key, related, now, policy).because;
}

/** Returns the commitment that a form names for a compensation. */
export function compensatedBy(form: readonly Field[], values: FieldValues): string | undefined {
  const field = form.find((one) => one.kind === 'choice' && one.from === 'commitments');
  const key = field && ownMember(values, field.key);
  return typeof key === 'string' && ownMember(values, 'compensation') !== undefined ? key : undefined;
}

/**
 * A transition whose form requires an amount, or whose effects give one, needs remaining budget; one that gives a fixed amount needs at
 * least that much.
 */
function moneyObstacle(
  { fields = [], effects = [] }: Transition,
  ticket: Ticket,
  { related, policy }: ObstacleContext,
): CommonObstacle | undefined {
  const amounts = fields.flatMap((field) => (field.kind === 'money' && !field.optional ? [field] : []));
  if (amounts.length === 0 && !effects.some(givesTerms)) return undefined;
  const remaining = budgetFor(ticket, related, policy);
  const given = effects.map((effect) => termsOfEffect(effect, ticket));
  for (const budget of BUDGETS) {
    const rest = remaining[budget].amountMinor;
    const needed = amounts.some((field) => (field.of ?? 'refund') === budget);
    const owed = given.flatMap((terms) => {
      return (terms[budget] ?? (budget === 'refund' ? terms.differenceBack : undefined))?.amountMinor ?? [];
    });
    const free = owed.length > 0 && owed.every((amount) => amount === 0);
    if ((needed || owed.length > 0) && rest === 0 && !free)
      return budget === 'refund' ? 'nothing-refundable' : 'cap-reached';
    if (owed.some((amount) => amount > rest)) return budget === 'refund' ? 'less-left-than-asked' : 'cap-reached';
  }
  return undefined;
}
