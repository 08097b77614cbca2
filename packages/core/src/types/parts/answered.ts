import type { Reason, TicketTypeDefinition } from '../../machine/ticket-type.js';
import type { Transition } from '../../machine/transition.js';
import { DEADLINES } from './deadlines.js';
import { reason, statement } from './fields.js';
import { COMMON_REFUSALS } from './reasons.js';
import {
  AGREE,
  ANY,
  ASK_PLATFORM,
  CONFIRM,
  DECLINE,
  expire,
  FULFIL,
  HANDLE,
  LAPSE,
  MET,
  RULE_DELIVERED,
  RULE_FOR_BUYER,
  RULE_FOR_MERCHANT,
  RULE_SETTLED_UNPAID,
  UNANSWERED,
} from './transitions.js';

/** The promised day is awaited. */
const TO_KEEP = { to: 'awaiting-fulfilment', deadline: 'promised-day' } as const;
const TO_CONFIRM = { to: 'awaiting-confirmation', deadline: 'confirm' } as const;

/** What {@link answeredType} takes: the type's own parts. */
export interface Answered
  extends
    Pick<TicketTypeDefinition, 'key' | 'queue' | 'labels'>,
    Partial<Pick<TicketTypeDefinition, 'request' | 'refuses' | 'checkRequest' | 'orderPath'>> {
  /** Reasons of the buyer. */
  readonly why: readonly Reason[];
  /** Reasons of the merchant for a refusal, in addition to the common ones. */
  readonly whyNot: readonly Reason[];
  /** The merchant's answer: its form, button and message to the buyer. */
  readonly answer: Words;
  /** If the answer promises a day, its field `byDay`: how the merchant says that the promise was kept. */
  readonly kept?: Words;
  /** The order shows whether a promise was kept: the buyer's silence does not. */
  readonly shownByOrder?: true;
}

type Words = Required<Pick<Transition, 'fields' | 'labels' | 'message'>>;

/**
 * Defines a type that only needs an answer: the merchant answers or declines, and the buyer accepts that or escalates. A promised
 * day is watched: when it has passed, the platform is asked. Deadlines are as usual.
 */
export function answeredType({ why, whyNot, answer, kept, shownByOrder, ...own }: Answered): TicketTypeDefinition {
  const ANSWER = {
    ...HANDLE,
    ...answer,
    command: 'answer',
    whileIntervention: ANY,
    intervention: 'none',
    effects: AGREE.effects,
    ...(kept ? TO_KEEP : TO_CONFIRM),
  } as const;
  const SOLVED = {
    ...CONFIRM,
    ...MET,
    labels: { 'zh-CN': '已解决', en: 'Mark as resolved' },
  } as const;
  return {
    request: [reason, statement],
    reasons: {
      buyer: why,
      merchant: [...whyNot, ...COMMON_REFUSALS],
    },
    firstDeadline: 'answer',
    deadlines: {
      answer: DEADLINES.answer,
      ...(kept ? { 'promised-day': DEADLINES['promised-day'] } : {}),
      confirm: DEADLINES.confirm,
      escalate: DEADLINES.escalate,
    },
    agreedPath: [MET],
    transitions: [
      { ...ANSWER, from: 'awaiting-merchant' },
      { ...ANSWER, from: 'declined' },
      { ...DECLINE, from: 'awaiting-merchant' },
      SOLVED,
      ...(kept
        ? [
            { ...FULFIL, ...kept, ...TO_CONFIRM, from: 'awaiting-fulfilment' } as const,
            { ...SOLVED, from: 'awaiting-fulfilment' } as const,
            expire('promised-day', 'awaiting-fulfilment', ASK_PLATFORM),
          ]
        : []),

      UNANSWERED,
      expire('confirm', 'awaiting-confirmation', shownByOrder ? ASK_PLATFORM : MET),
      expire('escalate', 'declined', LAPSE),

      { ...RULE_FOR_BUYER, when: ['ruling-left'] },
      RULE_DELIVERED,
      RULE_SETTLED_UNPAID,
      RULE_FOR_MERCHANT,
    ],
    ...own,
  };
}
