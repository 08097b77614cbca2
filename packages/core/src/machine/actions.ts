import { type Audience, partyOf } from '../model/audience.js';
import { isOpen, type Party } from '../model/states.js';
import type { Ticket } from '../model/ticket.js';
import type { Action } from './action.js';
import { deadlineRule, runsWhile, startDeadline } from './deadlines.js';
import { withEffects } from './decide.js';
import type { DecideContext } from './decision.js';
import { agreedPath, fits, NO_TRANSITION, obstacleTo } from './find-transition.js';
import { transitionLimits } from './limits.js';
import type { TicketType } from './ticket-type.js';
import { slotOf, type Transition, transitionKey } from './transition.js';

/**
 * Lists what an audience can do with a ticket now. `decide` accepts an action without a `disabledReason`, given valid fields, and refuses
 * anything not listed. Permissions are not applied, because an audience shares a projection: use {@link actionsWith}.
 */
export function actionsFor(
  ticket: Ticket,
  audience: Audience,
  context: Omit<DecideContext, 'newId'>,
): readonly Action[] {
  const type = context.types.get(ticket.type);
  if (!type) return [];
  const party = partyOf(audience);
  const actions = new Map<string, Action>();
  for (const transition of type.transitions) {
    if (transition.by !== party || !fits(transition, type, ticket, context.policy)) continue;
    const name = `${transition.command}/${transition.choice ?? ''}`;
    if (actions.has(name)) continue;
    const disabledReason = obstacleTo(transition, type, ticket, { ...context, fields: {} });
    if (disabledReason === NO_TRANSITION) continue;
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
  disabledReason: string | undefined,
): Action {
  const { command, choice, thread, needs, fields = [], unversioned } = transition;
  const limits = transitionLimits(fields, type, ticket, party, context);
  const due = ticket.deadlines.find((deadline) => deadline.of === party);
  const key = startedBy(transition, type, ticket, party, context);
  // Nobody knows how long a deadline lasts whose day is not chosen yet.
  const chosen = key !== undefined && fields.some((field) => field.key === deadlineRule(type, key)?.until);
  const deadline =
    key === undefined || chosen ? undefined : startDeadline(type, key, context.now, context.policy, ticket.order);
  // Other parties do not see how long staff may take.
  const starts = deadline?.of === 'staff' && party !== 'staff' ? undefined : deadline;
  const disabledLabels = disabledReason === undefined ? undefined : type.obstacles[disabledReason]?.labels;
  return {
    command,
    ...(choice ? { choice } : {}),
    transition: transitionKey(transition),
    slot: slotOf(transition),
    ...(thread ? { thread } : {}),
    ...(needs ? { needs } : {}),
    ...(Object.keys(limits).length > 0 ? { limits } : {}),
    ...(due && !unversioned ? { dueAtMs: due.dueAtMs } : {}),
    ...(starts ? { starts: { key: starts.key, of: starts.of, lastsMs: starts.dueAtMs - starts.startedAtMs } } : {}),
    ...(unversioned ? { unversioned } : {}),
    ...(disabledReason === undefined ? {} : { disabledReason }),
    ...(disabledLabels ? { disabledLabels } : {}),
  };
}

/** The deadline that a transition starts if its form is not changed; other terms can lead elsewhere. */
function startedBy(
  transition: Transition,
  type: TicketType,
  ticket: Ticket,
  party: Party,
  context: Omit<DecideContext, 'newId'>,
): string | undefined {
  if (transition.to === 'agreed-path') {
    const nobody = { party, accountId: '', name: '', permissions: [] };
    return agreedPath(
      transition,
      type,
      withEffects(transition, type, ticket, {}, nobody, context).draft,
      context.policy,
    ).deadline;
  }
  const { to, deadline, intervention = ticket.intervention } = transition;
  const open = to === 'unchanged' || to === 'order-path' || isOpen(to);
  return open && deadline !== undefined && runsWhile(deadlineRule(type, deadline), intervention) ? deadline : undefined;
}
