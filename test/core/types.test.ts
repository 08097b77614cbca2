import { builtInTypes, DEFAULT_POLICY, label, LOCALES } from '@sidecard/core';
import { type Transition, actionsFor, shipmentUrging } from '@sidecard/core/authoring';
import { project } from '@sidecard/core/server';
import { describe, expect, it } from 'vitest';
import { buyer, declineOf, host, merchant, SENT_BACK, ticketOf, underReview } from '../support/cases.ts';
import { act, contextAt, expire, POLICY, refusal, RETURN_ADDRESS, START_MS } from '../support/tickets.ts';
import { negotiatedClaim } from '../support/requests.ts';

const COVERED = {
  'return-refund': '\u9000\u8D27\u9000\u6B3E',
  exchange: '\u6362\u8D27',
  'address-change': '\u6539\u5730\u5740',
  resend: '\u8865\u53D1',
  'return-address': '\u63D0\u4F9B\u9000\u8D27\u5730\u5740',
  repair: '\u7EF4\u4FEE',
  'return-postage': '\u9000\u90AE\u8D39',
  'delivery-issue': '\u914D\u9001\u95EE\u9898',
};
const LISTED = {
  'shipment-urging': '\u50AC\u53D1\u8D27',
  'signed-elsewhere': '\u5F02\u5730\u7B7E\u6536',
  'logistics-stalled': '\u7269\u6D41\u505C\u6EDE',
  'invoice-urging': '\u50AC\u5F00\u53D1\u7968',
  'presale-deposit': '\u9884\u552E\u9000\u5B9A\u91D1',
};
/** Under the service commitments, of the shop’s own accord, against a ruling, and before the goods leave. */
const FURTHER = {
  'commitment-claim': '\u670D\u52A1\u627F\u8BFA\u7EF4\u6743',
  goodwill: '\u4E3B\u52A8\u8865\u507F',
  appeal: '\u7533\u8BC9',
  'refund-before-shipment': '\u672A\u53D1\u8D27\u9000\u6B3E',
};
const QUEUES = {
  'returns-and-exchanges': [
    'return-refund',
    'exchange',
    'return-address',
    'repair',
    'return-postage',
    'refund-before-shipment',
  ],
  logistics: ['address-change', 'resend', 'delivery-issue', 'shipment-urging', 'signed-elsewhere', 'logistics-stalled'],
  other: ['invoice-urging', 'presale-deposit', 'commitment-claim', 'goodwill', 'appeal'],
};
const named = (keys: readonly string[]) =>
  Object.fromEntries(
    builtInTypes.filter(({ key }) => keys.includes(key)).map((type) => [type.key, label(type.labels, 'zh-CN')]),
  );
/** All that buyers ask for with a reason. */
const REQUESTED = builtInTypes.filter(({ openedBy }) => !openedBy);
const MESSAGE = { command: 'leave-staff-message', fields: { purpose: 'progress-update', text: 'Weighed 1.42 kg.' } };

describe('the types that ship', () => {
  it('[R3] are eight that are covered, by their names', () => {
    expect(named(DEFAULT_POLICY.coveredTypes)).toEqual(COVERED);
    expect([...DEFAULT_POLICY.coveredTypes].sort()).toEqual(Object.keys(COVERED).sort());
  });

  it('[R4] and five that are only listed', () => {
    const others = builtInTypes.filter(({ key }) => !DEFAULT_POLICY.coveredTypes.includes(key));
    expect(named(others.map(({ key }) => key))).toEqual({ ...LISTED, ...FURTHER });
    expect(builtInTypes).toHaveLength(17);
  });

  it.each(Object.entries(QUEUES))('[R38] [R39] are in the queue %s', (queue, keys) => {
    const found = builtInTypes.filter((type) => type.queue === queue).map(({ key }) => key);
    expect(found.sort()).toEqual([...keys].sort());
  });

  it('[R43] take damage and the product\u2019s service for reasons of whoever has the goods, and a bad review for none of a refusal', () => {
    const asks = (key: string) => builtInTypes.filter(({ reasons }) => reasons.buyer.some((one) => one.key === key));
    const ofGoods = ['return-refund', 'exchange', 'repair', 'return-address'];
    expect(asks('damaged').map(({ key }) => key)).toEqual(expect.arrayContaining(ofGoods));
    expect(asks('service').map(({ key }) => key)).toEqual(expect.arrayContaining([...ofGoods, 'resend']));
    for (const { key, reasons } of REQUESTED) {
      expect(
        reasons.merchant.map((one) => one.key),
        key,
      ).not.toContain('review-follow-up');
      for (const side of [reasons.buyer, reasons.merchant]) {
        expect(side.length, key).toBeGreaterThan(2);
        expect(new Set(side.map((one) => one.key)).size, key).toBe(side.length);
      }
    }
  });
});

