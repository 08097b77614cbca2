import { builtInTypes, type Order } from '@sidecard/core';
import {
  commitmentClaim,
  decide,
  decideCreate,
  deliveryIssue,
  indexTypes,
  paidFor,
  resend,
  returnPostage,
  returnRefund,
  type Ticket,
} from '@sidecard/core/authoring';
import { isOpen } from '@sidecard/core/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Play, play, RUNS, seeds, TO_PLATFORM } from '../support/histories.ts';
import { balance, paidTwice } from '../support/laws.ts';
import { LATE } from '../support/requests.ts';
import { act, actor, contextAt, created, fold, ORDER, POLICY, refusal, SPENT, START_MS } from '../support/tickets.ts';

const numRuns = RUNS;
const caps = { postageMinor: 2_000, compensationMinor: 3_000, goodwillMinor: 1_000 };
const policy = { ...POLICY, caps };
/** What leads to no money, or away from it. */
const never = [
  'withdraw',
  'claim',
  'release',
  'reply',
  'record-order',
  'extend',
  'change-deadline',
  'leave-staff-message',
  'answer-merchant',
];
const often = [...TO_PLATFORM, 'agree', 'propose', 'accept-proposal', 'submit-return', 'hand-over'];

/** What an order's tickets give in all: written here anew, so that the rules are not held to themselves. */
function given(tickets: readonly Ticket[]) {
  const sum = (amounts: readonly (number | undefined)[]) =>
    amounts.reduce<number>((total, one) => total + (one ?? 0), 0);
  const standing = tickets.filter(({ workflow }) => workflow !== 'closed');
  const awarded = tickets.filter(({ ending }) => ending !== 'ruled-for-merchant');
  return {
    refunds: sum(standing.flatMap(({ agreed }) => [agreed?.refund?.amountMinor, agreed?.differenceBack?.amountMinor])),
    postage: sum(standing.map(({ agreed }) => agreed?.postage?.amountMinor)),
    compensation: sum(awarded.map(({ agreed }) => agreed?.compensation?.amountMinor)),
    goodwill: sum(standing.map(({ agreed }) => agreed?.goodwill?.amountMinor)),
  };
}

