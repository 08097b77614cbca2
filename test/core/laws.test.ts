import { builtInTypes, type TicketType } from '@sidecard/core';
import {
  addressChange,
  commitmentClaim,
  deliveryIssue,
  exchange,
  type Ticket,
  invoiceUrging,
  type Transition,
  presaleDeposit,
  refundAmount,
  refundBeforeShipment,
  repair,
  resend,
  returnAddressRequest,
  returnPostage,
  returnRefund,
  rows,
  shipmentUrging,
  signedElsewhere,
  words,
} from '@sidecard/core/authoring';
import { describe, expect, it } from 'vitest';
import { type LawName, LAWS, LOOKED_FOR_IN } from '../support/laws.ts';
import { plainWorldOf, usualWorldOf, type World } from '../support/worlds.ts';

type Pick = (transition: Transition) => boolean;

/** Rows by command, and where one says more, by choice, state and guard. */
const row =
  (command: string, more: { choice?: string; from?: string; when?: string } = {}): Pick =>
  (transition) =>
    transition.command === command &&
    (more.choice === undefined || transition.choice === more.choice) &&
    (more.from === undefined || [transition.from].flat().some((from) => from === more.from)) &&
    (more.when === undefined || (transition.when ?? []).includes(more.when));

const without = (type: TicketType, gone: Pick): TicketType => ({
  ...type,
  transitions: type.transitions.filter((transition) => !gone(transition)),
});
const changed = (
  type: TicketType,
  which: Pick,
  change: Partial<Transition> | ((transition: Transition) => Transition),
): TicketType => ({
  ...type,
  transitions: type.transitions.map((transition) =>
    which(transition) ? (typeof change === 'function' ? change(transition) : { ...transition, ...change }) : transition,
  ),
});
const lessWhen =
  (gone: string) =>
  (transition: Transition): Transition => ({
    ...transition,
    when: (transition.when ?? []).filter((guard) => guard !== gone),
  });

/** The type, and where the fault is not in its rows, what the walk would find if splitting a ticket had it. */
type Fault = readonly [string, TicketType] | readonly [string, TicketType, (opened: Ticket) => Ticket];

