// Tables of a ticket type's transitions.
import { label } from '@sidecard/core';
import { deadlineRule, INTERVENING, PARTIES } from '@sidecard/core/wire';
import { code, table } from './markdown.mjs';
import {
  both,
  interventionFilter,
  endingWords,
  fieldWords,
  fromWords,
  guardWords,
  interventionWords,
  partyName,
  settlementWords,
  stateName,
} from './words.mjs';

const english = ({ labels }) => label(labels, 'en');
const conditions = ({ when = [] }) => when.map(guardWords).join(', ');

/** Lists the transitions of each party. Rulings and deadlines have tables of their own. */
export function transitionsByParty(type, transitions) {
  return PARTIES.flatMap((by) => {
    const own = transitions.filter(
      (transition) => transition.by === by && transition.command !== 'rule' && by !== 'system',
    );
    const name = partyName(by);
    return own.length > 0 ? [`### ${name[0].toUpperCase()}${name.slice(1)}`, transitionTable(type, own)] : [];
  }).join('\n\n');
}

/** Lists the platform's rulings. */
export function rulings(type, transitions) {
  return transitionTable(
    type,
    transitions.filter(({ command }) => command === 'rule'),
  );
}

function transitionTable(type, transitions) {
  return table(
    ['Command', 'Name', 'Permission', 'From', 'Platform', 'Condition', 'Fields', 'Result'],
    transitions.map((transition) => [
      [transition.command, transition.choice].filter(Boolean).map(code).join(' '),
      transition.labels ? both(transition.labels) : '',
      transition.needs ? code(transition.needs) : '',
      fromWords(transition.from),
      interventionFilter(transition.whileIntervention),
      conditions(transition),
      (transition.fields ?? []).map((field) => fieldName(field, transition.fields)).join(' · '),
      leadsTo(type, transition),
    ]),
  );
}

function fieldName(field, fields) {
  const free = fields.find(({ key }) => key === field.optionalIf);
  const unless = free ? ` (unless *${english(free)}*)` : '';
  return `${english(field)}${field.optional ? ' (optional)' : unless}`;
}

/** Describes a transition's result. */
export function leadsTo(type, row) {
  if (row.paths) return row.paths.map((path) => leadsOn(type, path)).join(', else ');
  const { to, intervention, ending, settlement, deadline, whileIntervention = ['none'], event, spawns } = row;
  const ends = intervention === 'none' && whileIntervention.some((one) => INTERVENING.includes(one));
  const starts = deadline && deadlineRule(type, deadline);
  return (
    [
      to === 'agreed-path' ? '[as agreed](#agreed-path)' : to !== 'unchanged' && to !== 'order-path' && stateName(to),
      intervention && (ends || intervention !== 'none') && interventionWords(intervention),
      ending && endingWords(ending),
      settlement && settlementWords(settlement),
      starts && `time for *${english(starts)}*`,
      spawns && `a linked ticket of type ${code(spawns.type)}`,
    ]
      .filter(Boolean)
      .join('; ') || (event === 'deadline-noticed' ? 'staff are reminded' : 'no state change')
  );
}

/** Describes one of several results, with its condition. */
function leadsOn(type, { when = [], ...path }) {
  return `${leadsTo(type, path)}${when.length > 0 ? ` (${when.map(guardWords).join(', ')})` : ''}`;
}

/** Lists the messages that transitions send to the buyer. */
export function buyerMessages(transitions) {
  const rows = transitions
    .filter(({ message }) => message)
    .map((transition) => [
      transition.labels ? both(transition.labels) : code(transition.command),
      code(label(transition.message, 'en')),
      code(label(transition.message, 'zh-CN')),
    ]);
  return table(['Transition', 'Message', '消息'], distinct(rows));
}

/** Lists the fields of transitions, each once. */
export function inputs(transitions) {
  const rows = new Map();
  for (const { command, choice, fields = [] } of transitions) {
    for (const field of fields) {
      const row = [both(field.labels), code(field.key), fieldWords(field)];
      const uses = rows.get(row.join()) ?? { row, by: new Set() };
      rows.set(row.join(), { row, by: uses.by.add([command, choice].filter(Boolean).map(code).join(' ')) });
    }
  }
  return table(
    ['Field', 'Key', 'Value', 'Used by'],
    [...rows.values()].map(({ row, by }) => [...row, [...by].join(', ')]),
  );
}

/** Lists deadlines and what happens when they expire. */
export function deadlines(type, rules, transitions, lasts) {
  return table(
    ['Deadline', 'Key', 'Party', 'Duration', 'On expiry'],
    Object.entries(rules).map(([key, rule]) => [
      both(rule.labels),
      code(key),
      partyName(rule.of),
      lasts(rule),
      transitions
        .filter(({ command, choice }) => command === 'expire' && choice === key)
        .map((transition) => outcome(type, transition))
        .join('\n'),
    ]),
  );
}

function outcome(type, transition) {
  const where = [fromWords(transition.from), conditions(transition)].filter(Boolean).join(', ');
  return `${where}: ${leadsTo(type, transition)}`;
}

function distinct(rows) {
  return [...new Map(rows.map((row) => [row.join(), row])).values()];
}
