// A ticket type as a Mermaid state diagram.
import { label } from '@sidecard/core';
import { deadlineRule, INTERVENING, isOpen, WORKFLOW_STATES } from '@sidecard/core/wire';
import { guardWords, partyName, spaced, stateName } from './words.mjs';

const startOf = ({ resolvedAtOnce }) => (resolvedAtOnce ? 'resolved' : 'awaiting-merchant');
const list = (value) => (typeof value === 'string' ? [value] : value);
const id = (state) => state.replaceAll('-', '_');

/**
 * Draws a type: its workflow states, the intervention as one state, and the transitions between them. Transitions that change none of these
 * are left out, as are unreachable states.
 */
export function diagramOf(type) {
  const arrows = reachable(arrowsOf(type), startOf(type));
  const names = new Set([startOf(type), ...arrows.flatMap(({ from, to }) => [from, to])]);
  const inner = names.has('platform') ? innerArrows(type) : [];
  return [
    'stateDiagram-v2',
    ...WORKFLOW_STATES.filter((state) => names.has(state)).map(
      (state) => `state "${stateName(state)}" as ${id(state)}`,
    ),
    ...(names.has('agreed') ? ['state agreed <<choice>>'] : []),
    ...(names.has('platform') ? platform(inner) : []),
    `[*] --> ${id(startOf(type))}`,
    ...drawn(arrows),
    ...WORKFLOW_STATES.filter((state) => names.has(state) && !isOpen(state)).map((state) => `${id(state)} --> [*]`),
  ].join('\n');
}

/** Returns the arrows that transitions make. `platform` is the intervention, `agreed` the branch point of an agreement. */
function arrowsOf(type) {
  const split = type.agreedPath.length > 1 || type.agreedPath.some(({ when }) => when);
  const arrows = type.transitions.flatMap((transition) => {
    const whileIntervention = transition.whileIntervention ?? ['none'];
    const intervenes = INTERVENING.includes(transition.intervention);
    const apart = !whileIntervention.includes('none');
    if (apart && transition.intervention !== 'none') return [];
    // What follows from the order is in a table of its own.
    const stays = transition.to === 'unchanged' || transition.to === 'order-path';
    if (stays && !intervenes && !apart) return [];
    const also = !apart && whileIntervention.some((one) => INTERVENING.includes(one));
    return list(transition.from).flatMap((state) => {
      const step = {
        from: apart ? 'platform' : state,
        needs: state,
        words: wordsOf(transition, type, also),
        when: transition.when ?? [],
      };
      if (intervenes) return [{ ...step, to: 'platform' }];
      if (transition.to !== 'agreed-path') return [{ ...step, to: stays ? state : transition.to }];
      if (transition.paths)
        return transition.paths.map(({ to, when = [] }) => ({ ...step, to, when: [...step.when, ...when] }));
      return [{ ...step, to: split ? 'agreed' : type.agreedPath[0].to }];
    });
  });
  const ways = type.agreedPath.map(({ to, when = [] }) => ({
    from: 'agreed',
    needs: 'agreed',
    to,
    words: when.length > 0 ? '' : 'otherwise',
    when,
  }));
  return split ? [...arrows, ...ways] : arrows;
}

/** Keeps the arrows that a new ticket can reach. */
function reachable(arrows, start) {
  const seen = new Set([start]);
  for (let grown = true; grown;) {
    const next = arrows.filter(({ from, needs, to }) => seen.has(from) && seen.has(needs) && !seen.has(to));
    for (const { to } of next) seen.add(to);
    grown = next.length > 0;
  }
  return arrows.filter(({ from, needs }) => seen.has(from) && seen.has(needs));
}

function platform(inner) {
  const states = [...new Set(['requested', ...inner.flatMap(({ from, to }) => [from, to])])];
  return [
    'state "Platform intervening" as platform {',
    ...states.map((state) => `  state "${stateName(state)}" as ${id(state)}`),
    '  [*] --> requested',
    ...drawn(inner).map((line) => `  ${line}`),
    '}',
  ];
}

/** Arrows within the intervention. Who was asked for evidence makes no difference here. */
function innerArrows(type) {
  return type.transitions
    .filter(({ intervention }) => INTERVENING.includes(intervention))
    .flatMap((transition) =>
      (transition.whileIntervention ?? ['none'])
        .filter((from) => from !== 'none' && from !== transition.intervention)
        .map((from) => ({ from, to: transition.intervention, words: wordsOf(transition, type, false), when: [] })),
    );
}

function wordsOf({ command, choice, by }, type, also) {
  if (command === 'expire') return `⏱ ${label(deadlineRule(type, choice).labels, 'en')}`;
  return `${[command, choice].filter(Boolean).map(spaced).join(' ')} · ${partyName(by).replace(/^the /, '')}${also ? ' †' : ''}`;
}

/** Returns one line per pair of states, without conditions of what is also possible without them. */
function drawn(arrows) {
  return [...groups(arrows, ({ from, to }) => `${id(from)} --> ${id(to)}`)].map(([pair, all]) => {
    const labels = [...groups(all, ({ words }) => words)].map(([words, ways]) => {
      const needed = ways.filter((way) => !ways.some((other) => isWider(other, way)));
      const conditions = needed.map(({ when }) => when.map(guardWords).join(', ')).filter(Boolean);
      return [words, [...new Set(conditions)].map((condition) => `[${condition}]`).join(' or ')]
        .filter(Boolean)
        .join(' ');
    });
    // These characters would end the label.
    return `${pair} : ${labels.join('<br/>').replace(/[:;]/g, ',')}`;
  });
}

const isWider = (one, other) =>
  one.when.length < other.when.length && one.when.every((name) => other.when.includes(name));

function groups(values, keyOf) {
  const found = new Map();
  for (const value of values) found.set(keyOf(value), [...(found.get(keyOf(value)) ?? []), value]);
  return found;
}
