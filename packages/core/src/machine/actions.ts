import type { FieldLimits } from '../fields/field.js';
import type { Permission } from '../model/actor.js';
import type { Audience } from '../model/audience.js';
import { isOpen, type Party, type Side } from '../model/states.js';
import type { Ticket } from '../model/ticket.js';
import { remainingBudget } from './budgets.js';
import { startDeadline } from './deadlines.js';
import type { DecideContext } from './decision.js';
import { agreedPath, fits, obstacleTo } from './find-transition.js';
import { transitionLimits } from './limits.js';
import type { MoveObstacle } from './refusals.js';
import { acceptedTerms, askedTerms } from './terms.js';
import type { TicketType } from './ticket-type.js';
import { type Transition, transitionKey } from './transition.js';

/** Something that can be done now: the button, its form's limits, and what it leads to. */
export interface Action {
  readonly command: string;
  readonly choice?: string;
  /** Key of the type's row; {@link moveOfOffer} finds its fields and words. */
  readonly transition: string;
  /** The permission that whoever does it must have. */
  readonly needs?: Permission;
  /** Limits that come from the ticket, by field key. */
  readonly limits?: Readonly<Record<string, FieldLimits>>;
  /** When this can no longer be done by itself: the deadline that it answers. */
  readonly dueAtMs?: number;
  /** Whose time begins with it, and for how long. */
  readonly starts?: { readonly key: string; readonly of: Side | 'staff'; readonly lastsMs: number };
  /** Appends beside the case: needs no version, and waits for no other. */
  readonly unversioned?: true;
  /** Why it cannot be done although it is the right moment: `decide` would answer the same. */
  readonly disabledReason?: MoveObstacle | 'permission-missing';
}

const PARTY_OF: Readonly<Record<Audience, Party>> = {
  buyer: 'buyer',
  shop: 'merchant',
  handlers: 'merchant',
  staff: 'staff',
};

/**
 * Everything that an audience can do with a ticket now. What is listed and not `off`, `decide` accepts with valid fields; what is not
 * listed it refuses. Permissions are not applied: a projection is shared by all of an audience, and a client takes away what its own
 * account lacks with {@link offersWith}.
 */
export function actionsFor(
  ticket: Ticket,
  audience: Audience,
  context: Omit<DecideContext, 'newId'>,
): readonly Action[] {
  const type = context.types.get(ticket.type);
  if (!type) return [];
  const party = PARTY_OF[audience];
  const actions = new Map<string, Action>();
  for (const transition of type.transitions) {
    const name = `${transition.command}/${transition.choice ?? ''}`;
    if (transition.by !== party || actions.has(name) || !fits(transition, type, ticket, context.policy)) continue;
    const disabledReason = obstacleTo(transition, ticket, context);
    if (disabledReason === 'no-such-move') continue;
    actions.set(name, actionOf(transition, type, ticket, party, context, disabledReason));
  }
  return [...actions.values()];
}

function actionOf(
  transition: Transition,
  type: TicketType,
  ticket: Ticket,
  party: Party,
  context: Omit<DecideContext, 'newId'>,
  disabledReason: MoveObstacle | undefined,
): Action {
  const { now, policy } = context;
  const limits = transitionLimits(transition.fields ?? [], type, ticket, party, context);
  const due = ticket.deadlines.find((deadline) => deadline.of === party);
  const starts = startsOf(transition, type, ticket, context);
  const clock = starts ? startDeadline(type, starts, now, policy, ticket.order) : undefined;
  // The platform's own time is its own matter.
  const begun = clock?.of === 'staff' && party !== 'staff' ? undefined : clock;
  return {
    command: transition.command,
    ...(transition.choice ? { choice: transition.choice } : {}),
    transition: transitionKey(transition),
    ...(transition.needs ? { needs: transition.needs } : {}),
    ...(Object.keys(limits).length > 0 ? { limits } : {}),
    ...(due && !transition.unversioned ? { dueAtMs: due.dueAtMs } : {}),
    ...(begun ? { starts: { key: begun.key, of: begun.of, lastsMs: begun.dueAtMs - begun.startedAtMs } } : {}),
    ...(transition.unversioned ? { unversioned: true } : {}),
    ...(disabledReason ? { disabledReason } : {}),
  };
}

function startsOf(
  transition: Transition,
  type: TicketType,
  ticket: Ticket,
  { policy, related }: Omit<DecideContext, 'newId'>,
): string | undefined {
  if (transition.to === 'agreed-path') {
    // The way of the proposal, or of the request as it was asked; other terms in the form can lead elsewhere.
    const left = remainingBudget(ticket.order, related, policy);
    const agreed = transition.effects?.includes('accept-proposal')
      ? acceptedTerms(ticket)
      : { ...askedTerms(ticket, left), ...(ticket.goodsWithMerchant ? ticket.agreed : {}) };
    return agreedPath(type, { ...ticket, agreed }, policy).deadline;
  }
  const goesOn = transition.to === 'unchanged' || isOpen(transition.to);
  const intervening = (transition.intervention ?? ticket.intervention) !== 'none';
  return goesOn && (!intervening || transition.deadline === 'begin-review') ? transition.deadline : undefined;
}

/** The row behind an offer, or `undefined` when this copy of the types does not know it (an older client, R27). */
export function transitionOf(type: TicketType | undefined, action: Pick<Action, 'transition'>): Transition | undefined {
  return type?.transitions.find((transition) => transitionKey(transition) === action.transition);
}

/** The offers as one account has them: those whose permission it lacks are `off: 'permission-missing'` (R11, R12). */
export function actionsWith(actions: readonly Action[], permissions: readonly Permission[]): readonly Action[] {
  return actions.map((action) =>
    !action.needs || permissions.includes(action.needs) ? action : { ...action, disabledReason: 'permission-missing' },
  );
}
