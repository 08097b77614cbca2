import { checkFields, cleanFields } from '../fields/check.js';
import type { Field } from '../fields/field.js';
import type { FieldLimits, FieldProblem } from '../fields/kinds/kind.js';
import { limitsOfPart } from '../fields/part.js';
import { readForm } from '../fields/read-form.js';
import { type Actor, permits } from '../model/actor.js';
import { scheduledDeadlines } from '../model/deadlines.js';
import type { Change, StaffMessage, StaffMessagePurpose, TicketEvent } from '../model/events.js';
import type { FieldValues } from '../model/field-values.js';
import { isDisagreement } from '../model/disagreement.js';
import { SCHEMA_VERSION } from '../model/schema-version.js';
import { displayStatus, isOpen } from '../model/states.js';
import type { ActorRef, Claim, Colleague, Deadline, HistoryEntry, Ticket } from '../model/ticket.js';
import { missingEvidence } from '../policy/request-rules.js';
import { isMoney } from '../values/money.js';
import { isSame } from '../values/same.js';
import type { Policy } from '../policy/policy.js';
import { nameOf } from '../values/unknown.js';
import type { Command, ThreadMessage } from './commands.js';
import { judgeRuling } from './commitment-claims.js';
import { compose } from './compose.js';
import { openTicket, requestProblems } from './create.js';
import { startDeadline } from './deadlines.js';
import type { DecideContext, Decision } from './decision.js';
import { applyEffect, refusalOf, replacedBy } from './effects.js';
import { evolve, withChange } from './evolve.js';
import {
  agreedPath,
  compensatedBy,
  NO_TRANSITION,
  obstacleTo,
  orderPath,
  timedTransition,
  transitionFor,
  whyNoneFits,
} from './find-transition.js';
import { budgetFor } from './ledger.js';
import { transitionLimits } from './limits.js';
import { alongPath, moveTo, type Target } from './move.js';
import { refuse } from './refusals.js';
import { nextNumber, partOf, splitTicket, withoutPart } from './split.js';
import type { TicketType } from './ticket-type.js';
import type { Spawn, Transition } from './transition.js';

type Limits = Readonly<Record<string, FieldLimits>>;

/**
 * Decides what a command does to a ticket. Pure: the same arguments give the same result.
 *
 * @returns the events, or a refusal: `type-unknown`, `command-unknown` (the type has no such command for the actor's party, or not in the
 *   command's thread), `version-conflict` (not the current version), `move-not-allowed` (not possible in this state, with the obstacle),
 *   `permission-missing`, `field-invalid`, `order-fact-invalid`; if the transition opens a linked ticket, also the refusals of creating it
 */