describe('the tickets of one order, whose moves come in any order', () => {
  const types = builtInTypes.filter(({ refuses }) => !refuses?.(ORDER, contextAt(START_MS)));
  const some = fc.shuffledSubarray(types, { minLength: 2, maxLength: 3 });
  /** Holds every moment of a play to what may be given, and ends to paying it. @returns which purses two tickets or more want of */
  function check({ histories, tried }: Play) {
    const moments = tried.flatMap(({ before, decision, context }) =>
      decision.ok
        ? [
            [
              fold(before, decision.value),
              ...context.related,
              ...(decision.spawned ? [fold(undefined, decision.spawned)] : []),
            ],
          ]
        : [],
    );
    const most = {
      refunds: paidFor(ORDER).amountMinor,
      postage: caps.postageMinor,
      compensation: caps.compensationMinor,
      goodwill: caps.goodwillMinor,
    };
    const over = moments
      // What a claim pays has a limit of its own: the figure of its rule.
      .map((tickets) => given(tickets.filter(({ commitment }) => !commitment?.amount)))
      .filter(
        ({ refunds, postage, compensation, goodwill }) =>
          refunds > most.refunds ||
          postage > most.postage ||
          compensation > most.compensation ||
          goodwill > most.goodwill,
      );
    expect(over).toEqual([]);
    expect(moments.flatMap(paidTwice)).toEqual([]);
    for (const { ticket } of histories) {
      const owed = Object.values(given([ticket])).some((amountMinor) => amountMinor > 0);
      const { workflow, settlement, collected } = ticket;
      const pays = isOpen(workflow) ? balance(ticket) > 0 : owed || balance(ticket) !== 0;
      expect(settlement !== 'none').toBe(pays || collected !== undefined);
    }
    const both = (budget: 'refund' | 'postage' | 'compensation') =>
      histories.filter(({ ticket }) => ticket.agreed?.[budget]).length > 1;
    return {
      refund: both('refund'),
      postage: both('postage'),
      compensation: both('compensation'),
      linked: histories.some(({ ticket: { links, agreed } }) => links && agreed?.refund),
      promised: histories.filter(({ ticket }) => ticket.agreed?.commitment === LATE.commitment).length,
    };
  }

  it('[R35] never refund more than was paid, linked ones among them', () => {
    let [refunded, linked] = [0, 0];
    fc.assert(
      fc.property(some, seeds(30), ([first = returnRefund, ...others], picks) => {
        const seen = check(play(picks, { types: [first, ...others], tickets: 3, order: ORDER, policy, never, often }));
        if (seen.refund) refunded++;
        if (seen.linked) linked++;
      }),
      { numRuns },
    );
    // The law says something only where several tickets want of the same money.
    expect(refunded).toBeGreaterThan(numRuns / 50);
    expect(linked).toBeGreaterThan(0);
  });

  it('[R35] keep compensation under a cap of its own', () => {
    let awarded = 0;
    fc.assert(
      fc.property(some, seeds(30), ([first = returnRefund, ...others], picks) => {
        const giving = [
          'agree',
          'propose',
          'answer',
          'explain',
          'hand-over',
          'redeliver',
          'intercept',
          'contact-carrier',
          'expire',
        ];
        const stage = { types: [first, ...others] as const, tickets: 3, order: ORDER, policy };
        if (check(play(picks, { ...stage, never: [...never, ...giving], often: TO_PLATFORM })).compensation) awarded++;
      }),
      { numRuns },
    );
    expect(awarded).toBeGreaterThan(numRuns / 100);
  });

  it('[R45] pay each promise at most once, by claims and by rulings', () => {
    let [claimed, ruled] = [0, 0];
    fc.assert(
      fc.property(seeds(30), (picks) => {
        const stage = { types: [resend, commitmentClaim, returnRefund] as const, tickets: 4, order: ORDER, policy };
        const { histories, ...played } = play(picks, { ...stage, never: [...never, 'extend'], often: TO_PLATFORM });
        if (check({ histories, ...played }).promised > 0) {
          const paying = histories.filter(({ ticket }) => ticket.agreed?.commitment === LATE.commitment);
          if (paying.some(({ ticket }) => ticket.type === commitmentClaim.key)) claimed++;
          else ruled++;
        }
      }),
      { numRuns },
    );
    expect(claimed).toBeGreaterThan(numRuns / 50);
    expect(ruled).toBeGreaterThan(numRuns / 200);
  });

  it('keep postage under a cap of its own, and repay that of a return once', () => {
    let [repaid, twice] = [0, 0];
    fc.assert(
      fc.property(seeds(30), (picks) => {
        const order = { ...ORDER, items: [{ ...ORDER.items[0], quantity: 9 }] } as const;
        const stage = { types: [returnRefund, returnPostage] as const, tickets: 6, order, policy };
        const played = play(picks, {
          ...stage,
          never: [...never, 'decline', 'propose', 'expire'],
          often: ['agree', 'submit-return'],
        });
        if (check(played).postage) repaid++;
        const tickets = played.histories.map(({ ticket }) => ticket);
        const returns = tickets.filter(({ returnShipment }) => returnShipment).length;
        const asked = tickets.filter(({ type, workflow }) => type === 'return-postage' && workflow !== 'closed').length;
        expect(asked).toBeLessThanOrEqual(Math.max(1, returns));
        if (asked > 1) twice++;
      }),
      { numRuns },
    );
    expect(repaid).toBeGreaterThan(numRuns / 1_000);
    expect(twice).toBeGreaterThan(numRuns / 1_000);
  });
});

