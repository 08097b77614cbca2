import type { AgreedPath, Transition } from '../../machine/transition.js';
import { INTERVENING } from '../../model/states.js';
import { CORRECT_RETURN } from './corrections.js';
import { DEADLINES } from './deadlines.js';
import { pictures, receipt, returnAddress, words as message } from './fields.js';
import {
  ANY,
  expire,
  EXTEND,
  HANDLE,
  LAPSE,
  MAY_SAY,
  RULE_REFUND,
  RULE_SPLIT,
  RULE_TO_RETURN,
  RULING_FIELDS,
} from './transitions.js';

/** Common parts of types with a return of the goods: return & refund, exchange, repair. */

/** The merchant needs more time to check the goods: once, with words. */
export const EXTEND_RECEIPT: Transition = {
  ...EXTEND,
  from: 'awaiting-receipt',
  when: ['never-extended'],
  fields: [{ ...EXTEND.fields[0], max: 240 }, message],
  labels: { 'zh-CN': '延长收货时间', en: 'Extend the time to confirm' },
  message: {
    'zh-CN': '确认收货还需要 {hours} 小时：{text}',
    en: 'We need {hours} more hours to check your goods: {text}',
  },
};

/** The goods go back next. */
export const TO_RETURN = { to: 'awaiting-return', deadline: 'return' } as const;

const {
  answer,
  proof,
  proposal,
  return: sent,
  receipt: received,
  'ship-back': shipBack,
  confirm,
  escalate,
} = DEADLINES;
/** Deadlines of a return, and of sending the goods back to the buyer; a type adds its own. */
export const RETURN_DEADLINES = {
  answer,
  proof,
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
  const givenIn = { ...taken, paths: next, intervention: 'none', fields: [MAY_SAY] } as const;
  return [
    { ...graded, from: 'awaiting-receipt', fields: [receipt, pictures, MAY_SAY] },
    { ...graded, from: 'awaiting-return', fields: [{ ...receipt, arrived: true }, pictures, MAY_SAY] },
    // While the platform is on it, the merchant can only give in.
    { ...givenIn, from: 'awaiting-return', whileIntervention: INTERVENING },
    { ...givenIn, from: 'declined', whileIntervention: ANY, when: ['declined-from-awaiting-receipt'] },
    EXTEND_RECEIPT,
    ...CORRECT_RETURN,
    expire('return', 'awaiting-return', LAPSE),
    ...next.map((path) => expire('receipt', 'awaiting-receipt', path)),
  ];
}

/** A ruling for the buyer that requires a return, to a known address or one named by staff. */
export function ruleToReturn(
  which: 'first-ruling' | 'ruling-left',
  known: 'address-settled' | 'address-known',
): readonly Transition[] {
  const first = [
    { ...RULE_TO_RETURN, when: ['first-ruling', known] },
    { ...RULE_TO_RETURN, when: ['first-ruling'], fields: [returnAddress, ...RULING_FIELDS] },
  ];
  // After the second ruling nothing can be decided any more, so the goods must be there.
  return which === 'first-ruling' ? first : [...first, { ...RULE_TO_RETURN, when: [which, 'goods-with-merchant'] }];
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
