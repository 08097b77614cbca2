import type { Field } from '../../fields/field.js';
import type { Transition } from '../../machine/transition.js';
import type { Workflow } from '../../model/states.js';
import { carrier, returnAddress, trackingNumber } from './fields.js';
import { HANDLE } from './transitions.js';

/** Corrections of what somebody has mistyped (R51). The history keeps both values, and no deadline starts again. */
const CORRECT = { to: 'unchanged', event: 'corrected', slot: 'amend' } as const;
const TRACKING = { 'zh-CN': '更正运单号', en: 'Correct the tracking number' } as const;

/** Fields of requests that the buyer can correct until the merchant answers. Other items are another request. */
const CORRECTABLE: ReadonlySet<string> = new Set([
  'reason',
  'text',
  'amount',
  'postage',
  'address',
  'wanted',
  'pictures',
]);

/** The buyer corrects the request; what is left out remains. */
export function correctRequest(request: readonly Field[]): readonly Transition[] {
  const fields = request
    .filter(({ key }) => CORRECTABLE.has(key))
    .map((field): Field => {
      const optional = { ...field, optional: true as const };
      return optional.kind === 'pictures' ? { ...optional, keepsRequested: true } : optional;
    });
  if (fields.length === 0) return [];
  return [
    {
      ...CORRECT,
      command: 'correct-request',
      by: 'buyer',
      from: 'awaiting-merchant',
      effects: [{ effect: 'correct-request' }],
      fields,
      labels: { 'zh-CN': '更正申请', en: 'Correct the request' },
    },
  ];
}

/** The merchant corrects the parcel to the buyer until it is confirmed. */
export function correctParcel(from: Workflow | readonly Workflow[]): Transition {
  return {
    ...CORRECT,
    ...HANDLE,
    command: 'correct-tracking',
    from,
    when: ['parcel-out'],
    effects: [{ effect: 'correct-parcel', of: 'outgoing' }],
    fields: [carrier, trackingNumber],
    labels: TRACKING,
    message: {
      'zh-CN': '运单号更正为：{carrier} {trackingNumber}。',
      en: 'The tracking number is: {carrier} {trackingNumber}.',
    },
  };
}

/** The buyer corrects the parcel to the merchant until it is confirmed, and the merchant the address until it is on its way. */
export const CORRECT_RETURN: readonly Transition[] = [
  {
    ...CORRECT,
    command: 'correct-tracking',
    by: 'buyer',
    from: 'awaiting-receipt',
    effects: [{ effect: 'correct-parcel', of: 'returnShipment' }],
    fields: [carrier, trackingNumber],
    labels: TRACKING,
  },
  {
    ...CORRECT,
    ...HANDLE,
    command: 'correct-return-address',
    from: 'awaiting-return',
    effects: [{ effect: 'correct-return-address' }],
    fields: [returnAddress],
    labels: { 'zh-CN': '更正退货地址', en: 'Correct the return address' },
    message: {
      'zh-CN': '退货地址更正为：{returnAddress}。',
      en: 'The return address has changed. Please send the goods to: {returnAddress}.',
    },
  },
];
