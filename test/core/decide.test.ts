import {
  type Command,
  compose,
  decide,
  decideCreate,
  displayStatus,
  formatMoney,
  moveLimits,
  moveOf,
  offersFor,
  offersWith,
  parseMoney,
  PERMISSIONS,
  project,
  returnRefund,
  shownDeadline,
} from '@sidecard/core';
import { describe, expect, it } from 'vitest';
import {
  act,
  actor,
  contextAt,
  created,
  expire,
  intervening,
  ORDER,
  POLICY,
  REQUEST,
  RETURN_ADDRESS,
  START_MS,
} from '../support/tickets.ts';

const HOUR_MS = 3_600_000;
const decline: Command = {
  command: 'decline',
  fields: { reason: 'evidence-insufficient', text: 'We cannot see where it broke.' },
};
const refusal = (
  command: Command,
  by = actor('merchant'),
  ticket = created().ticket,
  context = contextAt(START_MS),
) => {
  const decision = decide(ticket, { version: ticket.version, ...command }, by, context);
  return decision.ok ? 'accepted' : decision.error;
};

describe('creating a ticket', () => {
  it('waits for the merchant, whose 48 hours begin', () => {
    const { ticket } = created();
    expect(ticket).toMatchObject({ workflow: 'awaiting-merchant', intervention: 'none', version: 1, locale: 'en' });
    expect(ticket.deadlines).toEqual([
      { key: 'answer', of: 'merchant', startedAtMs: START_MS, dueAtMs: START_MS + 48 * HOUR_MS },
    ]);
  });

  it.each([
    ['more items than were bought', { items: [{ itemId: 'mug', quantity: 3 }] }, 'items', 'too-high'],
    ['an item of another order', { items: [{ itemId: 'lamp', quantity: 1 }] }, 'items', 'unknown-option'],
    ['no items', { items: [] }, 'items', 'required'],
    ['more money than the chosen items cost', { items: [{ itemId: 'mug', quantity: 1 }] }, 'amount', 'too-high'],
    ['more money than the order cost', { amount: { amountMinor: 99_999, currency: 'CNY' } }, 'amount', 'too-high'],
    ['nothing to refund', { amount: { amountMinor: 0, currency: 'CNY' } }, 'amount', 'too-low'],
    ['a negative amount', { amount: { amountMinor: -1, currency: 'CNY' } }, 'amount', 'wrong-kind'],
    ['half a fen', { amount: { amountMinor: 0.5, currency: 'CNY' } }, 'amount', 'wrong-kind'],
    ['another currency', { amount: { amountMinor: 100, currency: 'USD' } }, 'amount', 'wrong-currency'],
    ['a reason that is not on the list', { reason: 'because' }, 'reason', 'unknown-option'],
    ['no reason', { reason: undefined }, 'reason', 'required'],
    ['a text that runs backwards', { text: 'abc\u202Edef' }, 'text', 'unreadable'],
    ['half a character', { text: 'ab\uD800' }, 'text', 'unreadable'],
    ['a field that the form does not have', { admin: true }, 'admin', 'unknown-field'],
    ['a text of nothing that shows', { text: '\u200B\u200B\u200B' }, 'text', 'too-short'],
  ])('is refused with %s', (_, change, field, problem) => {
    const command = { type: 'return-refund', merchantId: 'shop-1', order: ORDER, request: { ...REQUEST, ...change } };
    const decision = decideCreate(command, actor('buyer'), { ...contextAt(START_MS), number: '1' });
    expect(decision).toMatchObject({ ok: false, error: { code: 'field-invalid', problems: [{ field, problem }] } });
  });

  it('is refused to the merchant, and for a type that is not there', () => {
    const command = { type: 'return-refund', merchantId: 'shop-1', order: ORDER, request: REQUEST };
    const context = { ...contextAt(START_MS), number: '1' };
    expect(decideCreate(command, actor('merchant'), context)).toMatchObject({ error: { code: 'command-unknown' } });
    expect(decideCreate({ ...command, type: 'gift' }, actor('buyer'), context)).toEqual({
      ok: false,
      error: { code: 'type-unknown', type: 'gift' },
    });
  });
});

