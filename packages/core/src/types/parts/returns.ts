import type { AgreedPath, Transition } from '../../machine/transition.js';
import { DEADLINES } from './deadlines.js';
import { receipt, returnAddress } from './fields.js';
import {
  ANY,
  expire,
  HANDLE,
  LAPSE,
  MAY_SAY,
  RULE_REFUND,
  RULE_SPLIT,
  RULE_TO_RETURN,
  RULING_FIELDS,
} from './transitions.js';

/** Common parts of types with a return of the goods: return & refund, exchange, repair. */

/** The goods go back next. */
export const TO_RETURN = { to: 'awaiting-return', deadline: 'return' } as const;

const { answer, proposal, return: sent, receipt: received, 'ship-back': shipBack, confirm, escalate } = DEADLINES;
/** Deadlines of a return, and of sending the goods back to the buyer; a type adds its own. */
export const RETURN_DEADLINES = {
  answer,
  proposal,
  return: sent,
  receipt: received,
  'ship-back': shipBack,
  confirm,
  escalate,
} as const;

/** What the states of the goods can lead to, before what was agreed (R48). */
const BY_STATE: readonly AgreedPath[] = [
  { when: ['proposal-made'], to: 'awaiting-buyer', deadline: 'proposal' },
  { when: ['declined-from-awaiting-receipt'], to: 'declined', deadline: 'escalate' },
];

/**
 * The merchant confirms that the goods are there, and in which state: at once, or though the buyer has entered no tracking number. After
 * having declined, the merchant can still take them as agreed. Goods that the buyer does not send end the ticket, and goods that the
 * merchant does not confirm in time count as received.
 *
 * @param words - the name of the button, and the message to the buyer
 * @param next - where the ticket goes then: the first entry that fits
 */
export function receive(
  words: Required<Pick<Transition, 'labels' | 'message'>>,
  next: readonly AgreedPath[],
): readonly Transition[] {
  const taken = {
    ...HANDLE,
    ...words,
    command: 'confirm-receipt',
    event: 'receipt-confirmed',
    to: 'agreed-path',
    effects: [{ effect: 'receive' }],
  } as const;
  const graded = { ...taken, paths: [...BY_STATE, ...next] };
  return [
    { ...graded, from: 'awaiting-receipt', fields: [receipt, MAY_SAY] },
    { ...graded, from: 'awaiting-return', fields: [{ ...receipt, arrived: true }, MAY_SAY] },
    {
      ...taken,
      paths: next,
      from: 'declined',
      whileIntervention: ANY,
      intervention: 'none',
      when: ['declined-from-awaiting-receipt'],
      fields: [MAY_SAY],
    },
    expire('return', 'awaiting-return', LAPSE),
    ...next.map((path) => expire('receipt', 'awaiting-receipt', path)),
  ];
}

/** A ruling for the buyer that requires a return, to a known address or one named by staff. */
export function ruleToReturn(
  which: 'first-ruling' | 'ruling-left',
  known: 'address-settled' | 'address-known',
): readonly Transition[] {
  return [
    { ...RULE_TO_RETURN, when: [which, known] },
    { ...RULE_TO_RETURN, when: [which], fields: [returnAddress, ...RULING_FIELDS] },
  ];
}

/** Rulings for the buyer: with a return, or a refund without one. */
export const rulingsForBuyer = (which: 'first-ruling' | 'ruling-left'): readonly Transition[] => [
  ...ruleToReturn(which, 'address-settled'),
  partOrWhole(RULE_REFUND),
  partOrWhole(RULE_SPLIT),
];

/** A refund without a return. If the merchant has the goods, a part of the whole sends them back. */
function partOrWhole(rule: typeof RULE_REFUND | typeof RULE_SPLIT): Transition {
  const [award, ...rest] = rule.effects;
  return { ...rule, to: 'agreed-path', effects: [{ ...award, orShipBack: true }, ...rest] };
}