/** For each law types that break it, and how. */
const BROKEN: Readonly<Record<LawName, readonly Fault[]>> = {
  'every row is reached': [
    ['nothing is declined, so nothing comes of it', without(presaleDeposit, row('decline'))],
    [
      'a row after one that always fits',
      {
        ...resend,
        transitions: [...resend.transitions, { ...rows.DECLINE, from: 'awaiting-merchant', when: ['shipped'] }],
      },
    ],
    [
      'an answer from a state that there is not',
      changed(presaleDeposit, row('agree'), { from: ['awaiting-merchant', 'awaiting-buyer'] }),
    ],
  ],
  'an end can be reached': [
    ['a refusal leads to where nothing goes on', changed(returnPostage, row('decline'), { to: 'awaiting-receipt' })],
  ],
  'ends are final': [
    [
      'a payment opens the case again',
      changed(presaleDeposit, row('record-settlement', { choice: 'succeeded' }), { to: 'awaiting-merchant' }),
    ],
    [
      'an appeal opens the case again',
      changed(addressChange, row('appeal', { from: 'closed' }), ({ spawns: _, ...transition }) => ({
        ...transition,
        to: 'declined',
        intervention: 'requested',
      })),
    ],
    ['a fact of the order closes what was resolved', changed(addressChange, row('record-order'), { to: 'closed' })],
  ],
  'timers alone run in no circle': [
    [
      'the refusal lapses into the request',
      changed(
        changed(signedElsewhere, row('expire', { choice: 'escalate' }), {
          to: 'awaiting-merchant',
          deadline: 'answer',
        }),
        row('expire', { choice: 'answer' }),
        { to: 'declined', deadline: 'escalate', intervention: 'none' },
      ),
    ],
  ],
  'no side can put the end off alone': [
    [
      'the parcel is set going again and again',
      changed(deliveryIssue, row('redeliver', { from: 'awaiting-fulfilment' }), lessWhen('carrier-asked')),
    ],
    [
      'proof is asked for again and again',
      changed(returnPostage, row('ask-for-proof'), (transition) => ({
        ...lessWhen('proof-not-asked')(transition),
        to: 'awaiting-merchant',
        deadline: 'answer',
      })),
    ],
    ['a correction starts the clock again', changed(returnRefund, row('correct-tracking'), { deadline: 'receipt' })],
    [
      'what fails is asked anew',
      changed(resend, row('fulfil', { choice: 'failed' }), { to: 'awaiting-merchant', deadline: 'answer' }),
    ],
  ],
  'silence holds nothing': [
    ['a timer is dropped', without(returnRefund, row('expire', { choice: 'receipt' }))],
    [
      'a timer does nothing',
      changed(addressChange, row('expire', { choice: 'intercept' }), { to: 'unchanged', intervention: 'none' }),
    ],
  ],
  'one clock of the workflow runs, and none while the platform is on it': [
    ['a row starts none', changed(resend, row('decline'), ({ deadline: _, ...transition }) => transition)],
  ],
  'the merchant’s silence brings the platform in': [
    [
      'silence closes the case',
      changed(presaleDeposit, row('expire', { choice: 'answer' }), { ...rows.LAPSE, intervention: 'none' }),
    ],
  ],
  'a case that urges the shipping ends with it': [
    ['the order goes by unseen', changed(shipmentUrging, row('record-order'), { to: 'unchanged' })],
  ],
  'a promised day that has passed is late, not met': [
    [
      'it counts as kept',
      changed(invoiceUrging, row('expire', { choice: 'promised-day' }), { ...rows.MET, intervention: 'none' }),
    ],
  ],
  'whoever was refused can call the platform': [['nobody can', without(shipmentUrging, row('escalate'))]],
  'while the platform is on it, only what ends the quarrel is taken': [
    ['a refusal goes on', changed(resend, row('decline'), { whileIntervention: rows.ANY })],
    ['the work goes on', changed(deliveryIssue, row('contact-carrier'), { whileIntervention: rows.ANY })],
  ],
  'each side can give in while the platform is on it': [
    ['the merchant cannot agree any more', changed(presaleDeposit, row('agree'), { whileIntervention: ['none'] })],
    [
      'the buyer cannot say that it is well',
      changed(resend, row('confirm-fulfilment'), { whileIntervention: ['none'] }),
    ],
    ['the buyer cannot send the goods back', changed(exchange, row('submit-return'), { whileIntervention: ['none'] })],
  ],
  'the platform can always rule': [
    [
      'only with money',
      without(
        presaleDeposit,
        (transition) =>
          row('rule', { choice: 'for-merchant' })(transition) || row('rule', { choice: 'mediated' })(transition),
      ),
    ],
    [
      'only once',
      changed(
        changed(
          changed(addressChange, row('rule', { choice: 'for-merchant' }), { when: ['first-ruling'] }),
          row('rule', { choice: 'mediated' }),
          { when: ['first-ruling'] },
        ),
        row('rule', { choice: 'for-buyer' }),
        (transition) => ({
          ...lessWhen('ruling-left')(transition),
          when: ['first-ruling', ...(lessWhen('ruling-left')(transition).when ?? [])],
        }),
      ),
    ],
  ],
  'the second ruling ends it': [
    [
      'the goods are sent again and again',
      changed(resend, row('rule', { choice: 'for-buyer' }), { when: ['ruling-left'] }),
    ],
  ],
  'a ruling is appealed once, and the next one is final': [
    ['each ruling can be appealed again', changed(addressChange, row('appeal'), { when: [] })],
    [
      'the goods are sent once more after an appeal',
      changed(resend, row('rule', { choice: 'for-buyer' }), { when: ['ruling-left'] }),
    ],
  ],
  'a ruling that is upheld is carried out as it was': [
    [
      'the merchant is asked again',
      changed(resend, row('rule', { choice: 'upheld' }), { to: 'awaiting-merchant', deadline: 'answer' }),
    ],
    ['it counts as another', changed(resend, row('rule', { choice: 'upheld' }), { effects: [{ effect: 'rule' }] })],
  ],
  'the buyer can withdraw until something is sent': [
    ['never', without(returnAddressRequest, row('withdraw'))],
    ['still when the goods are out', changed(resend, row('withdraw'), { when: [] })],
  ],
  'nobody is asked to send goods to nowhere': [
    [
      'the merchant names no place',
      changed(returnRefund, row('agree'), (transition) => ({
        ...transition,
        fields: (transition.fields ?? []).filter(({ key }) => key !== 'returnAddress'),
      })),
    ],
    [
      'a ruling names none',
      changed(repair, row('rule', { choice: 'for-buyer' }), (transition) => ({
        ...lessWhen('address-settled')(transition),
        effects: [rows.GRANT_REQUEST, { effect: 'rule' }],
      })),
    ],
  ],
  'the buyer is not robbed of goods': [
    ['a refusal lapses', changed(returnRefund, row('expire', { choice: 'escalate' }), lessWhen('goods-with-buyer'))],
    [
      'a proposal lapses',
      changed(repair, row('expire', { choice: 'proposal' }), { ...rows.LAPSE, intervention: 'none' }),
    ],
    [
      'the buyer withdraws',
      changed(returnRefund, row('withdraw', { when: 'goods-with-merchant' }), { to: 'closed', ending: 'withdrawn' }),
    ],
  ],
  'goods never stay with the merchant for nothing': [
    [
      'a ruling for the shop closes',
      without(returnRefund, row('rule', { choice: 'for-merchant', when: 'nothing-out' })),
    ],
    [
      'a part is refunded, and that is all',
      changed(returnRefund, row('rule', { choice: 'split' }), { to: 'resolved', effects: rows.RULE_SPLIT.effects }),
    ],
    [
      'a withdrawn request closes',
      changed(exchange, row('withdraw', { when: 'goods-with-merchant' }), { to: 'closed', ending: 'withdrawn' }),
    ],
  ],
  'the merchant is not robbed of a parcel': [
    ['the return lapses', without(exchange, row('expire', { choice: 'return', when: 'parcel-out' }))],
    ['it is withdrawn', changed(resend, row('withdraw'), { when: [] })],
  ],
  'the merchant sends no second parcel for the same goods': [
    [
      'the goods come back, and another parcel leaves',
      changed(exchange, row('confirm-receipt'), (transition) => ({
        ...transition,
        paths: (transition.paths ?? []).filter(({ when = [] }) => !when.includes('advance')),
      })),
    ],
  ],
  'what was agreed is paid, and nothing else': [
    ['a refusal pays', changed(presaleDeposit, row('decline'), { settlement: 'pending' })],
    ['a withdrawal pays', changed(returnPostage, row('withdraw'), { settlement: 'pending' })],
  ],
  'each promise is paid at most once': [
    ['claims are opened again and again', { ...commitmentClaim, refuses: () => undefined }],
    [
      'a ruling does not look at the commitment',
      changed(resend, row('rule', { choice: 'for-buyer' }), (transition) => ({
        ...transition,
        fields: (transition.fields ?? []).map((field) =>
          field.key === 'commitment' ? { ...words, key: field.key } : field,
        ),
      })),
    ],
  ],
  'a payment that is owed has a deadline': [
    [
      'the type has none',
      { ...presaleDeposit, deadlines: { ...presaleDeposit.deadlines, settle: undefined as never } },
    ],
    [
      'the notice ends it',
      changed(presaleDeposit, row('expire', { choice: 'settle' }), {
        effects: [{ effect: 'end-deadline', key: 'settle' }],
      }),
    ],
  ],
  'the merchant goes on once the buyer has paid': [
    [
      'the repair begins before',
      { ...repair, agreedPath: repair.agreedPath.filter(({ to }) => to !== 'awaiting-buyer') },
    ],
    [
      'the other option is exchanged before',
      { ...exchange, agreedPath: exchange.agreedPath.filter(({ to }) => to !== 'awaiting-buyer') },
    ],
  ],
  'who keeps the goods and their replacement pays for them, and nobody else': [
    [
      'a ruling for the shop charges nothing',
      without(exchange, row('rule', { choice: 'for-merchant', when: 'buyer-has-both' })),
    ],
    [
      'the goods came back',
      changed(exchange, row('rule', { choice: 'for-merchant', when: 'buyer-has-both' }), {
        from: ['awaiting-return', 'awaiting-receipt', 'declined'],
        when: ['ruling-left', 'parcel-out'],
      }),
    ],
  ],
  'only a ruling takes back what a ruling awarded': [
    [
      'the answer begins the terms anew',
      changed(deliveryIssue, row('explain'), { effects: [{ effect: 'agree', on: 'request' }] }),
    ],
  ],
  'a fee is for work that is done': [
    [
      'the quote is for a refund too',
      changed(repair, row('propose', { choice: 'quote' }), (transition) => ({
        ...transition,
        fields: [...(transition.fields ?? []), refundAmount],
      })),
    ],
  ],
  'a split leaves the other pieces as they were': [
    ['the others begin again', resend, (opened) => ({ ...opened, workflow: 'awaiting-merchant', rulings: [] })],
    ['the others have no deadline', resend, (opened) => ({ ...opened, deadlines: [] })],
    ['the others are not linked', resend, ({ links: _, ...opened }) => opened],
  ],
  'a split shares out pieces and money': [
    [
      'a piece is in both',
      resend,
      (opened) => ({ ...opened, request: { ...opened.request, items: [{ itemId: 'mug', quantity: 2 }] } }),
    ],
    [
      'the others ask for the whole',
      returnRefund,
      (opened) => ({ ...opened, request: { ...opened.request, amount: { amountMinor: 25_800, currency: 'CNY' } } }),
    ],
    [
      'compensation is awarded to both',
      resend,
      (opened) => ({ ...opened, agreed: { ...opened.agreed, compensation: { amountMinor: 1, currency: 'CNY' } } }),
    ],
  ],
  'a receipt withholds what the shop has published': [
    [
      'goods are refunded in whole, whatever their state',
      changed(returnRefund, row('confirm-receipt', { from: 'awaiting-receipt' }), { paths: [rows.MET] }),
    ],
    [
      'an exchange for nothing goes on',
      changed(exchange, row('confirm-receipt', { from: 'awaiting-receipt' }), (transition) => ({
        ...transition,
        paths: (transition.paths ?? []).filter(({ to }) => to !== 'declined'),
      })),
    ],
  ],
  'states that are told apart by nothing have the same rows': [
    [
      'a row asks for what the walk does not see',
      {
        ...changed(signedElsewhere, row('answer', { from: 'declined' }), { when: ['heard'] }),
        guards: { ...signedElsewhere.guards, heard: ({ evidence }) => evidence.length > 0 },
      },
    ],
  ],
  'what is offered is what is accepted': [
    [
      'the ticket beside cannot be opened',
      changed(deliveryIssue, row('hand-over', { choice: 'resend' }), (transition) => ({
        ...transition,
        ...(transition.spawns ? { spawns: { ...transition.spawns, request: () => ({}) } } : {}),
      })),
    ],
  ],
  'what is filled meets the request or answers the platform': [
    [
      'a failed interception stands where the work is reported',
      changed(refundBeforeShipment, row('fulfil', { choice: 'failed' }), { slot: 'main' }),
    ],
    ['a ruling stands there', changed(addressChange, row('rule'), { slot: 'main' })],
    [
      'the agreement is a step like others, and the refusal comes first',
      {
        ...changed(presaleDeposit, row('decline'), { slot: 'main' }),
        transitions: [
          ...presaleDeposit.transitions.filter(row('decline')).map((one) => ({ ...one, slot: 'main' as const })),
          ...presaleDeposit.transitions.filter((one) => !row('decline')(one)),
        ],
      },
    ],
    ['a withdrawal stands there', changed(returnRefund, row('withdraw'), { slot: 'main' })],
  ],
  'nothing is done without a permission, and one less never allows more': [
    ['anybody declines', changed(presaleDeposit, row('decline'), ({ needs: _, ...transition }) => transition)],
  ],
};

