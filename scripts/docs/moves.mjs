// Tables of the moves of a ticket type.
import { label } from '@sidecard/core';
import { deadlineRule, INTERVENING, PARTIES } from '@sidecard/core/wire';
import { code, table } from './markdown.mjs';
import {
  both,
  duringWords,
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

/** What the parties may do, a table each; rulings and timers have tables of their own. */
export function movesByParty(type, transitions) {
  return PARTIES.flatMap((by) => {
    const own = transitions.filter(
      (transition) => transition.by === by && transition.command !== 'rule' && by !== 'system',
    );
    const name = partyName(by);
    return own.length > 0 ? [`### ${name[0].toUpperCase()}${name.slice(1)}`, moveTable(type, own)] : [];
  }).join('\n\n');
}

/** The platform's rulings. */
export function rulings(type, transitions) {
  return moveTable(
    type,
    transitions.filter(({ command }) => command === 'rule'),
  );
}

function moveTable(type, transitions) {
  return table(
    ['Command', 'Name', 'Needs', 'From', 'Platform', 'If', 'Fills in', 'Leads to'],
    transitions.map((transition) => [
      [transition.command, transition.choice].filter(Boolean).map(code).join(' '),
      transition.labels ? both(transition.labels) : '',
      transition.needs ? code(transition.needs) : '',
      fromWords(transition.from),
      duringWords(transition.whileIntervention),
      conditions(transition),
      (transition.fields ?? []).map((field) => fieldName(field, transition.fields)).join(' · '),
      leadsTo(type, transition),
    ]),
  );
}

function fieldName(field, fields) {
  const free = fields.find(({ key }) => key === field.optionalIf);
  const unless = free ? ` (unless *${english(free)}*)` : '';
  return `${english(field)}${field.optional ? ' (may be left out)' : unless}`;
}

/** What becomes of the ticket. */
export function leadsTo(type, row) {
  const {
    to,
    intervention,
    ending,
    settlement,
    deadline,
    whileIntervention = ['none'],
    unversioned,
    event,
    spawns,
  } = row;
  const ends = intervention === 'none' && whileIntervention.some((one) => INTERVENING.includes(one));
  const starts = deadline && deadlineRule(type, deadline);
  return (
    [
      to === 'agreed-path' ? '[as agreed](#where-an-agreement-leads)' : to !== 'unchanged' && stateName(to),
      intervention && (ends || intervention !== 'none') && interventionWords(intervention),
      ending && endingWords(ending),
      settlement && settlementWords(settlement),
      starts && `time for *${english(starts)}*`,
      spawns && `a linked ticket of type ${code(spawns.type)}`,
    ]
      .filter(Boolean)
      .join('; ') || (event === 'deadline-noticed' ? 'staff are reminded' : unversioned ? 'nothing moves' : 'stays')
  );
}

/** What the buyer reads in the chat after a move. */
export function told(transitions) {
  const rows = transitions
    .filter(({ message }) => message)
    .map((transition) => [
      transition.labels ? both(transition.labels) : code(transition.command),
      code(label(transition.message, 'en')),
      code(label(transition.message, 'zh-CN')),
    ]);
  return table(['After', 'The buyer is told', '买家看到'], distinct(rows));
}

/** The inputs of moves, each once. */
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
    ['Field', 'Key', 'Takes', 'In'],
    [...rows.values()].map(({ row, by }) => [...row, [...by].join(', ')]),
  );
}

/** Deadlines, and what happens when they run out. */
export function deadlines(type, rules, transitions, lasts) {
  return table(
    ['Deadline', 'Key', 'Whose', 'How long', 'When it runs out'],
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