describe('what a buyer says about the language', () => {
  it.each([{ toString: 1 }, 'x'.repeat(1000), 'a\u0000', 5, ''])('is not taken when it is %j', (locale) => {
    const command = {
      type: 'return-refund',
      merchantId: 'shop-1',
      order: ORDER,
      request: REQUEST,
      locale: locale as string,
    };
    expect(decideCreate(command, actor('buyer'), { ...contextAt(START_MS), number: '1' })).toMatchObject({
      error: { code: 'field-invalid', problems: [{ field: 'locale' }] },
    });
  });

  it('is not looked for where there is no request', () => {
    for (const request of [null, undefined, 5, []] as unknown as (typeof REQUEST)[]) {
      const command = { type: 'return-refund', merchantId: 'shop-1', order: ORDER, request };
      expect(decideCreate(command, actor('buyer'), { ...contextAt(START_MS), number: '1' })).toMatchObject({
        error: { code: 'field-invalid' },
      });
    }
  });
});

describe('a refusal', () => {
  it.each<[string, Command, object]>([
    ['an unknown command', { command: 'explode' }, { code: 'command-unknown', command: 'explode' }],
    [
      'a move that is not for now',
      { command: 'confirm-receipt' },
      { code: 'move-not-allowed', because: 'no-such-move', workflow: 'awaiting-merchant' },
    ],
    ['a stale version', { ...decline, version: 0 }, { code: 'version-conflict', version: 1 }],
    ['no version', { ...decline, version: undefined as unknown as number }, { code: 'version-conflict', version: 1 }],
    [
      'one letter of explanation',
      { command: 'decline', fields: { reason: 'other', text: 'x' } },
      { code: 'field-invalid', problems: [{ field: 'text', problem: 'too-short', by: 1, min: 2, max: 200 }] },
    ],
    ['another command of the buyer', { command: 'withdraw' }, { code: 'command-unknown' }],
    [
      'agreeing to less than was asked',
      { command: 'agree', fields: { amount: { amountMinor: 100, currency: 'CNY' }, returnAddress: RETURN_ADDRESS } },
      { code: 'field-invalid', problems: [{ field: 'amount', problem: 'too-low' }] },
    ],
    [
      'agreeing without an address to send to',
      { command: 'agree', fields: { amount: REQUEST['amount'] } },
      { code: 'field-invalid', problems: [{ field: 'returnAddress', problem: 'required' }] },
    ],
  ])('meets %s with its code', (_, command, error) => {
    expect(refusal(command)).toMatchObject(error);
  });

  it('[R11] names the missing permission before it looks at the form', () => {
    expect(refusal({ command: 'decline' }, actor('merchant', { permissions: [] }))).toEqual({
      code: 'permission-missing',
      needs: 'task.handle',
    });
  });

  it('[R19] keeps staff messages to covered types while the platform intervenes', () => {
    const message: Command = {
      command: 'leave-staff-message',
      fields: { purpose: 'progress-update', text: 'Weighed 1.42 kg.' },
    };
    expect(refusal(message)).toMatchObject({ code: 'move-not-allowed', because: 'not-intervening' });
    const uncovered = contextAt(START_MS, { policy: { ...POLICY, coveredTypes: [] } });
    expect(refusal(message, actor('merchant'), intervening(), uncovered)).toMatchObject({
      code: 'move-not-allowed',
      because: 'type-not-covered',
    });
    expect(refusal(message, actor('merchant', { permissions: ['task.handle'] }), intervening())).toEqual({
      code: 'permission-missing',
      needs: 'staff-message.send',
    });
    expect(refusal(message, actor('merchant'), intervening())).toBe('accepted');
  });

  it('[R23] takes a staff message only with one of the three purposes', () => {
    const message = (purpose: string): Command => ({
      command: 'leave-staff-message',
      fields: { purpose, text: 'Weighed 1.42 kg.' },
    });
    for (const purpose of ['progress-update', 'transaction-update', 'additional-statement']) {
      expect(refusal(message(purpose), actor('merchant'), intervening())).toBe('accepted');
    }
    expect(refusal(message('gossip'), actor('merchant'), intervening())).toMatchObject({ code: 'field-invalid' });
  });

  it('does not let a timer run out early', () => {
    expect(refusal({ command: 'expire', choice: 'answer' }, actor('system'))).toMatchObject({
      code: 'move-not-allowed',
    });
  });
});