export function decide(
  ticket: Ticket,
  command: Command | ThreadMessage,
  actor: Actor,
  context: DecideContext,
): Decision {
  const type = context.types.get(ticket.type);
  if (!type) return refuse({ code: 'type-unknown', type: ticket.type });
  const { command: name, version, choice, fields: form, thread } = membersOf(command);
  const candidates = type.transitions.filter(
    ({ command: known, by, thread: its = 'case' }) =>
      by === actor.party &&
      (thread === undefined
        ? known === name
        : its === thread && (known === name || (name === undefined && its !== 'case'))),
  );
  const [first] = candidates;
  if (!first) return refuse({ code: 'command-unknown', command: nameOf(name) });
  const bySystem = actor.party === 'system';
  if (!candidates.every(({ unversioned }) => unversioned) && !bySystem && version !== ticket.version) {
    return refuse({ code: 'version-conflict', version: ticket.version });
  }
  const wanted = first.command;
  const asked = { command: wanted, choice };
  const transition = bySystem
    ? timedTransition(type, ticket, asked, context)
    : transitionFor(type, ticket, asked, actor.party, context.policy);
  const needs = (transition ?? first).needs;
  if (needs && !permits(actor, needs)) return refuse({ code: 'permission-missing', needs });
  const notAllowed = (because: string) => {
    const { workflow, intervention } = ticket;
    const becauseLabels = type.obstacles[because]?.labels;
    const words = becauseLabels ? { becauseLabels } : {};
    return refuse({ code: 'move-not-allowed', command: wanted, because, ...words, workflow, intervention });
  };
  if (!transition) return notAllowed(whyNoneFits(candidates, type, ticket, context.policy));
  if (bySystem && !isDue(ticket, transition, context.now)) return notAllowed(NO_TRANSITION);

  const values = readForm(form ?? {});
  if (!values) return refuse({ code: 'field-invalid', problems: [{ field: 'fields', problem: 'wrong-kind' }] });
  const obstacle = obstacleTo(transition, type, ticket, {
    ...context,
    actor: bySystem ? undefined : actor,
    fields: values,
  });
  if (obstacle) return notAllowed(obstacle);
  const fields = transition.fields ?? [];
  const limits = limitsOfPart(transitionLimits(fields, type, ticket, actor.party, context), values);
  const problems = checkFields(fields, values, limits);
  if (problems.length > 0) return refuse({ code: 'field-invalid', problems });

  const filled = cleanFields(fields, values);
  const part = partOf(ticket, filled);
  const clean = part ? filled : withoutPart(filled);
  for (const effect of transition.effects ?? []) {
    const refusal = refusalOf(effect, { ticket, fields: clean, now: context.now });
    if (refusal) return refuse(refusal);
  }
  const wrong = correctionProblems(transition, type, ticket, clean, context);
  if (wrong.length > 0) return refuse({ code: 'field-invalid', problems: wrong });
  const tooMuch = aboveTheRule(fields, clean, ticket, context);
  if (tooMuch) return refuse({ code: 'field-invalid', problems: [tooMuch] });
  if (part) {
    const { event, opened } = splitTicket(ticket, part, actor, context);
    const first = evolve(ticket, event);
    const inner = {
      ...context,
      related: [...context.related, evolve(undefined, opened)],
    };
    // The other pieces keep what was agreed for them, which can leave less.
    const left = transitionLimits(fields, type, first, actor.party, inner);
    const above = checkFields(fields.filter(isMoneyField), clean, left).filter(isTooHigh);
    if (above.length > 0) return refuse({ code: 'field-invalid', problems: above });
    return {
      ok: true,
      value: [event, eventOf(transition, type, first, clean, actor, inner, limits)],
      spawned: [opened],
    };
  }
  const event = eventOf(transition, type, ticket, clean, actor, context, limits);
  return transition.spawns
    ? spawn(transition.spawns, ticket, event, clean, actor, context)
    : { ok: true, value: [event] };
}

const isMoneyField = ({ kind }: Field) => kind === 'money';
const isTooHigh = ({ problem }: FieldProblem) => problem === 'too-high';

/** A correction must change something, and the whole request must still be valid. A claimed commitment depends on the reason. */
function correctionProblems(
  { effects = [], fields: form = [] }: Transition,
  type: TicketType,
  ticket: Ticket,
  fields: FieldValues,
  context: DecideContext,
): readonly FieldProblem[] {
  const before = replacedBy(effects, ticket, fields);
  if (!before) return [];
  const changed = Object.keys(fields).filter((key) => !isSame(before[key], fields[key]));
  if (changed.length === 0) return [{ field: form[0]?.key ?? '', problem: 'required' }];
  if (!effects.some(({ effect }) => effect === 'correct-request')) return [];
  if (ticket.commitment && changed.includes('reason')) return [{ field: 'reason', problem: 'unknown-option' }];
  // What was valid and is left as it is may remain, even if less money is left now.
  const request = { ...ticket.request, ...fields };
  return [
    ...requestProblems(type, request, ticket.order, context),
    ...missingEvidence(type, request, ticket.order, context.policy),
  ].filter(({ field }) => changed.includes(field) || ticket.request[field] === undefined);
}

