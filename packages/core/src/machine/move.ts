import type { Change } from '../model/events.js';
import { type Ending, type Intervention, isOpen, type Settlement, type Workflow } from '../model/states.js';
import type { Deadline, Ticket } from '../model/ticket.js';
import { isOwed } from './budgets.js';
import { deadlineRule, runsWhile, settleDeadlines } from './deadlines.js';
import type { TicketType } from './ticket-type.js';
import type { AgreedPath, Transition } from './transition.js';

/** Where a transition leads, and what starts there. */
export interface Target {
  readonly to: Exclude<Transition['to'], 'agreed-path' | 'order-path'>;
  readonly deadline?: string | undefined;
  readonly ending?: Ending | undefined;
  readonly intervention?: Intervention | undefined;
  readonly settlement?: Settlement | undefined;
}

/**
 * Returns how a ticket's states and deadlines change on its way to a target.
 *
 * @param draft - the ticket with the transition's effects
 * @param begin - starts a deadline
 */
export function moveTo(
  target: Target,
  type: TicketType,
  ticket: Ticket,
  draft: Ticket,
  begin: (key: string) => Deadline,
): Change {
  const workflow = target.to === 'unchanged' ? ticket.workflow : target.to;
  const intervention = target.intervention ?? ticket.intervention;
  const ends = isOpen(ticket.workflow) && !isOpen(workflow);
  const ending = ends ? (target.ending ?? 'met') : undefined;
  const { agreed, collected } = draft;
  const owed = ends && isOwed({ workflow, ending, agreed, collected });
  const settlement = owed ? 'pending' : (target.settlement ?? withoutPayment(ticket, draft, workflow));
  const after = { workflow, intervention, starts: target.deadline };
  const moved = deadlinesAfter(type, ticket, draft.deadlines, after, begin);
  // While the ticket is open, the buyer's payment has a deadline of the workflow.
  const deadlines = settlement && !isOpen(workflow) ? settleDeadlines(type, moved, settlement, begin) : moved;
  return {
    ...(workflow === ticket.workflow ? {} : { workflow }),
    ...(intervention === ticket.intervention ? {} : { intervention }),
    ...(draft.declinedFrom && workflow !== 'declined' && workflow !== 'awaiting-buyer' ? { declinedFrom: null } : {}),
    ...(settlement && settlement !== ticket.settlement ? { settlement } : {}),
    ...(ending ? { ending } : {}),
    ...(intervention === 'none' && ticket.asked.length > 0 ? { asked: [] } : {}),
    ...(deadlines === ticket.deadlines ? {} : { deadlines }),
    ...(ticket.claim && !isOpen(workflow) ? { claim: null } : {}),
  };
}

/** An open ticket that no longer waits for the buyer's payment has what was paid before, if anything. */
function withoutPayment(ticket: Ticket, { collected }: Ticket, workflow: Workflow): Settlement | undefined {
  const { settlement } = ticket;
  const waits = settlement === 'pending' || settlement === 'failed';
  if (!isOpen(ticket.workflow) || !waits || workflow === ticket.workflow) return undefined;
  return collected ? 'succeeded' : 'none';
}

/** The target of a path: the sides, or the order, have settled the case, so an intervention ends. */
export const alongPath = (path: AgreedPath): Target => ({ ...path, intervention: 'none' });

/**
 * A transition ends the deadlines of the state that it leaves and starts its own. During an intervention only the intervention's deadlines
 * run.
 */
function deadlinesAfter(
  type: TicketType,
  before: Ticket,
  deadlines: readonly Deadline[],
  after: Pick<Ticket, 'workflow' | 'intervention'> & { readonly starts: string | undefined },
  begin: (key: string) => Deadline,
): readonly Deadline[] {
  const { starts, intervention } = after;
  const moved = after.workflow !== before.workflow || intervention !== before.intervention;
  const ofPlatform = (key: string) => deadlineRule(type, key)?.whileIntervention !== undefined;
  let kept = deadlines;
  if (moved) kept = kept.filter(({ key }) => ofPlatform(key) && runsWhile(deadlineRule(type, key), intervention));
  if (starts && runsWhile(deadlineRule(type, starts), intervention)) {
    // Only one deadline of the workflow runs at a time.
    const other = ofPlatform(starts) ? ({ key }: Deadline) => key !== starts : ({ key }: Deadline) => ofPlatform(key);
    kept = [...kept.filter(other), begin(starts)];
  }
  return kept;
}
