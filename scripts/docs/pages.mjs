// The pages about ticket types, made of nothing but their data.
import { builtInTypes, DEFAULT_POLICY, label } from '@sidecard/core';
import { COMMON_TRANSITIONS, INTERVENTION_DEADLINES } from '@sidecard/core/authoring';
import { deadlineRule } from '@sidecard/core/wire';
import { diagramOf } from './diagram.mjs';
import { code, section, table } from './markdown.mjs';
import { deadlines, inputs, leadsTo, movesByParty, rulings, told } from './moves.mjs';
import { both, duration, fieldWords, guardWords, others, spaced } from './words.mjs';

const HEAD = '<!-- Written by `npm run docs` from the types’ data. Do not edit. -->';
const DEADLINE_BASE = ['of', 'whileIntervention', 'lastsMs', 'labels'];

/** Every page by its file name. */
export function pages(types = builtInTypes) {
  return new Map([['README.md', indexPage(types)], ...types.map((type) => [`${type.key}.md`, typePage(type)])]);
}

/** The page of one type. */
export function typePage(type) {
  const common = new Set(COMMON_TRANSITIONS.map((transition) => JSON.stringify(transition)));
  const own = type.transitions.filter((transition) => !common.has(JSON.stringify(transition)));
  return page(
    `# ${both(type.labels)}`,
    table(['', ''], facts(type)),
    states(type),
    section(
      'What is asked',
      table(
        ['Field', 'Key', 'Takes', 'May be left out'],
        type.request.map((field) => [
          both(field.labels),
          code(field.key),
          fieldWords(field),
          freedom(field, type.request),
        ]),
      ),
      checkedAsWhole(type),
    ),
    section('Reasons', reasons('of a request', type.reasons.buyer), reasons('of a refusal', type.reasons.merchant)),
    section(
      'Deadlines',
      deadlines(type, ownDeadlines(type), type.transitions, lasts),
      `A ticket begins with *${label(deadlineRule(type, type.firstDeadline).labels, 'en')}*. A shop’s policy can set other lengths. None of these runs while the platform intervenes.`,
    ),
    section(
      'Who may do what',
      `Of several rows of a command, the first that fits is taken. ${COMMON_NOTE}`,
      movesByParty(type, own),
    ),
    section('Rulings', rulings(type, own)),
    section(
      'Where an agreement leads',
      'An agreement, and a ruling that leads “as agreed”, leads to the first of these whose condition holds.',
      table(
        ['If', 'Leads to'],
        type.agreedPath.map((path, index) => [
          path.when?.map(guardWords).join(', ') ?? (index > 0 ? 'otherwise' : 'always'),
          leadsTo(type, path),
        ]),
      ),
    ),
    section('What is filled in', inputs(own)),
    section('What the buyer is told', told(own), told(own) && TEMPLATE_NOTE),
  );
}

/** The deadlines that a type does not have in common with all others. */
function ownDeadlines({ deadlines }) {
  return Object.fromEntries(Object.entries(deadlines).filter(([key]) => !Object.hasOwn(INTERVENTION_DEADLINES, key)));
}

/** The list of types, and what they have in common. */
function indexPage(types) {
  const rest = { key: '', deadlines: INTERVENTION_DEADLINES, agreedPath: [] };
  return page(
    '# Ticket types',
    table(
      ['Type', 'Key', 'Covered by default', 'Queue', 'Time to answer'],
      types.map((type) => [
        `[${both(type.labels)}](${type.key}.md)`,
        code(type.key),
        isCovered(type) ? 'yes' : 'no, listed only',
        spaced(type.queue),
        lasts(deadlineRule(type, type.firstDeadline)),
      ]),
    ),
    'A covered type gets a card in the chat, and messages to platform staff; `policy.coveredTypes` says which are. A type of your own is one `defineTicketType`.',
    section(
      'What every type has',
      `These moves come with every type, after its own; a type can say otherwise. A claim ends by itself ${duration(DEFAULT_POLICY.claimLeaseMs)} after its holder last did something.`,
      movesByParty(rest, COMMON_TRANSITIONS),
    ),
    section('The platform’s deadlines', deadlines(rest, INTERVENTION_DEADLINES, COMMON_TRANSITIONS, lasts)),
    section('What is filled in', inputs(COMMON_TRANSITIONS)),
    section('What the buyer is told', told(COMMON_TRANSITIONS), TEMPLATE_NOTE),
  );
}

const LEGEND = [
  '⏱ the deadline of that name has run out',
  '† also while the platform intervenes',
  'conditions are in brackets',
];
const DIAMOND = '◇ an agreement, see [below](#where-an-agreement-leads)';
const COMMON_NOTE = `Every type also has [${listed(COMMON_TRANSITIONS)}](README.md#what-every-type-has).`;
const TEMPLATE_NOTE =
  '`{key}` stands for a field, `{agreed}` for the agreed refund; `[key:…]` is said only if the field is filled in and not false, `[!key:…]` only if it is not.';

function states(type) {
  const diagram = diagramOf(type);
  const legend = diagram.includes('<<choice>>') ? [...LEGEND, DIAMOND] : LEGEND;
  return section('States', `\`\`\`mermaid\n${diagram}\n\`\`\``, `${legend.join(' · ')}.`);
}

/** What people can do, by command. */
function listed(transitions) {
  const commands = transitions.filter(({ by }) => by !== 'host' && by !== 'system').map(({ command }) => command);
  return [...new Set(commands)].map(code).join(', ');
}

function checkedAsWhole({ checkRequest }) {
  // one that is written in place is called after its member
  if (!checkRequest || checkRequest.name === 'checkRequest')
    return checkRequest && 'Beyond the fields it is checked as a whole.';
  return `Beyond the fields it is checked as a whole: ${spaced(checkRequest.name)}.`;
}

function facts(type) {
  return [
    ['Key', code(type.key)],
    [
      'Covered by default',
      isCovered(type) ? 'yes: it has a card, and messages to platform staff' : 'no: it is listed only',
    ],
    ['Queue', spaced(type.queue)],
  ];
}

const isCovered = ({ key }) => DEFAULT_POLICY.coveredTypes.includes(key);
const lasts = (rule) => [duration(rule.lastsMs), ...others(rule, DEADLINE_BASE)].join(', ');

function freedom(field, fields) {
  const free = fields.find(({ key }) => key === field.optionalIf);
  if (free) return `if *${label(free.labels, 'en')}*`;
  return field.optional || field.kind === 'boolean' ? 'yes' : '';
}

function reasons(name, list) {
  return table(
    [`Reason ${name}`, 'Key'],
    list.map(({ key, labels }) => [both(labels), code(key)]),
  );
}

const page = (...parts) => `${[HEAD, ...parts].filter(Boolean).join('\n\n')}\n`;