describe('escalation', () => {
  it('[R16] comes by itself when the merchant is silent, and stops the clock', () => {
    const silent = expire(created().ticket, 'answer');
    expect(silent).toMatchObject({ workflow: 'awaiting-merchant', intervention: 'requested', version: 2 });
    expect(silent.deadlines.map(({ key }) => key)).toEqual(['begin-review']);
  });

  it('[R15] shows as a status of its own', () => {
    expect(displayStatus(created().ticket)).toBe('awaiting-merchant');
    expect(displayStatus(intervening())).toBe('platform-intervening');
    expect(moveOf(intervening())).toBe('staff');
  });

  it('[R17] comes when the buyer asks after a refusal', () => {
    expect(intervening()).toMatchObject({ workflow: 'declined', intervention: 'requested' });
  });

  it('[R17] comes by itself when the merchant holds the goods and no agreement is reached', () => {
    const agreed = act(
      created().ticket,
      { command: 'agree', fields: { amount: REQUEST['amount'], returnAddress: RETURN_ADDRESS } },
      actor('merchant'),
    );
    const sent = act(
      agreed,
      { command: 'submit-return', fields: { carrier: 'ZTO', trackingNumber: '73120458817' } },
      actor('buyer'),
    );
    const declined = act(sent, decline, actor('merchant'));
    expect(expire(declined, 'escalate')).toMatchObject({ workflow: 'declined', intervention: 'requested' });
    expect(refusal({ command: 'withdraw' }, actor('buyer'), declined)).toMatchObject({ code: 'move-not-allowed' });
  });

  it('lets the merchant still give in while staff review', () => {
    const reviewing = act(intervening(), { command: 'begin-review' }, actor('staff'));
    const settled = act(
      reviewing,
      { command: 'agree', fields: { amount: REQUEST['amount'], returnAddress: RETURN_ADDRESS } },
      actor('merchant'),
    );
    expect(settled).toMatchObject({ workflow: 'awaiting-return', intervention: 'none' });
    expect(settled.deadlines.map(({ key }) => key)).toEqual(['return']);
  });

  it('[R18] hears both sides: staff go on when both have answered, or one has let its time pass', () => {
    const reviewing = act(intervening(), { command: 'begin-review' }, actor('staff'));
    const asked = act(
      reviewing,
      { command: 'request-evidence', fields: { from: ['merchant', 'buyer'], text: 'The inside of the box.' } },
      actor('staff'),
    );
    expect(asked).toMatchObject({ intervention: 'collecting-evidence' });
    const half = act(asked, { command: 'submit-evidence', fields: { text: 'See the scale.' } }, actor('merchant'));
    expect(half.intervention).toBe('collecting-evidence');
    expect(refusal({ command: 'submit-evidence', fields: { text: 'Again.' } }, actor('merchant'), half)).toMatchObject({
      code: 'move-not-allowed',
    });
    const missed = expire(half, 'evidence-buyer');
    expect(missed.intervention).toBe('reviewing');
    expect(missed.evidence).toMatchObject([
      { party: 'merchant', text: 'See the scale.' },
      { party: 'buyer', missing: true },
    ]);
  });

  it('[R18] ends with a ruling', () => {
    const reviewing = act(intervening(), { command: 'begin-review' }, actor('staff'));
    const ruled = act(
      reviewing,
      {
        command: 'rule',
        choice: 'refund',
        fields: { amount: { amountMinor: 10_000, currency: 'CNY' }, text: 'Half each.' },
      },
      actor('staff'),
    );
    expect(ruled).toMatchObject({ workflow: 'resolved', settlement: 'pending', intervention: 'none', deadlines: [] });
    expect(ruled.rulings).toMatchObject([{ choice: 'refund', refund: { amountMinor: 10_000 } }]);
    expect(act(ruled, { command: 'record-settlement', choice: 'succeeded' }, actor('host')).settlement).toBe(
      'succeeded',
    );
  });
});