describe.each(REQUESTED)('a ticket of type $key', (type) => {
  const open = () => ticketOf(type);
  const declined = () => act(open(), declineOf(type), merchant);
  const covering = (coveredTypes: readonly string[]) => contextAt(START_MS, { policy: { ...POLICY, coveredTypes } });

  it('[R16] comes to the platform when nobody answers in time, and not before', () => {
    expect(refusal({ command: 'expire', choice: 'answer' }, { ...buyer, party: 'system' }, open())).toMatchObject({
      because: 'no-such-move',
    });
    const ticket =
      type.key === 'commitment-claim'
        ? negotiatedClaim(contextAt(START_MS))
        : // Silence agrees, unless the parcel has left.
          type.key === 'refund-before-shipment'
          ? act(open(), { command: 'record-order', fields: { fact: 'shipped' } }, host)
          : open();
    const silent = expire(ticket, 'answer');
    expect(silent).toMatchObject({ workflow: 'awaiting-merchant', intervention: 'requested' });
    expect(silent.deadlines.map(({ key }) => key)).toEqual(['begin-review']);
  });

  it('[R17] comes to the platform when the buyer asks after a refusal, and ends when they let it be', () => {
    expect(refusal({ command: 'escalate' }, buyer, open())).toMatchObject({ because: 'no-such-move' });
    expect(act(declined(), { command: 'escalate' }, buyer)).toMatchObject({ intervention: 'requested' });
    expect(expire(declined(), 'escalate')).toMatchObject({ workflow: 'closed', ending: 'lapsed', settlement: 'none' });
    expect(act(declined(), { command: 'withdraw' }, buyer)).toMatchObject({ workflow: 'closed', ending: 'withdrawn' });
  });

  it('[R4] [R19] takes messages to staff where it is covered, which is one word of configuration', () => {
    const reviewed = underReview(declined());
    const others = POLICY.coveredTypes.filter((key) => key !== type.key);
    expect(refusal(MESSAGE, merchant, reviewed, covering([...others, type.key]))).toBe('accepted');
    expect(refusal(MESSAGE, merchant, reviewed, covering(others))).toMatchObject({ because: 'type-not-covered' });
    const offered = (coveredTypes: readonly string[]) =>
      actionsFor(reviewed, 'handlers', covering(coveredTypes)).some(({ command }) => command === MESSAGE.command);
    expect([offered([...others, type.key]), offered(others)]).toEqual([true, false]);
    expect(project(reviewed, 'shop', covering(others)).covered).toBe(false);
  });
});

describe.each(builtInTypes)('the type $key', (type) => {
  it('has a name in both languages for everything that people see', () => {
    const labels = [
      type.labels,
      ...[...type.reasons.buyer, ...type.reasons.merchant].map((one) => one.labels),
      ...Object.values(type.deadlines).map((one) => one.labels),
      ...type.request.map((one) => one.labels),
      ...type.transitions.flatMap(({ labels: button, message, fields = [], by }) => [
        ...(by === 'host' || by === 'system' ? [] : [button ?? { 'zh-CN': '', en: '' }]),
        ...(message ? [message] : []),
        ...fields.flatMap((field) => [
          field.labels,
          ...('options' in field ? field.options.map((one) => one.labels) : []),
        ]),
      ]),
    ];
    for (const one of labels) {
      for (const locale of LOCALES) expect(one[locale].trim()).not.toBe('');
      // A full stop of the other script
      expect(one['zh-CN']).not.toMatch(/\p{Script=Han}[,.:;!?]/u);
      expect(one.en).not.toMatch(/[\p{Script=Han}\uFF0C\u3002\uFF1A\uFF1B]/u);
    }
  });

  it('[R7] says to the buyer nothing that its form does not have', () => {
    for (const transition of type.transitions)
      for (const message of Object.values(transition.message ?? {})) expect(unknownIn(message, transition)).toEqual([]);
  });
});

