import { deadlineRule } from '../../machine/deadlines.js';
import { EFFECTS } from '../../machine/effects.js';
import { GUARDS } from '../../machine/guards.js';
import type { TicketType, TicketTypeDefinition } from '../../machine/ticket-type.js';
import { transitionKey } from '../../machine/transition.js';
import type { Ticket } from '../../model/ticket.js';
import { COMMON_TRANSITIONS } from './common-transitions.js';
import { INTERVENTION_DEADLINES } from './deadlines.js';

/**
 * Makes a ticket type of its definition: adds the common moves and checks that rows, guards and deadlines fit together.
 *
 * @throws {TypeError} when the definition is broken, naming what and where: a mistake of whoever wrote it, found at start
 */
export function defineTicketType(definition: TicketTypeDefinition): TicketType {
  const own = new Set(definition.transitions.map(transitionKey));
  const type: TicketType = {
    ...definition,
    deadlines: { ...definition.deadlines, ...INTERVENTION_DEADLINES },
    guards: { ...GUARDS, ...definition.guards },
    transitions: [...definition.transitions, ...COMMON_TRANSITIONS.filter((common) => !own.has(transitionKey(common)))],
  };
  const broken = (what: string): never => {
    throw new TypeError(`Ticket type "${type.key}": ${what}`);
  };
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(type.key)) broken('the key is to be kebab-case.');
  if (!deadlineRule(type, type.firstDeadline)) broken(`there is no deadline "${type.firstDeadline}".`);
  const keys = new Set<string>();
  for (const transition of type.transitions) {
    const key = transitionKey(transition);
    if (keys.has(key)) broken(`two rows are "${key}"; the second is never reached.`);
    keys.add(key);
    for (const effect of transition.effects ?? [])
      if (!Object.hasOwn(EFFECTS, effect)) broken(`there is no effect "${effect}".`);
    if (transition.spawns && transition.by !== 'merchant')
      broken(`"${key}" opens another ticket, which only the merchant can.`);
  }
  const last = type.agreedPath.at(-1);
  if (type.transitions.some(({ to }) => to === 'agreed-path') && (!last || (last.when ?? []).length > 0))
    broken('the last agreed path is to hold always.');
  for (const row of [...type.transitions, ...type.agreedPath]) {
    for (const guard of row.when ?? []) if (!Object.hasOwn(type.guards, guard)) broken(`there is no guard "${guard}".`);
    if (row.deadline && !deadlineRule(type, row.deadline)) broken(`there is no deadline "${row.deadline}".`);
  }
  for (const key of Object.keys(type.deadlines)) {
    if (!type.transitions.some((transition) => transition.command === 'expire' && transition.choice === key))
      broken(`nothing happens when "${key}" runs out.`);
  }
  return Object.freeze(type);
}
