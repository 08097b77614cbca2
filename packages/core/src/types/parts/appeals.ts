import type { Spawn, Transition } from '../../machine/transition.js';
import type { FieldValues } from '../../model/field-values.js';
import type { Workflow } from '../../model/states.js';
import type { Ticket } from '../../model/ticket.js';
import { piecesOf } from '../../machine/ledger.js';
import { appealText, rulingText } from './fields.js';
import { RULE } from './transitions.js';

/**
 * Appeals against a ruling (R51): once per ticket, by either side, in the policy's time, with new evidence. While the ruling is carried out,
 * the platform decides again in the same ticket. Ends are final, so after the end a linked ticket is opened.
 */

const SIDES = ['buyer', 'merchant'] as const;

/** What all appeals have in common. */
export const appealOf = (by: (typeof SIDES)[number]) =>
  ({
    command: 'appeal',
    by,
    ...(by === 'merchant' ? ({ needs: 'task.handle' } as const) : {}),
    to: 'unchanged',
    fields: [appealText],
    event: 'appealed',
    slot: 'amend',
    labels: { 'zh-CN': '申诉', en: 'Appeal' },
  }) as const;

/** The linked ticket is about the same pieces, which cap what it can refund. */
const LINKED: Spawn = {
  type: 'appeal',
  request: piecesLeft,
  command: 'appeal',
  fields: (_, fields) => fields,
};

function piecesLeft(ticket: Ticket): FieldValues {
  const items = piecesOf(ticket).flatMap(({ itemId, quantity }) => {
    const bought = ticket.order.items.find(({ id }) => id === itemId)?.quantity ?? 0;
    return bought > 0 ? [{ itemId, quantity: Math.min(quantity, bought) }] : [];
  });
  return items.length > 0 ? { items } : {};
}

const APPEAL = { when: ['appealable'], blockedBy: ['appeal-over'] } as const;

/** Appeals by both sides after the end. */
export const APPEAL_AFTER_THE_END: readonly Transition[] = SIDES.map((by) => ({
  ...appealOf(by),
  ...APPEAL,
  from: ['resolved', 'closed'],
  effects: [{ effect: 'appeal' }],
  spawns: LINKED,
}));

/** Upholding the first ruling: it is carried out, and does not count as a second one. */
export const UPHOLD = {
  ...RULE,
  choice: 'upheld',
  fields: [rulingText],
  labels: { 'zh-CN': '维持原裁定', en: 'Uphold the first ruling' },
} as const;

/** Appeals by both sides in a type's open states, in which a ruling is carried out. */
export function appealing(from: readonly Workflow[]): readonly Transition[] {
  return [
    ...SIDES.map((by): Transition => ({
      ...appealOf(by),
      ...APPEAL,
      from,
      effects: [{ effect: 'appeal', evidence: true }],
      intervention: 'requested',
      deadline: 'begin-review',
    })),
    { ...UPHOLD, from, when: ['appealed'], to: 'agreed-path', effects: [{ effect: 'uphold' }] },
  ];
}