describe('an uncovered type', () => {
  it('[R4] is answered, declined, withdrawn and escalated as any other', () => {
    const ticket = ticketOf(shipmentUrging);
    const commands = (audience: 'handlers' | 'buyer') =>
      actionsFor(ticket, audience, contextAt(START_MS)).map(({ command }) => command);
    expect(commands('handlers')).toEqual(expect.arrayContaining(['answer', 'decline', 'reply']));
    expect(commands('handlers')).not.toContain('leave-staff-message');
    expect(commands('buyer')).toEqual(['correct-request', 'withdraw']);
    expect(act(act(ticket, declineOf(shipmentUrging), merchant), { command: 'escalate' }, buyer).intervention).toBe(
      'requested',
    );
  });

  it.each(builtInTypes.filter(({ key }) => Object.hasOwn(LISTED, key)))(
    '[R4] $key can still be answered while the platform is on it, which ends that',
    (type) => {
      const answers = (transition: Transition) =>
        ['answer', 'agree'].includes(transition.command) && transition.by === 'merchant';
      const ticket = underReview(act(ticketOf(type), declineOf(type), merchant));
      const [row] = type.transitions.filter((transition) => answers(transition) && transition.from === 'declined');
      const action = actionsFor(ticket, 'handlers', contextAt(START_MS)).find(
        ({ command }) => command === row?.command,
      );
      expect(action?.disabledReason).toBeUndefined();
      expect(action).toBeDefined();
      expect(row).toMatchObject({ intervention: 'none' });
    },
  );
});

describe.each(builtInTypes.filter(({ transitions }) => transitions.some(({ command }) => command === 'submit-return')))(
  'the goods of a ticket of type $key',
  (type) => {
    it('[R17] that the merchant holds bring the platform in by themselves, when no agreement is reached', () => {
      const ticket = ticketOf(
        type,
        type.request.some(({ key }) => key === 'refundOnly')
          ? { request: { refundOnly: false } }
          : { request: { ...(type.key === 'exchange' ? { advance: false } : {}) } },
      );
      const amount = ticket.request['amount'];
      const agreed = act(
        ticket,
        { command: 'agree', fields: { returnAddress: RETURN_ADDRESS, ...(amount ? { amount } : {}) } },
        merchant,
      );
      const refused = act(act(agreed, SENT_BACK, buyer), declineOf(type), merchant);
      expect(refused).toMatchObject({ workflow: 'declined', goodsWithMerchant: true });
      // Whoever withdraws now gets the goods back.
      expect(act(refused, { command: 'withdraw' }, buyer)).toMatchObject({
        workflow: 'awaiting-fulfilment',
        deadlines: [{ key: 'ship-back' }],
      });
      expect(expire(refused, 'escalate')).toMatchObject({ workflow: 'declined', intervention: 'requested' });
    });
  },
);

/** Marks of a sentence that stand for nothing. */
function unknownIn(message: string, { command, fields = [] }: Transition): readonly string[] {
  // What follows from a receipt; without its field, what was agreed.
  const outcomes = command === 'confirm-receipt' ? ['receipt', 'kept', 'refund', 'proposed', 'refused'] : [];
  const known = ['agreed', 'promised', ...outcomes, ...fields.map(({ key }) => key)];
  const marks = [...message.matchAll(/\{(\w+)\}|\[!?(\w+):/g)].map(([, value, condition]) => value ?? condition ?? '');
  return marks.filter((mark) => !known.includes(mark));
}
