// Generates the pages about ticket types from their data.
import { builtInTypes, DEFAULT_POLICY, label } from '@sidecard/core';
import { COMMON_TRANSITIONS, INTERVENTION_DEADLINES, SETTLE_DEADLINE } from '@sidecard/core/authoring';
import { deadlineRule } from '@sidecard/core/wire';
import { diagramOf } from './diagram.mjs';
import { code, section, table } from './markdown.mjs';
import { deadlines, inputs, leadsTo, transitionsByParty, rulings, buyerMessages } from './transitions.mjs';
import { both, duration, fieldWords, guardWords, others, partyName, spaced } from './words.mjs';

const HEAD = '<!-- Written by `npm run docs` from the types’ data. Do not edit. -->';
/** The deadlines of every type. */
const COMMON_DEADLINES = { ...INTERVENTION_DEADLINES, ...SETTLE_DEADLINE };
const DEADLINE_BASE = ['of', 'whileIntervention', 'lastsMs', 'labels'];

/** Returns every page by its file name. */
export function pages(types = builtInTypes) {
  return new Map([['README.md', indexPage(types)], ...types.map((type) => [`${type.key}.md`, typePage(type)])]);
}

/** Returns the page of a type. */
export function typePage(type) {
  const common = new Set(COMMON_TRANSITIONS.map((transition) => JSON.stringify(transition)));
  const own = type.transitions.filter((transition) => !common.has(JSON.stringify(transition)));
  return page(
    `# ${both(type.labels)}`,
    table(['', ''], facts(type)),
    states(type),
    section(
      'Request',
      table(
        ['Field', 'Key', 'Value', 'Optional'],
        type.request.map((field) => [
          both(field.labels),
          code(field.key),
          fieldWords(field),
          freedom(field, type.request),
        ]),
      ),
      checkedAsWhole(type),
    ),
    section('Reasons', reasons('for a request', type.reasons.buyer), reasons('for a refusal', type.reasons.merchant)),
    section(
      'Deadlines',
      deadlines(type, ownDeadlines(type), type.transitions, lasts),
      !type.resolvedAtOnce &&
        `The first deadline is *${label(deadlineRule(type, type.firstDeadline).labels, 'en')}*. A shop’s policy can change the durations. None of these deadlines runs while the platform intervenes.`,
    ),
    section(
      'Transitions',
      type.resolvedAtOnce
        ? 'Tickets are resolved when they are opened. Only order events and the payment follow.'
        : `If several rows of a command apply, the first one wins. ${COMMON_NOTE}`,
      transitionsByParty(type, own),
    ),
    section('Rulings', rulings(type, own)),
    section(
      'Agreed path',
      type.agreedPath.length > 0 &&
        'An agreement, or a ruling with the result “as agreed”, takes the first row whose condition holds.',
      pathTable(type, type.agreedPath),
    ),
    section(
      'When the order changes',
      type.orderPath &&
        'A fact of the order ends an intervention, and takes the ticket to the first row whose condition holds. If none holds, the ticket stays where it is.',
      pathTable(type, type.orderPath ?? []),
    ),
    section('Fields', inputs(own)),
    section('Messages to the buyer', buyerMessages(own), buyerMessages(own) && TEMPLATE_NOTE),
  );
}

function pathTable(type, paths) {
  const rows = paths.map((path, index) => [
    path.when?.map(guardWords).join(', ') ?? (index > 0 ? 'otherwise' : 'always'),
    leadsTo(type, path),
  ]);
  return table(['Condition', 'Result'], rows);
}

/** The type's deadlines, without those of every type. */
function ownDeadlines({ deadlines }) {
  return Object.fromEntries(Object.entries(deadlines).filter(([key]) => !Object.hasOwn(COMMON_DEADLINES, key)));
}

/** Returns the list of types, and what they have in common. */
function indexPage(types) {
  const rest = { key: '', deadlines: COMMON_DEADLINES, agreedPath: [] };
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
    'A covered type has a card in the chat and messages to platform staff. `policy.coveredTypes` lists the covered types. To add a type, use `defineTicketType`.',
    section(
      'Common transitions',
      `Every type has these transitions, after its own; a type can override them. A claim expires ${duration(DEFAULT_POLICY.claimLeaseMs)} after its holder’s last action.`,
      transitionsByParty(rest, COMMON_TRANSITIONS),
    ),
    section('The platform’s deadlines', deadlines(rest, COMMON_DEADLINES, COMMON_TRANSITIONS, lasts)),
    section('Fields', inputs(COMMON_TRANSITIONS)),
    section('Messages to the buyer', buyerMessages(COMMON_TRANSITIONS), TEMPLATE_NOTE),
  );
}

const LEGEND = ['⏱ the deadline expires', '† also during intervention', 'conditions are in brackets'];
const DIAMOND = '◇ an agreement, see [below](#agreed-path)';
const COMMON_NOTE = `Every type also has [${listed(COMMON_TRANSITIONS)}](README.md#common-transitions).`;
const TEMPLATE_NOTE =
  '`{key}` is the value of a field, `{agreed}` the agreed refund, `{promised}` what the claimed commitment pays. `[key:…]` appears only if the field is set and not false, `[!key:…]` only if it is not. After a receipt, `{proposed}` is what the shop’s rules leave to refund; `[proposed:…]`, `[refused:…]` and `[kept:…]` appear if it led to a proposal, to a refusal, or to what was agreed, `[refund:…]` if that is a refund.';

function states(type) {
  const diagram = diagramOf(type);
  const legend = diagram.includes('<<choice>>') ? [...LEGEND, DIAMOND] : LEGEND;
  return section('States', `\`\`\`mermaid\n${diagram}\n\`\`\``, `${legend.join(' · ')}.`);
}

/** Lists the commands of people. */
function listed(transitions) {
  const commands = transitions.filter(({ by }) => by !== 'host' && by !== 'system').map(({ command }) => command);
  return [...new Set(commands)].map(code).join(', ');
}

function checkedAsWhole({ checkRequest }) {
  // A check written inline is named after its member.
  if (!checkRequest || checkRequest.name === 'checkRequest')
    return checkRequest && 'The request is also checked as a whole.';
  return `The request is also checked as a whole: ${spaced(checkRequest.name)}.`;
}

function facts(type) {
  return [
    ['Key', code(type.key)],
    ['Covered by default', isCovered(type) ? 'yes: has a card and messages to platform staff' : 'no: listed only'],
    ['Queue', spaced(type.queue)],
    ...(type.openedBy ? [['Opened by', type.openedBy.map(partyName).join(', ')]] : []),
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
