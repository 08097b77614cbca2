import type { Transition } from '../../machine/transition.js';
import { pictures, proofText, reason, words } from './fields.js';
import { expire, HANDLE } from './transitions.js';

/**
 * What the merchant can ask before a decision (R51): once for proof, which the buyer gives in a time of its own, and that the buyer withdraws.
 * The merchant then has the time for an answer again. A type that spreads it has the deadline `proof`.
 */
export const ASK_FIRST: readonly Transition[] = [
  {
    ...HANDLE,
    command: 'ask-for-proof',
    from: 'awaiting-merchant',
    when: ['proof-not-asked'],
    to: 'awaiting-buyer',
    deadline: 'proof',
    event: 'proof-requested',
    slot: 'propose',
    effects: [{ effect: 'proof' }],
    fields: [{ ...words, labels: { 'zh-CN': '所需凭证', en: 'What is needed' } }],
    labels: { 'zh-CN': '请买家补充凭证', en: 'Ask for proof' },
    message: { 'zh-CN': '请补充凭证：{text}', en: 'Please send us proof: {text}' },
  },
  {
    command: 'give-proof',
    by: 'buyer',
    from: 'awaiting-buyer',
    when: ['proof-asked'],
    to: 'awaiting-merchant',
    deadline: 'answer',
    event: 'proof-submitted',
    effects: [{ effect: 'proof', answer: 'given' }],
    fields: [proofText, pictures],
    labels: { 'zh-CN': '补充凭证', en: 'Provide proof' },
  },
  expire('proof', 'awaiting-buyer', {
    to: 'awaiting-merchant',
    deadline: 'answer',
    effects: [{ effect: 'proof', answer: 'missing' }],
  }),
  {
    ...HANDLE,
    command: 'reply',
    choice: 'ask-to-withdraw',
    from: 'awaiting-merchant',
    to: 'unchanged',
    unversioned: true,
    event: 'replied',
    slot: 'amend',
    fields: [reason, words],
    labels: { 'zh-CN': '请买家撤销申请', en: 'Ask to withdraw' },
    message: { 'zh-CN': '建议您撤销申请（{reason}）：{text}', en: 'Please consider withdrawing ({reason}): {text}' },
  },
];
