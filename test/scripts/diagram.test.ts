import { builtInTypes } from '@sidecard/core';
import { transitionKey, returnRefund, type Ticket } from '@sidecard/core/authoring';
import { deadlineRule, INTERVENING } from '@sidecard/core/wire';
import { describe, expect, it } from 'vitest';
import { diagramOf } from '../../scripts/docs/diagram.mjs';
import { guardWords, spaced } from '../../scripts/docs/words.mjs';
import { created, POLICY, REQUEST } from '../support/tickets.ts';
import { type Step, walk } from '../support/walk.ts';

/** What of Mermaid’s state diagrams we write. A name has no hyphen and a label neither colon nor semicolon: they would end it. */
const NAME = '[a-z][a-z_]*';
const LINES = {
  state: new RegExp(`^state "[A-Z][^":;]*" as (${NAME})( \\{)?$`),
  choice: new RegExp(`^state (${NAME}) <<choice>>$`),
  arrow: new RegExp(`^(${NAME}|\\[\\*\\]) --> (${NAME}|\\[\\*\\])(?: : ([^:;]+))?$`),
  end: /^\}$/,
};
/** Words that Mermaid keeps for itself. */
const TAKEN = ['state', 'note', 'end', 'class', 'default', 'direction', 'style', 'click', 'scale', 'as'];

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** Within the platform’s part. */
  readonly inner: boolean;
}

/** Reads a diagram, or says which line is none of Mermaid’s. */
function read(diagram: string): { readonly states: readonly string[]; readonly arrows: readonly Arrow[] } {
  const [head, ...lines] = diagram.split('\n');
  const states: string[] = [];
  const arrows: Arrow[] = [];
  let inner = false;
  expect(head).toBe('stateDiagram-v2');
  for (const line of lines.map((text) => text.trim())) {
    const state = LINES.state.exec(line) ?? LINES.choice.exec(line);
    const arrow = LINES.arrow.exec(line);
    expect(state ?? arrow ?? LINES.end.exec(line), line).not.toBe(null);
    if (state?.[1]) states.push(state[1]);
    if (arrow) arrows.push({ from: arrow[1] ?? '', to: arrow[2] ?? '', label: arrow[3] ?? '', inner });
    if (state?.[2] || line === '}') {
      expect(inner, line).toBe(line === '}');
      inner = !inner;
    }
  }
  expect(inner).toBe(false);
  return { states, arrows };
}

describe.each(builtInTypes)('the diagram of $key', (type) => {
  const { states, arrows } = read(diagramOf(type));

  it('declares every state once, and uses each', () => {
    expect(states.filter((state) => TAKEN.includes(state))).toEqual([]);
    expect(new Set(states).size).toBe(states.length);
    const used = new Set(arrows.flatMap(({ from, to }) => [from, to]).filter((name) => name !== '[*]'));
    expect([...used].sort()).toEqual([...states].sort());
  });

  it('parts an agreement by every condition of the type', () => {
    const ways = arrows.filter(({ from }) => from === 'agreed').map(({ label }) => label);
    for (const words of type.agreedPath.flatMap(({ when = [] }) => when.map(guardWords)))
      expect(ways.join()).toContain(words);
  });

  it('[R16] [R17] leads from the beginning to every state, the platform’s among them, and from each to an end', () => {
    const outer = arrows.filter(({ inner }) => !inner);
    const seen = new Set([type.resolvedAtOnce ? 'resolved' : 'awaiting_merchant']);
    for (const state of seen) for (const { from, to } of outer) if (from === state) seen.add(to);
    const ending = new Set(['[*]']);
    for (const state of ending) for (const { from, to } of outer) if (to === state && from !== '[*]') ending.add(from);
    expect([...ending].sort()).toEqual([...seen].sort());
    const all = type.resolvedAtOnce ? ['resolved'] : ['platform', 'resolved', 'closed'];
    expect([...seen]).toEqual(expect.arrayContaining(all));
  });
});

