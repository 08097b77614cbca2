import { checkFields, cleanFields } from '../fields/check.js';
import { readForm } from '../fields/read-form.js';
import { type Actor, permits } from '../model/actor.js';
import type { EventKind } from '../model/event-kinds.js';
import type { Change, StaffMessage, StaffMessagePurpose, TicketEvent } from '../model/events.js';
import type { FieldValues } from '../model/field-values.js';
import { displayStatus, isOpen } from '../model/states.js';
import type { ActorRef, Deadline, HistoryEntry, Ticket } from '../model/ticket.js';
import { isCovered } from '../policy/coverage.js';
import type { Policy } from '../policy/policy.js';
import { nameOf } from '../values/unknown.js';
import { isOwed, remainingBudget } from './budgets.js';
import { type Command, COMMAND_EVENTS } from './commands.js';
import { compose } from './compose.js';
import { openTicket } from './create.js';
import { deadlineRule, runsWhile, startDeadline } from './deadlines.js';
import type { DecideContext, Decision } from './decision.js';
import { type EffectInput, EFFECTS } from './effects.js';
import { evolve } from './evolve.js';
import { agreedPath, obstacleTo, transitionFor } from './find-transition.js';
import { transitionLimits } from './limits.js';
import { type MoveObstacle, type Refusal, refuse } from './refusals.js';
import type { TicketType } from './ticket-type.js';
import type { Spawn, Transition } from './transition.js';

/**
 * Works out what a command does to a ticket. Pure: the same arguments give the same answer.
 *
 * @returns the events, or a refusal: `type-unknown`, `command-unknown` (no row of the type has it), `version-conflict` (a move on another
 *   version than the present one), `move-not-allowed` (not in this state, with what stands in the way), `permission-missing`,
 *   `field-invalid`; where the move opens another ticket, also what that is refused with
 */
export function decide(ticket: Ticket, command: Command, actor: Actor, context: DecideContext): Decision {
  const type = context.types.get(ticket.type);
  if (!type) return refuse({ code: 'type-unknown', type: ticket.type });
  const { command: name, version, choice, fields: form } = membersOf(command);
  const rows = type.transitions.filter((row) => row.command === name && row.by === actor.party);
  const [first] = rows;
  if (!first) return refuse({ code: 'command-unknown', command: nameOf(name) });
  if (!rows.every(({ unversioned }) => unversioned) && actor.party !== 'system' && version !== ticket.version) {
    return refuse({ code: 'version-conflict', version: ticket.version });
  }
  const wanted = first.command;
  const transition = transitionFor(type, ticket, { command: wanted, choice }, actor.party, context.policy);
  const needs = (transition ?? first).needs;
  if (needs && !permits(actor, needs)) return refuse({ code: 'permission-missing', needs });
  if (!transition) return notAllowed(ticket, wanted, whyNot(wanted, ticket, context.policy));
  if (actor.party === 'system' && !isDue(ticket, transition, context.now))
    return notAllowed(ticket, wanted, 'no-such-move');

  const values = readForm(form ?? {});
  if (!values) return refuse({ code: 'field-invalid', problems: [{ field: 'fields', problem: 'wrong-kind' }] });
  const obstacle = obstacleTo(transition, ticket, {
    ...context,
    actor: actor.party === 'system' ? undefined : actor,
    taking: values['force'] === true,
  });
  if (obstacle) return notAllowed(ticket, wanted, obstacle);
  const fields = transition.fields ?? [];
  const problems = checkFields(fields, values, transitionLimits(fields, type, ticket, actor.party, context));
  if (problems.length > 0) return refuse({ code: 'field-invalid', problems });

  const clean = cleanFields(fields, values);
  const event = eventOf(transition, type, ticket, clean, actor, context);
  return transition.spawns
    ? spawn(transition.spawns, ticket, event, clean, actor, context)
    : { ok: true, value: [event] };
}

/** Opens the ticket beside, does its first command, and ties the two together. */
function spawn(
  { type, request, command, fields: fieldsOf }: Spawn,
  ticket: Ticket,
  event: TicketEvent,
  fields: FieldValues,
  actor: Actor,
  context: DecideContext,
): Decision {
  const { merchantId, order, locale } = ticket;
  const number = `${ticket.number}-${(ticket.links ?? []).length + 1}`;
  const inner = { ...context, number, related: [...context.related, evolve(ticket, event)] };
  const opening = openTicket(
    { type, merchantId, order, locale, request: request(ticket, fields) },
    actor,
    inner,
    ticket,
  );
  if (!opening.ok) return opening;
  const opened = opening.value.reduce<Ticket | undefined>(evolve, undefined);
  if (!opened) return opening;
  const first = decide(opened, { command, version: opened.version, fields: fieldsOf(ticket, fields) }, actor, inner);
  if (!first.ok) return first;
  const link = { ticketId: opened.id, number, type, relation: 'led-to' } as const;
  const tied = { ...event, change: { ...event.change, links: [...(ticket.links ?? []), link] } };
  return { ok: true, value: [tied], spawned: [...opening.value, ...first.value] };
}

/** Read once: it may come from anywhere. */
function membersOf(given: unknown): { readonly [Key in keyof Command]?: Command[Key] | undefined } {
  try {
    const { command, version, choice, fields } = given as Command;
    return { command, version, choice, fields };
  } catch {
    return {};
  }
}

function notAllowed(ticket: Ticket, command: string, because: MoveObstacle): { ok: false; error: Refusal } {
  const { workflow, intervention } = ticket;
  return refuse({ code: 'move-not-allowed', command, because, workflow, intervention });
}

function whyNot(command: string, ticket: Ticket, policy: Policy): MoveObstacle {
  if (command !== 'leave-staff-message' && command !== 'answer-merchant') return 'no-such-move';
  return isCovered(ticket.type, policy) ? 'not-intervening' : 'type-not-covered';
}

