import type { Reason, TicketTypeDefinition } from '../../machine/ticket-type.js';
import type { Transition } from '../../machine/transition.js';
import { DEADLINES } from './deadlines.js';
import { reason, statement } from './fields.js';
import { COMMON_REFUSALS } from './reasons.js';
import {
  AGREE,
  ANY,
  CONFIRM,
  DECLINE,
  expire,
  HANDLE,
  LAPSE,
  MET,
  RULE_DELIVERED,
  RULE_FOR_BUYER,
  RULE_FOR_MERCHANT,
  RULE_SETTLED_UNPAID,
  UNANSWERED,
} from './transitions.js';

/** What {@link answeredType} takes: the type's own parts. */
export interface Answered
  extends
    Pick<TicketTypeDefinition, 'key' | 'queue' | 'labels'>,
    Partial<Pick<TicketTypeDefinition, 'request' | 'refuses' | 'checkRequest'>> {
  /** Reasons of the buyer. */
  readonly why: readonly Reason[];
  /** Reasons of the merchant for a refusal, in addition to the common ones. */
  readonly whyNot: readonly Reason[];
  /** The merchant's answer: its form, button and message to the buyer. */
  readonly answer: Required<Pick<Transition, 'fields' | 'labels' | 'message'>>;
}

/**
 * Defines a type that only needs an answer: the merchant answers or declines, and the buyer accepts that or escalates. Deadlines are as
 * usual.
 */
export function answeredType({ why, whyNot, answer, ...own }: Answered): TicketTypeDefinition {
  const ANSWER = {
    ...HANDLE,
    ...answer,
    command: 'answer',
    whileIntervention: ANY,
    intervention: 'none',
    effects: AGREE.effects,
    to: 'awaiting-confirmation',
    deadline: 'confirm',
  } as const;
  return {
    request: [reason, statement],
    reasons: {
      buyer: why,
      merchant: [...whyNot, ...COMMON_REFUSALS],
    },
    firstDeadline: 'answer',
    deadlines: { answer: DEADLINES.answer, confirm: DEADLINES.confirm, escalate: DEADLINES.escalate },
    agreedPath: [MET],
    transitions: [
      { ...ANSWER, from: 'awaiting-merchant' },
      { ...ANSWER, from: 'declined' },
      { ...DECLINE, from: 'awaiting-merchant' },
      { ...CONFIRM, ...MET, labels: { 'zh-CN': '已解决', en: 'Mark as resolved' } },

      UNANSWERED,
      expire('confirm', 'awaiting-confirmation', MET),
      expire('escalate', 'declined', LAPSE),

      { ...RULE_FOR_BUYER, when: ['ruling-left'] },
      RULE_DELIVERED,
      RULE_SETTLED_UNPAID,
      RULE_FOR_MERCHANT,
    ],
    ...own,
  };
}