/** Compensation under a commitment is at most the figure of its rule (R45). */
function aboveTheRule(
  form: readonly Field[],
  fields: FieldValues,
  ticket: Ticket,
  { related, now, policy }: DecideContext,
): FieldProblem | undefined {
  const key = compensatedBy(form, fields);
  const { compensation } = fields;
  if (key === undefined || !isMoney(compensation)) return undefined;
  const { maxMinor: max } = judgeRuling(ticket, key, related, now, policy);
  if (max === undefined || compensation.amountMinor <= max) return undefined;
  return { field: 'compensation', problem: 'too-high', min: 1, max, currency: compensation.currency };
}

/** Opens the linked ticket, runs its first command, and links the two. */
function spawn(
  { type, request, command, fields: fieldsOf }: Spawn,
  ticket: Ticket,
  event: TicketEvent,
  fields: FieldValues,
  actor: Actor,
  context: DecideContext,
): Decision {
  const { merchantId, order, locale } = ticket;
  const number = nextNumber(ticket, context.related);
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
  // One action is one message to the buyer: what leads to the other ticket has said it.
  const answers = event.entry?.sentMessage ? first.value.map(withoutMessage) : first.value;
  return { ok: true, value: [tied], spawned: [...opening.value, ...answers] };
}

function withoutMessage(event: TicketEvent): TicketEvent {
  if (!event.entry) return event;
  const { sentMessage: _, ...entry } = event.entry;
  return { ...event, entry };
}

/** Reads each member of a command once: its origin is unknown. */
function membersOf(given: unknown): { readonly [Key in keyof Command]?: Command[Key] | undefined } {
  try {
    const { command, version, choice, fields, thread } = given as Command;
    return { command, version, choice, fields, thread };
  } catch {
    return {};
  }
}

function isDue(ticket: Ticket, { choice }: Transition, now: number): boolean {
  return scheduledDeadlines(ticket).some(({ key, dueAtMs }) => key === choice && dueAtMs <= now);
}

function eventOf(
  transition: Transition,
  type: TicketType,
  ticket: Ticket,
  fields: FieldValues,
  actor: Actor,
  context: DecideContext,
  limits: Limits,
): TicketEvent {
  const { now, newId } = context;
  const kind = transition.event ?? 'moved';
  const by: ActorRef = { party: actor.party, accountId: actor.accountId, name: actor.name };
  const base = {
    schema: SCHEMA_VERSION,
    id: newId(),
    ticketId: ticket.id,
    kind,
    atMs: now,
    by,
    version: ticket.version + (transition.unversioned ? 0 : 1),
  };

  if (transition.thread === 'staff') {
    return { ...base, change: {}, message: staffMessageOf(base, fields) };
  }
  const changed = changeOf(transition, type, ticket, fields, actor, context, limits);
  const change =
    ticket.disagreedAtMs === undefined && isDisagreement({ kind, change: changed })
      ? { ...changed, disagreedAtMs: now }
      : changed;
  const after = evolve(ticket, { ...base, change });
  const text =
    transition.message &&
    compose(transition.message, {
      fields,
      form: transition.fields ?? [],
      limits,
      ticket: after,
      type,
      party: actor.party,
    });
  const status = displayStatus(after);
  const before = replacedBy(transition.effects ?? [], ticket, fields);
  const entry: HistoryEntry = {
    id: base.id,
    kind,
    command: transition.command,
    ...(transition.choice ? { choice: transition.choice } : {}),
    atMs: now,
    by,
    ...(Object.keys(fields).length > 0 ? { fields } : {}),
    ...(before ? { before } : {}),
    ...(kind === 'transferred' && change.claim ? { to: colleagueOf(change.claim) } : {}),
    ...(text ? { sentMessage: { messageId: newId(), text } } : {}),
    ...(status === displayStatus(ticket) ? {} : { status }),
  };
  return { ...base, change, entry };
}

