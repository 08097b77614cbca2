import { isFieldKind } from '../../fields/field.js';
import { FILLED_SLOTS } from '../../machine/action-slots.js';
import { deadlineRule } from '../../machine/deadlines.js';
import { isEffect } from '../../machine/effects.js';
import { GUARDS } from '../../machine/guards.js';
import { OBSTACLES } from '../../machine/obstacles.js';
import type { TicketType, TicketTypeDefinition } from '../../machine/ticket-type.js';
import { isAdverse, slotOf, type Transition, transitionKey } from '../../machine/transition.js';
import { COMMON_TRANSITIONS } from './common-transitions.js';
import { correctRequest } from './corrections.js';
import { INTERVENTION_DEADLINES, SETTLE_DEADLINE } from './deadlines.js';
import { part } from './fields.js';

/**
 * Defines a ticket type: adds the common parts, and checks that the definition is consistent.
 *
 * @throws {TypeError} if the definition is invalid, with the problem and its location
 */
export function defineTicketType(definition: TicketTypeDefinition): TicketType {
  const { without = [], resolvedAtOnce } = definition;
  // It follows from the form: a type made from another has its own.
  const correction = resolvedAtOnce || without.includes('correct-request') ? [] : correctRequest(definition.request);
  const derived = new Set(correction.map(transitionKey));
  const transitions = definition.transitions.filter((transition) => !derived.has(transitionKey(transition)));
  const own = new Set(transitions.map(transitionKey));
  // Nothing that open tickets have happens to one that is resolved at once.
  const common = COMMON_TRANSITIONS.filter(
    ({ command, from }) => !without.includes(command) && (!resolvedAtOnce || from.includes('resolved')),
  );
  const type: TicketType = {
    ...definition,
    deadlines: {
      ...definition.deadlines,
      ...(resolvedAtOnce ? {} : INTERVENTION_DEADLINES),
      ...SETTLE_DEADLINE,
    },
    guards: { ...GUARDS, ...definition.guards },
    obstacles: { ...OBSTACLES, ...definition.obstacles },
    transitions: [
      ...transitions.map((row) => divided(row, definition)),
      ...correction,
      ...common.filter((row) => !own.has(transitionKey(row))),
    ],
  };
  const [found] = problemsOf(type);
  if (found) throw new TypeError(`Ticket type "${type.key}": ${found}`);
  return Object.freeze(type);
}

/** Lets a transition be about some of the case's pieces: its form chooses them, and its message to the buyer names them. */
function divided(transition: Transition, { pieces, divisible = [] }: TicketTypeDefinition): Transition {
  const { command, by, fields = [], message } = transition;
  const has = fields.some(({ key }) => key === part.key);
  if (!pieces || has || !divisible.includes(command) || (by !== 'merchant' && by !== 'staff')) return transition;
  const named = message && {
    'zh-CN': `[part:{part}：]${message['zh-CN']}`,
    en: `[part:About {part}: ]${message.en}`,
  };
  return {
    ...transition,
    // A refusal begins with its reason.
    fields: command === 'decline' ? [...fields, part] : [part, ...fields],
    ...(named ? { message: named } : {}),
  };
}

function* problemsOf(type: TicketType): Generator<string> {
  const { key, request, deadlines, transitions, agreedPath, orderPath = [] } = type;
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(key)) yield 'The key must be kebab-case.';
  if (!deadlineRule(type, type.firstDeadline)) yield `Unknown deadline "${type.firstDeadline}".`;
  for (const field of [...request, ...transitions.flatMap(({ fields = [] }) => fields)])
    if (!isFieldKind(field.kind)) yield `The field "${field.key}" has the unknown kind "${String(field.kind)}".`;
  const keys = new Set<string>();
  for (const transition of transitions) {
    const itsKey = transitionKey(transition);
    if (keys.has(itsKey)) yield `Two transitions have the key "${itsKey}"; the second is never reached.`;
    keys.add(itsKey);
    yield* problemsOfTransition(transition, itsKey, type);
  }
  const last = agreedPath.at(-1);
  if (transitions.some(({ to }) => to === 'agreed-path') && (!last || (last.when ?? []).length > 0))
    yield 'The last agreed path must have no condition.';
  for (const path of [...agreedPath, ...orderPath]) yield* problemsOfPath(path, type);
  for (const name of Object.keys(deadlines)) {
    if (!transitions.some(({ by, choice }) => by === 'system' && choice === name))
      yield `No transition handles the expiry of the deadline "${name}".`;
  }
}

function* problemsOfTransition(transition: Transition, itsKey: string, type: TicketType): Generator<string> {
  const { effects = [], blockedBy = [], otherwise = [], spawns, by } = transition;
  for (const { effect } of effects) if (!isEffect(effect)) yield `Unknown effect "${String(effect)}".`;
  for (const code of [...blockedBy, ...otherwise.map(({ because }) => because)])
    if (!Object.hasOwn(type.obstacles, code)) yield `Unknown obstacle "${code}".`;
  for (const code of blockedBy) if (!type.obstacles[code]?.blocks) yield `The obstacle "${code}" has no check.`;
  if (isAdverse(transition) && FILLED_SLOTS.has(slotOf(transition)))
    yield `"${itsKey}" refuses or rules, so its button cannot be in the slot "${slotOf(transition)}".`;
  if (spawns && by !== 'merchant' && by !== 'buyer')
    yield `"${itsKey}" opens a linked ticket, which only merchant and buyer can do.`;
  const last = transition.paths?.at(-1);
  if (last && (last.when ?? []).length > 0) yield `The last path of "${itsKey}" must have no condition.`;
  for (const path of transition.paths ?? []) yield* problemsOfPath(path, type);
  yield* problemsOfPath(transition, type);
  yield* problemsOfPath({ when: otherwise.flatMap(({ unless = [] }) => unless) }, type);
}

function* problemsOfPath(
  { when = [], deadline }: Pick<Transition, 'when' | 'deadline'>,
  type: TicketType,
): Generator<string> {
  for (const guard of when) if (!Object.hasOwn(type.guards, guard)) yield `Unknown guard "${guard}".`;
  if (deadline && !deadlineRule(type, deadline)) yield `Unknown deadline "${deadline}".`;
}
