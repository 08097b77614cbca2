import { BUILT_IN_COMMITMENTS, type Commitment, DAY_MS, type Order } from '@sidecard/core';
import { claimableCommitments, decide, evolve, resend, type Ticket } from '@sidecard/core/authoring';
import { describe, expect, it } from 'vitest';
import { buyer, host, merchant, rule, staff, ticketOf, underReview } from '../support/cases.ts';
import { at } from '../support/commitments.ts';
import { act, contextAt, POLICY } from '../support/tickets.ts';
import {
  SIGNED,
  CLOSED,
  NOW,
  IN_LAST_HOUR,
  WINDOW_OVER,
  cny,
  fixed,
  COMMITMENTS,
  policy,
  broken,
  situation,
  declined,
  claim,
  whyNot,
  DECLINE_CLAIM,
  disputed,
} from '../support/commitment-claims.ts';

describe('a claim under a commitment', () => {
  it.each([
    ['[R29]', 'quality', 2_000, undefined],
    ['[R30]', 'ship-by', 1_390, undefined],
    ['[R33]', 'designated-carrier', 500, true],
    ['[R34]', 'deliver-by', 800, true],
  ])('%s [R44] [R45] is paid by the shop with one key: %s pays %i fen', (_, key, figure, fromDeposit) => {
    const paid = act(claim(key), { command: 'agree' }, merchant, situation());
    expect(paid).toMatchObject({ workflow: 'resolved', ending: 'met', settlement: 'pending' });
    expect(paid.agreed).toEqual({
      compensation: cny(figure),
      commitment: key,
      ...(fromDeposit ? { fromDeposit } : {}),
    });
    expect(paid.history.at(-1)?.sentMessage?.text).toContain((figure / 100).toFixed(2));
    // There is no amount to write: a form that names one is refused.
    const more = { command: 'agree', version: 1, fields: { compensation: cny(9_900) } };
    expect(decide(claim(key), more, merchant, situation())).toMatchObject({ error: { code: 'field-invalid' } });
  });

  it('[R45] pays for what was claimed before, and for the whole order without that', () => {
    const percent = { kind: 'percent', percent: 10 } as const;
    const commitments = COMMITMENTS.map((one) => (one.key === 'quality' ? { ...one, compensation: percent } : one));
    const order = { ...broken };
    const amountOf = (related: readonly Ticket[]) =>
      claim('quality', { order }, situation({ policy: { ...policy, commitments }, related })).commitment?.amount;
    expect(amountOf([declined()])).toEqual(cny(2_580));
    expect(amountOf([declined({ reason: 'changed-mind' })])).toEqual(cny(2_780));
  });

  it('[R45] takes its figure even if other compensation has used up the cap', () => {
    const spent = { ...declined(), agreed: { compensation: cny(POLICY.caps.compensationMinor) } };
    expect(claim('ship-by', {}, situation({ related: [spent] })).commitment?.amount).toEqual(cny(1_390));
    const ticket = claim('ship-by');
    expect(act(ticket, { command: 'agree' }, merchant, situation({ related: [spent] })).settlement).toBe('pending');
  });

  it('[R36] keeps the terms that it was opened with when the shop changes its commitments', () => {
    const ticket = claim('deliver-by');
    const later = situation({ policy: { ...policy, commitments: [] } });
    expect(act(ticket, { command: 'agree' }, merchant, later).agreed?.compensation).toEqual(cny(800));
  });

  it.each([
    [
      '[R28]',
      'agreement-not-signed',
      { commitments: COMMITMENTS.filter(({ key }) => key !== 'consumer-protection') },
      {},
    ],
    ['[R34]', 'not-promised', {}, { promised: {} }],
    ['[R34]', 'promise-kept', {}, { signedAtMs: at('2026-07-03T08:00:00+08:00') }],
    ['[R34]', 'not-yet-due', {}, { closedAtMs: undefined }],
    ['[R34]', 'facts-unclear', {}, { promised: { deliverByMs: Number.NaN } }],
    ['[R36]', 'compensation-not-set', { commitments: BUILT_IN_COMMITMENTS }, {}],
  ])('%s [R44] is refused with a code and words: %s', (_, because, shop, change) => {
    const { closedAtMs, ...order } = { ...broken, ...change };
    const found = whyNot(
      'deliver-by',
      { order: closedAtMs === undefined ? order : { ...order, closedAtMs } },
      situation({ policy: { ...policy, ...shop }, related: [declined()] }),
    );
    expect(found).toMatchObject({
      code: 'request-not-allowed',
      because,
      becauseLabels: { 'zh-CN': expect.stringMatching(/\p{Script=Han}/u) as string, en: expect.any(String) as string },
    });
  });

  it('[R30] waits while the promised time is ahead, and takes no kept promise', () => {
    const { shippedAtMs: _, signedAtMs: __, closedAtMs: ___, ...paid } = broken;
    const due = at('2026-07-01T20:00:00+08:00');
    const ask = (now: number, order: Order = paid) => whyNot('ship-by', { order }, situation({ now }));
    expect(ask(due)).toMatchObject({ because: 'not-yet-due' });
    expect(ask(due + 1)).toBe('opened');
    expect(ask(NOW, { ...paid, shippedAtMs: due })).toMatchObject({ because: 'promise-kept' });
    expect(ask(NOW, { ...paid, shippedAtMs: due + 1 })).toBe('opened');
  });

  it.each(['quality', 'designated-carrier', 'deliver-by'])(
    '[R37] needs a failed negotiation for %s, in any other ticket of the order',
    (key) => {
      const open = ticketOf(resend, { order: broken }, situation({ now: SIGNED + 1 }));
      expect(whyNot(key, {}, situation())).toMatchObject({ because: 'negotiation-not-failed' });
      expect(whyNot(key, {}, situation({ related: [open] }))).toMatchObject({ because: 'negotiation-not-failed' });
      expect(whyNot(key)).toBe('opened');
      // A claim is not itself a negotiation.
      const refused = act(claim('ship-by'), DECLINE_CLAIM, merchant, situation());
      expect(whyNot(key, {}, situation({ related: [refused] }))).toMatchObject({ because: 'negotiation-not-failed' });
    },
  );

  it('[R30] needs none', () => {
    expect(whyNot('ship-by', {}, situation())).toBe('opened');
  });

  it('[R29] [R37] is in time while the fault was found before the confirmation, and the claim period runs', () => {
    const order = { ...broken, confirmedAtMs: SIGNED + DAY_MS };
    const related = [declined({ order })];
    const end = at('2026-07-19T00:00:00+08:00');
    const ask = (now: number, tickets = related) => whyNot('quality', { order }, situation({ now, related: tickets }));
    expect(ask(end - 1)).toBe('opened');
    expect(ask(end)).toMatchObject({ because: 'claim-period-over' });
    // Found only after the confirmation: nothing showed the fault before.
    expect(ask(NOW, [declined({ order, reason: 'changed-mind' })])).toMatchObject({ because: 'discovery-over' });
  });

  it('[R33] [R34] is in time until the end of the 15th day after the close', () => {
    for (const key of ['designated-carrier', 'deliver-by']) {
      const ask = (now: number) => whyNot(key, {}, situation({ now, related: [declined()] }));
      expect(ask(IN_LAST_HOUR)).toBe('opened');
      expect(ask(WINDOW_OVER)).toMatchObject({ because: 'discovery-over' });
    }
  });

  it.each([
    ['Europe/Berlin', '2026-10-20T12:00:00+02:00', '2026-11-05T00:00:00+01:00'],
    ['Europe/Berlin', '2026-03-20T12:00:00+01:00', '2026-04-05T00:00:00+02:00'],
    ['Asia/Shanghai', '2028-02-20T12:00:00+08:00', '2028-03-07T00:00:00+08:00'],
  ])('[R34] counts days across a change of the clocks and a leap day, in %s from %s', (timeZone, closed, end) => {
    const shift = at(closed) - CLOSED;
    const moved = (ms = 0) => ms + shift;
    const order: Order = {
      ...broken,
      ...{ paidAtMs: moved(broken.paidAtMs), shippedAtMs: moved(broken.shippedAtMs), signedAtMs: moved(SIGNED) },
      ...{ closedAtMs: at(closed), promised: { deliverByMs: moved(broken.promised?.deliverByMs) } },
    };
    const related = [declined({ order, now: moved(SIGNED) })];
    const ask = (now: number) =>
      whyNot('deliver-by', { order }, situation({ now, related, policy: { ...policy, timeZone } }));
    expect(ask(at(end) - 1)).toBe('opened');
    expect(ask(at(end))).toMatchObject({ because: 'discovery-over' });
  });

  it.each([
    ['JPY', 1_000, 50, 0],
    ['CNY', 1_000, 50, 2],
    ['KWD', 1_010, 51, 3],
  ])('[R30] pays a share in the smallest unit of %s', (currency, paid, figure) => {
    const share = { kind: 'percent', percent: 5 } as const;
    const commitments = COMMITMENTS.map((one) => (one.key === 'ship-by' ? { ...one, compensation: share } : one));
    const order: Order = { ...broken, items: [{ id: 'mug', title: 'Mug', quantity: 1, paid: cny(paid, currency) }] };
    const ticket = claim('ship-by', { order }, situation({ policy: { ...policy, commitments } }));
    expect(act(ticket, { command: 'agree' }, merchant, situation()).agreed?.compensation).toEqual(
      cny(figure, currency),
    );
  });

  it('[R30] has no figure in a currency that the rule’s amounts are not in', () => {
    const order: Order = { ...broken, items: [{ id: 'mug', title: 'Mug', quantity: 1, paid: cny(1_000, 'JPY') }] };
    expect(whyNot('ship-by', { order }, situation())).toMatchObject({ because: 'compensation-not-set' });
  });

  it('[R44] is asked with a reason that the commitment knows', () => {
    expect(whyNot('quality', { fields: { reason: 'shipped-late' } })).toMatchObject({
      code: 'field-invalid',
      problems: [{ field: 'reason', problem: 'unknown-option' }],
    });
    expect(whyNot('no-fault-return')).toMatchObject({
      problems: [{ field: 'commitment', problem: 'unknown-option' }, {}],
    });
    expect(whyNot('ship-by', { fields: { compensation: cny(1) } })).toMatchObject({
      problems: [{ field: 'compensation', problem: 'unknown-field' }],
    });
  });

  it('[R36] [R44] can be under a commitment of the shop’s own, whose fault has no reason here', () => {
    const own: Commitment = {
      key: 'gift-wrap',
      labels: { 'zh-CN': '礼品包装', en: 'Gift wrap' },
      trigger: { kind: 'fault', faults: ['unwrapped'] },
      window: { from: 'signed', until: { days: 15 } },
      compensation: fixed(300),
    };
    const context = situation({ policy: { ...policy, commitments: [...COMMITMENTS, own] } });
    const ticket = claim('gift-wrap', { fields: { reason: 'other' } }, context);
    expect(ticket.commitment).toEqual({ key: 'gift-wrap', labels: own.labels, amount: cny(300), paidOnSilence: true });
  });

  it('[R44] lists what can be claimed now', () => {
    const list = (related: readonly Ticket[], now = NOW) =>
      claimableCommitments({ order: broken, related, now }, policy).map(({ key, amount }) => [
        key,
        amount?.amountMinor,
      ]);
    expect(list([])).toEqual([['ship-by', 1_390]]);
    expect(list([declined()])).toEqual([
      ['quality', 2_000],
      ['ship-by', 1_390],
      ['designated-carrier', 500],
      ['deliver-by', 800],
    ]);
    expect(list([declined()], WINDOW_OVER)).toEqual([['ship-by', 1_390]]);
    expect(list([declined(), claim('ship-by')], WINDOW_OVER)).toEqual([]);
  });
});