describe('what was agreed or refused', () => {
  const agree: Command = {
    command: 'agree',
    fields: { amount: { amountMinor: 27_799, currency: 'CNY' }, returnAddress: RETURN_ADDRESS },
  };
  const sent = act(
    act(created().ticket, agree, actor('merchant')),
    { command: 'submit-return', fields: { carrier: 'ZTO', trackingNumber: '73120458817' } },
    actor('buyer'),
  );

  it('stands after a refusal at receipt, when the platform rules for the buyer', () => {
    const escalated = act(act(sent, decline, actor('merchant')), { command: 'escalate' }, actor('buyer'));
    const reviewing = act(escalated, { command: 'begin-review' }, actor('staff'));
    const ruled = act(
      reviewing,
      { command: 'rule', choice: 'for-buyer', fields: { text: 'The goods are back.', fromDeposit: true } },
      actor('staff'),
    );
    expect(ruled).toMatchObject({
      workflow: 'resolved',
      agreed: { refund: { amountMinor: 27_799 } },
      rulings: [{ fromDeposit: true }],
    });
  });

  it('is carried through a proposal: refused after the return came, it stays a quarrel about goods that the merchant holds', () => {
    const declined = act(sent, decline, actor('merchant'));
    const proposed = act(
      declined,
      { command: 'propose', fields: { amount: { amountMinor: 5_000, currency: 'CNY' }, text: 'One mug was used.' } },
      actor('merchant'),
    );
    const rejected = act(proposed, { command: 'reject-proposal' }, actor('buyer'));
    expect(rejected).toMatchObject({ workflow: 'declined', declinedFrom: 'awaiting-receipt' });
    expect(offersFor(rejected, 'handlers', contextAt(START_MS)).map(({ command }) => command)).toContain(
      'confirm-receipt',
    );
  });

  it('goes where the proposal says, whatever was asked', () => {
    const propose = (refundOnly: boolean): Command => ({
      command: 'propose',
      fields: {
        amount: { amountMinor: 5_000, currency: 'CNY' },
        refundOnly,
        ...(refundOnly ? {} : { returnAddress: RETURN_ADDRESS }),
        text: 'As we said.',
      },
    });
    const keep = act(created().ticket, propose(true), actor('merchant'));
    const back = act(created({ request: { ...REQUEST, refundOnly: true } }).ticket, propose(false), actor('merchant'));
    const accept = (ticket: typeof keep) =>
      offersFor(ticket, 'buyer', contextAt(START_MS)).find(({ command }) => command === 'accept-proposal');
    expect(accept(keep)?.starts).toBeUndefined();
    expect(accept(back)?.starts).toMatchObject({ key: 'return' });
    expect(act(keep, { command: 'accept-proposal' }, actor('buyer')).workflow).toBe('resolved');
    expect(act(back, { command: 'accept-proposal' }, actor('buyer')).workflow).toBe('awaiting-return');
    expect(keep.history.at(-1)?.told?.text).toBe(
      'Our proposal: a refund of ¥50.00, and you keep the goods. As we said.',
    );
    expect(back.history.at(-1)?.told?.text).toContain(
      ', once the goods are back at: Jiangxi Jingdezhen 8 Taoyang Road Wang 13912348817.',
    );
  });

  it('cannot promise the same money twice', () => {
    const proposed = act(
      created().ticket,
      {
        command: 'propose',
        fields: { amount: { amountMinor: 20_000, currency: 'CNY' }, refundOnly: true, text: 'As we said.' },
      },
      actor('merchant'),
    );
    const related = [act(created().ticket, agree, actor('merchant'))];
    expect(
      refusal({ command: 'accept-proposal' }, actor('buyer'), proposed, contextAt(START_MS, { related })),
    ).toMatchObject({ because: 'nothing-refundable' });
    const reviewing = act(intervening(), { command: 'begin-review' }, actor('staff'));
    const half = [
      act(
        created().ticket,
        {
          command: 'propose',
          fields: { amount: { amountMinor: 20_000, currency: 'CNY' }, refundOnly: true, text: 'As we said.' },
        },
        actor('merchant'),
      ),
    ];
    const accepted = half.map((ticket) => act(ticket, { command: 'accept-proposal' }, actor('buyer')));
    const ruled = act(
      reviewing,
      { command: 'rule', choice: 'for-buyer', fields: { text: 'It was broken.' } },
      actor('staff'),
      contextAt(START_MS, { related: accepted }),
    );
    expect(ruled.agreed?.refund?.amountMinor).toBe(7_799);
  });
});