/** How many of the first states of a walk are enough for most faults, in a tenth of the time, and for most others. */
const FIRST_STATES = [120, 500] as const;

const isBroken = (name: string, world: World): boolean => LAWS[name as LawName](world).length > 0;

/** Where the laws hold, of the types as they are, in the first states: where one does not, it needs the whole walk. */
const held = new Map<string, boolean>();
function holdsAtFirst(name: string, { key }: TicketType, limit: number, firstOf: (type: TicketType) => World): boolean {
  const type = builtInTypes.find((builtIn) => builtIn.key === key);
  const cell = `${name} ${key} ${limit}`;
  const holds = held.get(cell) ?? (type !== undefined && !isBroken(name, firstOf(type)));
  held.set(cell, holds);
  return holds;
}

describe.each(Object.entries(BROKEN))('the law \u201C%s\u201D', (name, types) => {
  it.each(types)('does not hold where %s', (_, type, fault?: (opened: Ticket) => Ticket) => {
    const withFault = (world: World): World => {
      if (!fault) return world;
      const steps = world.usual.steps.map((step) => (step.opened ? { ...step, opened: fault(step.opened) } : step));
      const usual = { ...world.usual, steps };
      return { type, usual, homeless: usual, spent: usual };
    };
    const breaks = (world: World) => isBroken(name, withFault(world));
    const worldOf = LOOKED_FOR_IN[name];
    const isFoundIn = (limit: number) => {
      const firstOf = (one: TicketType) => (worldOf ?? plainWorldOf)(one, limit);
      return holdsAtFirst(name, type, limit, firstOf) && breaks(firstOf(type));
    };
    const isFound = () => (worldOf ? breaks(worldOf(type)) : breaks(plainWorldOf(type)) || breaks(usualWorldOf(type)));
    expect(FIRST_STATES.some(isFoundIn) || isFound()).toBe(true);
  });
});