describe('the diagram of return-refund', () => {
  const starts = [true, false].map((refundOnly) => created({ request: { ...REQUEST, refundOnly } }).ticket);
  const steps = [POLICY, { ...POLICY, returnAddresses: [] }].flatMap(
    (policy) => walk(returnRefund, starts, policy).steps,
  );
  const arrows = read(diagramOf(returnRefund)).arrows.filter(({ inner }) => !inner);
  const leads = (from: string, to: string, words: string) =>
    arrows.some(
      (arrow) =>
        arrow.from === from && arrow.to === to && arrow.label.split('<br/>').some((one) => one.startsWith(words)),
    );

  /** A transition with paths of its own leads straight to where they do. */
  const isAgreement = ({ to, paths }: Step['transition']) => to === 'agreed-path' && paths === undefined;

  /** The arrows that a step is drawn as; what is also done while the platform intervenes is drawn from the workflow’s state. */
  function drawn({ before, after, transition }: Step): string {
    const apart = !(transition.whileIntervention ?? ['none']).includes('none');
    const from = apart ? 'platform' : id(before.workflow);
    const words =
      transition.command === 'expire'
        ? `⏱ ${deadlineRule(returnRefund, transition.choice ?? '')?.labels.en}`
        : `${[transition.command, transition.choice]
            .filter(Boolean)
            .map((name) => spaced(name ?? ''))
            .join(' ')} · `;
    const to = isAgreement(transition) ? 'agreed' : node(after);
    const marked =
      before.intervention !== 'none' && !apart ? `${words}${transition.by === 'buyer' ? 'buyer' : 'shop'} †` : words;
    if (!leads(from, to, marked)) return `${from} --> ${to}: ${marked}`;
    return to === 'agreed' && !arrows.some((arrow) => arrow.from === 'agreed' && arrow.to === node(after))
      ? `agreed --> ${node(after)}`
      : '';
  }

  it('has an arrow for everything that moves a ticket', () => {
    const moved = steps.filter(({ before, after }) => node(before) !== node(after));
    expect(moved.length).toBeGreaterThan(50);
    expect([...new Set(moved.map(drawn))]).toEqual(['']);
  });

  it('has no arrow that no ticket takes', () => {
    const taken = new Set(
      steps.flatMap(({ before, after, transition }) => {
        const from = (transition.whileIntervention ?? ['none']).includes('none') ? id(before.workflow) : 'platform';
        return isAgreement(transition) ? [`${from} agreed`, `agreed ${node(after)}`] : [`${from} ${node(after)}`];
      }),
    );
    const idle = arrows.filter(({ from, to }) => from !== '[*]' && to !== '[*]' && !taken.has(`${from} ${to}`));
    expect(idle).toEqual([]);
  });

  it('leaves a condition out where the same can be done without it', () => {
    const labels = arrows.filter(({ from, to }) => from === 'awaiting_merchant' && to === 'agreed');
    expect(labels.map(({ label }) => label)).toEqual(['agree · shop †']);
  });

  it('marks nothing as possible while the platform intervenes that is not', () => {
    const rows = new Set(
      steps.filter(({ before }) => before.intervention !== 'none').map(({ transition }) => transitionKey(transition)),
    );
    const marked = returnRefund.transitions.filter(
      ({ unversioned, whileIntervention = ['none'] }) =>
        !unversioned &&
        whileIntervention.includes('none') &&
        whileIntervention.some((one) => INTERVENING.includes(one)),
    );
    const labels = arrows.flatMap(({ label }) => label.split('<br/>')).filter((label) => label.includes('†'));
    for (const label of labels) {
      const row = marked.find(
        (transition) => label.startsWith(spaced(transition.command)) && rows.has(transitionKey(transition)),
      );
      expect(row, label).toBeDefined();
    }
  });
});

const id = (state: string) => state.replaceAll('-', '_');
const node = (ticket: Ticket) => (ticket.intervention === 'none' ? id(ticket.workflow) : 'platform');