describe('time', () => {
  it('follows the tenant’s policy', () => {
    const minutes = (deadlines: Record<string, Record<string, number>>) =>
      (created({}, contextAt(START_MS, { policy: { ...POLICY, deadlines } })).ticket.deadlines[0]?.dueAtMs ?? 0) -
      START_MS;
    expect(minutes({ '*': { answer: 60_000 } })).toBe(60_000);
    expect(minutes({ '*': { answer: 60_000 }, 'return-refund': { answer: 120_000 } })).toBe(120_000);
    expect(minutes({ exchange: { answer: 60_000 } })).toBe(48 * HOUR_MS);
  });

  it('is extended by hours, but never the platform’s own', () => {
    const extend = (deadline: string): Command => ({ command: 'extend', fields: { deadline, hours: 5 } });
    const [before] = created().ticket.deadlines;
    expect(act(created().ticket, extend('answer'), actor('host')).deadlines[0]?.dueAtMs).toBe(
      (before?.dueAtMs ?? 0) + 5 * HOUR_MS,
    );
    expect(refusal(extend('begin-review'), actor('staff'), intervening())).toMatchObject({ code: 'move-not-allowed' });
  });

  it('of the platform is told to staff when it is over, and to nobody else', () => {
    const overdue = expire(intervening(), 'begin-review');
    expect(overdue.version).toBe(intervening().version);
    const line = (audience: 'staff' | 'buyer' | 'handlers') =>
      project(overdue, audience, contextAt(START_MS)).history.at(-1)?.kind;
    expect([line('staff'), line('buyer'), line('handlers')]).toEqual(['deadline-noticed', 'escalated', 'escalated']);
    expect(
      offersFor(act(created().ticket, decline, actor('merchant')), 'buyer', contextAt(START_MS)).find(
        ({ command }) => command === 'escalate',
      )?.starts,
    ).toBeUndefined();
  });

  it('of a fact of the order is the fact’s own', () => {
    const { shippedAtMs: _, ...unshipped } = ORDER;
    const { ticket } = created({ order: unshipped });
    expect(
      act(ticket, { command: 'record-order', fields: { fact: 'shipped', atMs: START_MS - 5 } }, actor('host')).order
        .shippedAtMs,
    ).toBe(START_MS - 5);
    expect(
      act(ticket, { command: 'record-order', fields: { fact: 'signed' } }, actor('host'), contextAt(START_MS + 7)).order
        .signedAtMs,
    ).toBe(START_MS + 7);
    expect(
      act(ticket, { command: 'record-order', fields: { fact: 'order-closed' } }, actor('host')).order.closedAtMs,
    ).toBe(START_MS);
  });
});

describe('a claim', () => {
  const colleague = actor('merchant', { accountId: 'zhou', name: 'Zhou Min' });
  const claimed = act(created().ticket, { command: 'claim' }, actor('merchant'));

  it('says who is on it, for 15 minutes', () => {
    expect(claimed.claim).toEqual({ accountId: 'merchant-1', name: 'A merchant', untilMs: START_MS + 15 * 60_000 });
    expect(claimed.version).toBe(1);
  });

  it('is no lock: a colleague may act', () => {
    expect(refusal(decline, colleague, claimed)).toBe('accepted');
  });

  it('is taken over only with force, and given back only by its holder', () => {
    expect(refusal({ command: 'claim' }, colleague, claimed)).toMatchObject({ because: 'claimed-by-other' });
    expect(refusal({ command: 'release' }, colleague, claimed)).toMatchObject({ because: 'claimed-by-other' });
    expect(act(claimed, { command: 'claim', fields: { force: true } }, colleague).claim).toMatchObject({
      accountId: 'zhou',
    });
  });

  it('is renewed by what its holder does: a reply, a move; not by a colleague’s', () => {
    const later = contextAt(START_MS + 10 * 60_000);
    const until = (ticket: typeof claimed) => ((ticket.claim?.untilMs ?? 0) - START_MS) / 60_000;
    const reply: Command = { command: 'reply', fields: { text: 'Looking into it.' } };
    expect(until(act(claimed, reply, actor('merchant'), later))).toBe(25);
    expect(until(act(claimed, decline, actor('merchant'), later))).toBe(25);
    expect(until(act(claimed, reply, colleague, later))).toBe(15);
  });

  it('is free for all when its lease is over', () => {
    expect(refusal({ command: 'claim' }, colleague, claimed, contextAt(START_MS + 15 * 60_000))).toBe('accepted');
  });
});