const colleagueOf = ({ accountId, name }: Claim): Colleague => ({ accountId, name });

function staffMessageOf(base: Pick<TicketEvent, 'id' | 'ticketId' | 'atMs' | 'by'>, fields: FieldValues): StaffMessage {
  const { id, ticketId, atMs, by } = base;
  const purpose = fields['purpose'] as StaffMessagePurpose | undefined;
  const pictures = fields['pictures'] as readonly string[] | undefined;
  return {
    id,
    ticketId,
    atMs,
    by,
    ...(purpose ? { purpose } : {}),
    text: typeof fields['text'] === 'string' ? fields['text'] : '',
    ...(pictures ? { pictures } : {}),
  };
}

/** Applies the transition's effects in order, then the states, then the deadlines. */
function changeOf(
  transition: Transition,
  type: TicketType,
  ticket: Ticket,
  fields: FieldValues,
  actor: Actor,
  context: DecideContext,
  limits: Limits,
): Change {
  const { now, policy } = context;
  const begin = (key: string): Deadline => startDeadline(type, key, now, policy, ticket.order, fields);
  const { change, draft } = withEffects(transition, type, ticket, fields, actor, context, limits);
  const claim = claimBy(actor, ticket, context);
  if (transition.unversioned) return transition.effects ? change : { ...change, ...claim };

  const moved = moveTo(targetOf(transition, type, draft, policy), type, ticket, draft, begin);
  return {
    ...change,
    ...moved,
    ...(actor.party === 'merchant'
      ? { handledBy: { party: actor.party, accountId: actor.accountId, name: actor.name } }
      : {}),
    ...(isOpen(moved.workflow ?? ticket.workflow) ? claim : {}),
  };
}

/** Acting on a ticket that nobody has claims it; acting on one’s own renews the claim. A colleague’s claim stays. */
function claimBy(
  { party, accountId, name, permissions }: Actor,
  { claim, workflow }: Ticket,
  { now, policy }: DecideContext,
): Pick<Change, 'claim'> {
  if (party !== 'merchant' || !permits({ permissions }, 'task.handle') || !isOpen(workflow)) return {};
  const ofColleague = claim !== undefined && claim.untilMs > now && claim.accountId !== accountId;
  return ofColleague ? {} : { claim: { accountId, name, untilMs: now + policy.claimLeaseMs } };
}

/** Where a transition leads under the terms, and with the order, that its effects give. */
function targetOf(transition: Transition, type: TicketType, draft: Ticket, policy: Policy): Target {
  const { to, deadline, ending, intervention, settlement } = transition;
  const own = { deadline, ending, intervention, settlement };
  if (to === 'agreed-path') {
    const path = agreedPath(transition, type, draft, policy);
    return { ...own, ...path, deadline: path.deadline ?? deadline, ending: path.ending ?? ending };
  }
  if (to !== 'order-path') return { ...own, to };
  const path = orderPath(type, draft, policy);
  return path ? alongPath(path) : { ...own, to: 'unchanged' };
}

/** Applies the transition's effects, each to the result of the one before. */
export function withEffects(
  { effects = [], choice }: Transition,
  type: TicketType,
  ticket: Ticket,
  fields: FieldValues,
  actor: Actor,
  { now, policy, related, colleagues }: Omit<DecideContext, 'newId'>,
  limits?: Limits,
): { readonly change: Change; readonly draft: Ticket } {
  const begin = (key: string): Deadline => startDeadline(type, key, now, policy, ticket.order, fields);
  const remaining = () => budgetFor(ticket, related, policy);
  let change: Change = {};
  let draft = ticket;
  for (const effect of effects) {
    const input = {
      ...{ ticket: draft, fields, choice, actor, now, policy, limits, colleagues },
      ...{ remaining, startDeadline: begin },
    };
    change = { ...change, ...applyEffect(effect, input) };
    draft = withChange(ticket, change);
  }
  return { change, draft };
}