describe('a ticket that opens another', () => {
  it('is tied to it both ways, and nothing happens to either without the other', () => {
    let opened = 0;
    fc.assert(
      fc.property(seeds(8), (picks) => {
        const { tried } = play(picks, {
          types: [deliveryIssue, returnRefund],
          tickets: 2,
          policy,
          never,
          often: ['hand-over'],
        });
        for (const { before, transition, decision } of tried) {
          // An appeal opens a ticket for the platform.
          if (transition.command === 'appeal') continue;
          if (!decision.ok || !transition.spawns) {
            const splits = decision.ok && decision.value.some(({ kind }) => kind === 'split');
            expect('spawned' in decision).toBe(splits);
            continue;
          }
          opened++;
          const origin = fold(before, decision.value);
          const other = fold(undefined, decision.spawned ?? []);
          expect(origin.links?.at(-1)).toEqual({
            ticketId: other.id,
            number: other.number,
            type: other.type,
            relation: 'led-to',
          });
          expect(other.links).toEqual([
            { ticketId: origin.id, number: origin.number, type: origin.type, relation: 'came-from' },
          ]);
          // How much it is was the shop's word: the buyer says whether that settles it.
          expect(origin.workflow).toBe('awaiting-confirmation');
          expect(origin.agreed?.refund).toBeUndefined();
          expect(other).toMatchObject({
            type: transition.spawns.type,
            merchantId: origin.merchantId,
            version: 2,
            locale: origin.locale,
          });
          expect(other.workflow).toBe(other.type === 'resend' ? 'awaiting-fulfilment' : 'resolved');
          expect(other.order).toEqual(origin.order);
          expect(other.number).toBe(`${origin.number}-${origin.links?.length}`);
        }
      }),
      { numRuns },
    );
    expect(opened).toBeGreaterThan(numRuns / 2);
  });

  const issue = created({ type: 'delivery-issue', request: { reason: 'lost' } }).ticket;
  const refund = (amountMinor: number) => ({
    command: 'hand-over',
    choice: 'refund',
    version: 1,
    fields: { items: [{ itemId: 'box', quantity: 1 }], amount: { amountMinor, currency: 'CNY' }, text: 'It is lost.' },
  });
  const merchant = actor('merchant');

  it('is refused together with it: for want of money, of a type, or for a form that the other does not take', () => {
    const without = (change: object) => decide(issue, refund(1_999), merchant, contextAt(START_MS, change));
    expect(without({ related: [SPENT] })).toMatchObject({ ok: false, error: { because: 'nothing-refundable' } });
    expect(without({ types: indexTypes([deliveryIssue, resend]) })).toMatchObject({
      ok: false,
      error: { code: 'move-not-allowed' },
    });
    // More than the chosen item has cost, though less than the order did.
    expect(decide(issue, refund(2_000), merchant, contextAt(START_MS))).toMatchObject({
      ok: false,
      error: { code: 'field-invalid', problems: [{ field: 'amount', problem: 'too-high', max: 1_999 }] },
    });
    expect(decide(issue, refund(1_999), merchant, contextAt(START_MS)).ok).toBe(true);
  });

  it('says why, as the buyer did', () => {
    const opened = (reason: string, choice: 'resend' | 'refund') => {
      const { ticket } = created({ type: 'delivery-issue', request: { reason } });
      const { amount: _, ...fields } = refund(500).fields;
      const command = choice === 'refund' ? refund(500) : { ...refund(500), choice, fields };
      const decision = decide(ticket, command, merchant, contextAt(START_MS));
      return decision.ok ? fold(undefined, decision.spawned ?? []).request['reason'] : decision.error;
    };
    expect(opened('damaged-in-transit', 'resend')).toBe('damaged-in-transit');
    expect(opened('not-received', 'resend')).toBe('lost');
    expect(opened('damaged-in-transit', 'refund')).toBe('damaged');
    expect(opened('lost', 'refund')).toBe('missing');
  });
});

describe('money that another ticket has taken meanwhile', () => {
  const cheap: Order = {
    ...ORDER,
    items: [{ id: 'pin', title: 'Pin', quantity: 1, paid: { amountMinor: 100, currency: 'CNY' } }],
  };
  const request = {
    items: [{ itemId: 'pin', quantity: 1 }],
    refundOnly: true,
    reason: 'damaged',
    amount: { amountMinor: 100, currency: 'CNY' },
  };
  const one = () => created({ order: cheap, request }).ticket;

  it('[R18] [R46] is not ruled away twice: a ruling for the buyer needs all that was asked, another gives what is left', () => {
    const first = act(
      one(),
      {
        command: 'propose',
        fields: { amount: { amountMinor: 60, currency: 'CNY' }, refundOnly: true, text: 'As we said.' },
      },
      actor('merchant'),
    );
    const taken = act(first, { command: 'accept-proposal' }, actor('buyer'));
    const declined = act(
      one(),
      { command: 'decline', fields: { reason: 'other', text: 'Not so.' } },
      actor('merchant'),
    );
    const reviewing = act(
      act(declined, { command: 'escalate' }, actor('buyer')),
      { command: 'begin-review' },
      actor('staff'),
    );
    const context = contextAt(START_MS, { related: [taken] });
    const rule = (choice: string, fields = {}) => ({ command: 'rule', choice, fields: { text: 'Broken.', ...fields } });
    expect(refusal(rule('for-buyer'), actor('staff'), reviewing, context)).toMatchObject({
      because: 'less-left-than-asked',
    });
    const rest = rule('refund', { amount: { amountMinor: 40, currency: 'CNY' } });
    expect(act(reviewing, rest, actor('staff'), context).agreed?.refund?.amountMinor).toBe(40);
  });

  it('cannot be asked for either', () => {
    const decision = decideCreate(
      { type: 'return-refund', merchantId: 'shop-1', order: cheap, request },
      actor('buyer'),
      {
        ...contextAt(START_MS, {
          related: [{ ...one(), workflow: 'resolved', agreed: { refund: { amountMinor: 1, currency: 'CNY' } } }],
        }),
        number: '2',
      },
    );
    expect(decision).toMatchObject({ error: { problems: [{ field: 'amount', problem: 'too-high', max: 99 }] } });
  });
});