describe('what the buyer is told', () => {
  it('[R7] is written once with the move, in the buyer’s language, as the preview composed it', () => {
    for (const [locale, text] of [
      ['en', 'We are sorry, we cannot agree (The evidence does not show it): We cannot see where it broke.'],
      ['zh-CN', '很抱歉，暂不能同意你的申请（凭证不足以证明）：We cannot see where it broke.'],
    ] as const) {
      const { ticket } = created({ locale });
      const move = returnRefund.moves.find(({ command }) => command === 'decline');
      const preview = compose(move?.says ?? { en: '', 'zh-CN': '' }, {
        fields: decline.fields ?? {},
        form: move?.fields ?? [],
        ticket,
        type: returnRefund,
        party: 'merchant',
      });
      const told = act(ticket, decline, actor('merchant')).history.at(-1)?.told;
      expect(told?.text).toBe(text);
      expect(preview).toBe(text);
    }
  });

  it('keeps braces that a person typed', () => {
    const told = act(
      created().ticket,
      { command: 'reply', fields: { text: 'Is it {amount}?' } },
      actor('merchant'),
    ).history.at(-1)?.told;
    expect(told?.text).toBe('Is it {amount}?');
  });
});

describe('offers', () => {
  const { ticket } = created();
  it('[R12] say what an account lacks instead of hiding it', () => {
    const offers = offersWith(offersFor(ticket, 'handlers', contextAt(START_MS)), []);
    expect(offers.find(({ command }) => command === 'agree')).toMatchObject({
      off: 'permission-missing',
      needs: 'task.handle',
    });
    expect(offersWith(offersFor(ticket, 'handlers', contextAt(START_MS)), PERMISSIONS).some(({ off }) => off)).toBe(
      false,
    );
  });

  it('carry the limits of amounts and whose time begins', () => {
    const offers = offersFor(ticket, 'handlers', contextAt(START_MS));
    expect(offers.find(({ command }) => command === 'agree')?.limits?.['amount']).toEqual({
      min: 25_800,
      max: 27_799,
      currency: 'CNY',
    });
    expect(offers.find(({ command }) => command === 'decline')?.starts).toEqual({
      key: 'escalate',
      of: 'buyer',
      lastsMs: 7 * 24 * HOUR_MS,
    });
  });

  it('say that nothing is left to refund', () => {
    const all = act(
      created().ticket,
      { command: 'agree', fields: { amount: { amountMinor: 27_799, currency: 'CNY' }, returnAddress: RETURN_ADDRESS } },
      actor('merchant'),
    );
    const offers = offersFor(ticket, 'handlers', contextAt(START_MS, { related: [all] }));
    expect(offers.find(({ command }) => command === 'agree')?.off).toBe('nothing-refundable');
    expect(
      moveLimits(returnRefund.request, returnRefund, ticket, 'buyer', contextAt(0, { related: [all] }))['amount']?.max,
    ).toBe(0);
  });
});

describe('money', () => {
  it.each([
    [1999, 'CNY', '¥19.99'],
    [1, 'CNY', '¥0.01'],
    [123_456_789, 'CNY', '¥1,234,567.89'],
    [500, 'JPY', '¥500'],
    [1250, 'KWD', 'KWD 1.250'],
    [0, 'USD', '$0.00'],
    [7, 'IQD', 'IQD 0.007'],
  ])('writes %d %s as %s and reads it back', (amountMinor, currency, text) => {
    expect(formatMoney({ amountMinor, currency })).toBe(text);
    expect(parseMoney(text.replace(/^[A-Z]+ /, ''), currency)).toEqual({ amountMinor, currency });
  });

  it.each(['', '1,50', '1,2,3', '1.999', '-1', '1e3', '0x10', '1 000', 'NaN', '∞'])(
    'does not take %j for an amount',
    (text) => {
      expect(parseMoney(text, 'CNY')).toBeUndefined();
    },
  );
});

describe('the shown deadline', () => {
  it('is none of the platform’s own while it reviews', () => {
    expect(shownDeadline({ deadlines: intervening().deadlines }, 'merchant')).toBeUndefined();
  });
});