describe('a promise', () => {
  it('[R44] [R45] is claimed once at a time, and never again once it is paid or ruled on', () => {
    const context = situation();
    const again = (ticket: Ticket) => whyNot('ship-by', {}, situation({ related: [ticket] }));
    expect(again(claim('ship-by'))).toMatchObject({ because: 'already-claimed' });
    expect(again(claim('deliver-by'))).toBe('opened');
    const paid = act(claim('ship-by'), { command: 'agree' }, merchant, context);
    expect(again(paid)).toMatchObject({ because: 'already-claimed' });
    const settled = act(paid, { command: 'record-settlement', choice: 'succeeded' }, host, context);
    expect(again(settled)).toMatchObject({ because: 'already-claimed' });
    expect(again(act(disputed('ship-by'), rule('for-merchant'), staff, context))).toMatchObject({
      because: 'already-ruled',
    });
    expect(again(act(claim('ship-by'), { command: 'withdraw' }, buyer, context))).toBe('opened');
  });

  const reviewing = () => underReview(declined({ reason: 'damaged' }), situation());
  const award = (amountMinor: number, key: string | undefined, ticket: Ticket, related: readonly Ticket[] = []) => {
    const fields = { amount: cny(100), compensation: cny(amountMinor), ...(key ? { commitment: key } : {}) };
    return decide(ticket, { ...rule('refund', fields), version: ticket.version }, staff, situation({ related }));
  };
  const ruledUnder = (ticket: Ticket, key: string, amountMinor: number): Ticket => {
    const decision = award(amountMinor, key, ticket);
    if (!decision.ok) throw new Error(JSON.stringify(decision.error));
    return decision.value.reduce<Ticket>(evolve, ticket);
  };

  it('[R45] is awarded by a ruling of any type at most with the figure of its rule, for the items of the case', () => {
    // 5 % of the mugs’ 258.00, and not of the box
    expect(award(30_000, 'ship-by', reviewing())).toMatchObject({
      error: { problems: [{ field: 'compensation', problem: 'too-high', max: 1_290, currency: 'CNY' }] },
    });
    expect(award(1_291, 'ship-by', reviewing()).ok).toBe(false);
    const ruled = ruledUnder(reviewing(), 'deliver-by', 800);
    expect(ruled.agreed).toMatchObject({ compensation: cny(800), commitment: 'deliver-by', fromDeposit: true });
    // Without a commitment the cap is the limit.
    expect(award(30_000, undefined, reviewing()).ok).toBe(true);
    expect(award(POLICY.caps.compensationMinor + 1, undefined, reviewing()).ok).toBe(false);
  });

  it('[R45] is not awarded by a ruling if it was kept, not given, or its time is over', () => {
    const late = { ...reviewing(), createdAtMs: WINDOW_OVER };
    const kept = { ...reviewing(), order: { ...broken, carrier: 'SF' } };
    const none = { ...reviewing(), order: { ...broken, promised: {} } };
    const pending = { ...none, order: { ...broken, shippedAtMs: undefined as never, promised: { shipByMs: NOW + 1 } } };
    expect(award(1, 'designated-carrier', kept)).toMatchObject({ error: { because: 'promise-kept' } });
    expect(award(1, 'ship-by', none)).toMatchObject({ error: { because: 'not-promised' } });
    expect(award(1, 'ship-by', pending)).toMatchObject({ error: { because: 'not-yet-due' } });
    expect(
      decide(
        late,
        {
          ...rule('refund', { amount: cny(1), compensation: cny(1), commitment: 'deliver-by' }),
          version: late.version,
        },
        staff,
        contextAt(WINDOW_OVER, { policy }),
      ),
    ).toMatchObject({
      error: { because: 'discovery-over' },
    });
  });

  it('[R45] is not paid by a second and a third ticket', () => {
    const first = ruledUnder(reviewing(), 'ship-by', 500);
    expect(award(100, 'ship-by', { ...reviewing(), id: 'second' }, [first])).toMatchObject({
      error: { because: 'already-claimed' },
    });
    expect(award(100, 'deliver-by', { ...reviewing(), id: 'second' }, [first]).ok).toBe(true);
    expect(whyNot('ship-by', {}, situation({ related: [first] }))).toMatchObject({ because: 'already-claimed' });
    expect(award(100, 'ship-by', { ...reviewing(), id: 'third' }, [claim('ship-by')])).toMatchObject({
      error: { because: 'already-claimed' },
    });
    // A ruling of an earlier release names the commitment only itself.
    const { commitment: _, ...agreed } = first.agreed ?? {};
    expect(whyNot('ship-by', {}, situation({ related: [{ ...first, agreed }] }))).toMatchObject({
      because: 'already-claimed',
    });
  });
});