function isDue(ticket: Ticket, { choice }: Transition, now: number): boolean {
  if (choice === 'claim') return ticket.claim !== undefined && ticket.claim.untilMs <= now;
  return ticket.deadlines.some(({ key, dueAtMs }) => key === choice && dueAtMs <= now);
}

function eventOf(
  transition: Transition,
  type: TicketType,
  ticket: Ticket,
  fields: FieldValues,
  actor: Actor,
  context: DecideContext,
): TicketEvent {
  const { now, newId } = context;
  const kind: EventKind =
    transition.event ??
    (Object.hasOwn(COMMAND_EVENTS, transition.command) ? COMMAND_EVENTS[transition.command] : undefined) ??
    'moved';
  const by: ActorRef = { party: actor.party, accountId: actor.accountId, name: actor.name };
  const base = {
    id: newId(),
    ticketId: ticket.id,
    kind,
    atMs: now,
    by,
    version: ticket.version + (transition.unversioned ? 0 : 1),
  };

  if (kind === 'staff-message-left' || kind === 'merchant-answered') {
    return { ...base, change: {}, message: staffMessageOf(base, fields) };
  }
  const change = changeOf(transition, type, ticket, fields, actor, context);
  const after = evolve(ticket, { ...base, change });
  const text =
    transition.message &&
    compose(transition.message, { fields, form: transition.fields ?? [], ticket: after, type, party: actor.party });
  const status = displayStatus(after);
  const entry: HistoryEntry = {
    id: base.id,
    kind,
    command: transition.command,
    ...(transition.choice ? { choice: transition.choice } : {}),
    atMs: now,
    by,
    ...(Object.keys(fields).length > 0 ? { fields } : {}),
    ...(text ? { sentMessage: { messageId: newId(), text } } : {}),
    ...(status === displayStatus(ticket) ? {} : { status }),
  };
  return { ...base, change, entry };
}

function staffMessageOf(base: Pick<TicketEvent, 'id' | 'ticketId' | 'atMs' | 'by'>, fields: FieldValues): StaffMessage {
  const { id, ticketId, atMs, by } = base;
  const purpose = fields['purpose'] as StaffMessagePurpose | undefined;
  return {
    id,
    ticketId,
    atMs,
    by,
    ...(purpose ? { purpose } : {}),
    text: typeof fields['text'] === 'string' ? fields['text'] : '',
  };
}

/** Runs the row's effects in turn, then moves the states, then sets the clocks. */
function changeOf(
  transition: Transition,
  type: TicketType,
  ticket: Ticket,
  fields: FieldValues,
  actor: Actor,
  context: DecideContext,
): Change {
  const { now, policy, related } = context;
  const left = remainingBudget(ticket.order, related, policy);
  const begin = (key: string): Deadline => startDeadline(type, key, now, policy, ticket.order);
  let change: Change = {};
  let draft = ticket;
  for (const name of transition.effects ?? []) {
    const input: EffectInput = {
      ticket: draft,
      fields,
      choice: transition.choice,
      actor,
      now,
      policy,
      left,
      startDeadline: begin,
    };
    const part: Change = EFFECTS[name](input);
    change = { ...change, ...part };
    draft = evolve(ticket, {
      id: '',
      ticketId: ticket.id,
      kind: 'moved',
      atMs: now,
      by: actor,
      version: ticket.version,
      change,
    });
  }
  const renewed = ticket.claim && actor.party === 'merchant' && ticket.claim.accountId === actor.accountId;
  const claim = renewed && ticket.claim ? { claim: { ...ticket.claim, untilMs: now + policy.claimLeaseMs } } : {};
  if (transition.unversioned) return transition.effects ? change : { ...change, ...claim };

  const target = transition.to === 'agreed-path' ? agreedPath(type, draft, policy) : transition;
  const workflow = target.to === 'unchanged' || target.to === 'agreed-path' ? ticket.workflow : target.to;
  const intervention = transition.intervention ?? ticket.intervention;
  const ends = isOpen(ticket.workflow) && !isOpen(workflow);
  const ending = ends ? (target.ending ?? transition.ending ?? 'met') : undefined;
  const owed = ends && isOwed({ workflow, ending, agreed: draft.agreed });
  const settlement = owed ? 'pending' : transition.settlement;
  const deadlines = deadlinesAfter(
    type,
    ticket,
    draft.deadlines,
    { workflow, intervention, starts: target.deadline ?? transition.deadline },
    begin,
  );
  return {
    ...change,
    ...(workflow === ticket.workflow ? {} : { workflow }),
    ...(intervention === ticket.intervention ? {} : { intervention }),
    ...(draft.declinedFrom && workflow !== 'declined' && workflow !== 'awaiting-buyer' ? { declinedFrom: null } : {}),
    ...(settlement ? { settlement } : {}),
    ...(ending ? { ending } : {}),
    ...(intervention === 'none' && ticket.asked.length > 0 ? { asked: [] } : {}),
    ...(deadlines === ticket.deadlines ? {} : { deadlines }),
    ...(actor.party === 'merchant'
      ? { handledBy: { party: actor.party, accountId: actor.accountId, name: actor.name } }
      : {}),
    ...claim,
    ...(ticket.claim && !isOpen(workflow) ? { claim: null } : {}),
  };
}

/** A transition ends the deadlines of the state that it leaves, and starts its own. While the platform intervenes, only its part's run. */
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
    // Of the workflow's deadlines one runs at a time.
    const other = ofPlatform(starts) ? ({ key }: Deadline) => key !== starts : ({ key }: Deadline) => ofPlatform(key);
    kept = [...kept.filter(other), begin(starts)];
  }
  return kept;
}
