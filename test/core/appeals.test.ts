import { BUILT_IN_COMMITMENTS, DAY_MS } from '@sidecard/core';
import { addressChange, commitmentClaim, decide, exchange, ledgerOf, type Ticket } from '@sidecard/core/authoring';
import { project } from '@sidecard/core/server';
import type { Audience } from '@sidecard/core/wire';
import { describe, expect, it } from 'vitest';
import { negotiatedClaim } from '../support/requests.ts';
import {
  agreeTo,
  buyer,
  cny,
  declineOf,
  merchant,
  rule,
  SENT_BACK,
  staff,
  ticketOf,
  underReview,
} from '../support/cases.ts';
import {
  act,
  contextAt,
  created,
  DECLINE,
  fold,
  ORDER,
  POLICY,
  refusal,
  REQUEST,
  RETURN_ADDRESS,
  START_MS,
} from '../support/tickets.ts';

const APPEAL = { command: 'appeal', fields: { text: 'A potter has looked at it: it was the glaze.' } };
/** As in {@link negotiatedClaim}: the order came late, and the shop pays a fixed sum for that. */
const policyOfClaim = {
  ...POLICY,
  commitments: BUILT_IN_COMMITMENTS.map((one) =>
    one.key === 'deliver-by' ? { ...one, compensation: { kind: 'fixed' as const, amount: cny(800) } } : one,
  ),
};
const declined = () => act(created().ticket, DECLINE, merchant);
const ruledForShop = () => act(underReview(declined()), rule('for-merchant'), staff);
const split = () => act(underReview(declined()), rule('split', { amount: cny(4_000) }), staff);
const toReturn = () => act(underReview(declined()), rule('for-buyer'), staff);

/** Appeals against the ruling that ended a ticket: what becomes of it, and the linked ticket. */
function appealed(ended: Ticket, by = buyer, now = START_MS): { readonly ended: Ticket; readonly appeal: Ticket } {
  const decision = decide(ended, { ...APPEAL, version: ended.version }, by, contextAt(now));
  if (!decision.ok || !decision.spawned) throw new Error(JSON.stringify(decision));
  return { ended: fold(ended, decision.value), appeal: fold(undefined, decision.spawned) };
}

describe('[R51] an appeal against the ruling that ended a ticket', () => {
  it('opens a linked ticket for the platform, and leaves the end as it is', () => {
    const { ended, appeal } = appealed(ruledForShop());
    expect(ended).toMatchObject({
      ...{
        workflow: 'closed',
        ending: 'ruled-for-merchant',
        settlement: 'none',
        rulings: [{ choice: 'for-merchant' }],
      },
      appeal: { party: 'buyer', atMs: START_MS },
      links: [{ ticketId: appeal.id, type: 'appeal', relation: 'led-to' }],
    });
    expect(appeal).toMatchObject({
      ...{ type: 'appeal', workflow: 'awaiting-merchant', intervention: 'requested', rulings: [] },
      appeal: { party: 'buyer' },
      evidence: [{ party: 'buyer', text: APPEAL.fields.text }],
      deadlines: [{ key: 'begin-review', of: 'staff' }],
      links: [{ ticketId: ended.id, relation: 'came-from' }],
      request: { items: ended.request['items'] },
    });
  });

  it('is each side’s, once per ticket, with words, and not of a ruling that came after another', () => {
    expect(appealed(ruledForShop(), merchant).appeal.appeal).toEqual({ party: 'merchant', atMs: START_MS });
    const { ended } = appealed(ruledForShop());
    for (const by of [buyer, merchant])
      expect(refusal(APPEAL, by, ended)).toMatchObject({ code: 'move-not-allowed', because: 'no-such-move' });
    expect(refusal({ command: 'appeal' }, buyer, ruledForShop())).toMatchObject({
      code: 'field-invalid',
      problems: [{ field: 'text', problem: 'required' }],
    });
    expect(refusal({ ...APPEAL, version: 1 }, buyer, ruledForShop())).toMatchObject({ code: 'version-conflict' });
    expect(refusal(APPEAL, buyer, declined())).toMatchObject({ because: 'no-such-move' });
  });

  it('is possible for the policy’s days, and says so afterwards', () => {
    const at = (days: number, appealDays = 7) =>
      refusal(
        APPEAL,
        buyer,
        ruledForShop(),
        contextAt(START_MS + days * DAY_MS, { policy: { ...POLICY, appealDays } }),
      );
    expect([at(6.9), at(2.9, 3)]).toEqual(['accepted', 'accepted']);
    for (const late of [at(7), at(3, 3), at(0, 0)])
      expect(late).toMatchObject({ because: 'appeal-over', becauseLabels: { en: expect.any(String) as string } });
  });

  it('adds to what the first ruling gave, within what the pieces cost, and the next ruling is final', () => {
    const { ended, appeal } = appealed(split());
    const review = act(appeal, { command: 'begin-review' }, staff);
    const context = contextAt(START_MS, { related: [ended] });
    expect(refusal(rule('for-buyer', { amount: cny(21_801) }), staff, review, context)).toMatchObject({
      problems: [{ field: 'amount', problem: 'too-high', max: 21_800 }],
    });
    const ruled = act(review, rule('for-buyer', { amount: cny(21_800) }), staff, context);
    expect(ruled).toMatchObject({ workflow: 'resolved', settlement: 'pending', agreed: { refund: cny(21_800) } });
    expect(ended).toMatchObject({ settlement: 'pending', agreed: { refund: cny(4_000) } });
    for (const by of [buyer, merchant]) expect(refusal(APPEAL, by, ruled)).not.toBe('accepted');
  });

  it('is about the pieces of the ticket that it appeals: no more money for them, and no other piece', () => {
    const one = [{ itemId: 'mug', quantity: 1 }];
    const { ticket } = created({ request: { ...REQUEST, items: one, amount: cny(12_900) } });
    const first = act(underReview(act(ticket, DECLINE, merchant)), rule('split', { amount: cny(9_030) }), staff);
    const { ended, appeal } = appealed(first);
    const review = act(appeal, { command: 'begin-review' }, staff);
    const context = contextAt(START_MS, { related: [ended] });
    expect(refusal(rule('for-buyer', { amount: cny(3_871) }), staff, review, context)).toMatchObject({
      problems: [{ field: 'amount', problem: 'too-high', max: 3_870 }],
    });
    const ruled = act(review, rule('for-buyer', { amount: cny(3_870) }), staff, context);
    // The second mug is in neither.
    for (const related of [
      [ended, review],
      [ended, ruled],
    ]) {
      const other = { request: { ...REQUEST, items: one, amount: cny(12_900) } };
      expect(created(other, contextAt(START_MS, { related })).ticket.workflow).toBe('awaiting-merchant');
    }
    // An appeal is no attempt.
    const upheld = act(review, rule('upheld'), staff, context);
    expect(ledgerOf(ORDER, [ended, upheld], contextAt(START_MS).types).lines[0]?.attempts).toBe(0);
  });

  it('[R45] against a ruled claim can pay what the promise gives', () => {
    const claim = negotiatedClaim(contextAt(START_MS));
    const lost = act(underReview(act(claim, declineOf(commitmentClaim), merchant)), rule('for-merchant'), staff);
    const { ended, appeal } = appealed(lost);
    const review = act(appeal, { command: 'begin-review' }, staff);
    const context = contextAt(START_MS, { related: [ended], policy: policyOfClaim });
    const pays = rule('for-buyer', { compensation: cny(800), commitment: 'deliver-by' });
    expect(act(review, pays, staff, context)).toMatchObject({
      workflow: 'resolved',
      agreed: { compensation: cny(800) },
    });
    // Another ticket does not get around the ruling.
    const unlinked = { ...review, links: [] };
    expect(refusal(pays, staff, unlinked, context)).toMatchObject({ because: 'already-ruled' });
  });

  it('can be without success, be withdrawn by its side, and be met by the shop', () => {
    const review = (by: typeof buyer) => act(appealed(ruledForShop(), by).appeal, { command: 'begin-review' }, staff);
    expect(act(review(buyer), rule('upheld'), staff)).toMatchObject({ workflow: 'closed', ending: 'not-met' });
    expect(act(review(merchant), rule('for-merchant'), staff)).toMatchObject({ ending: 'ruled-for-merchant' });
    const withdraw = { command: 'withdraw' };
    expect(act(review(merchant), withdraw, merchant)).toMatchObject({ workflow: 'closed', ending: 'withdrawn' });
    expect(act(review(buyer), withdraw, buyer)).toMatchObject({ workflow: 'closed', ending: 'withdrawn' });
    expect(refusal(withdraw, buyer, review(merchant))).not.toBe('accepted');
    expect(refusal(withdraw, merchant, review(buyer))).not.toBe('accepted');
    const met = act(review(buyer), { command: 'agree', fields: { amount: cny(500) } }, merchant);
    expect(met).toMatchObject({ workflow: 'resolved', settlement: 'pending' });
  });
});

describe('[R51] an appeal against a ruling that is being carried out', () => {
  it('goes back to the platform in the ticket, and the next ruling ends it', () => {
    const again = act(toReturn(), APPEAL, merchant);
    expect(again).toMatchObject({
      ...{ workflow: 'awaiting-return', intervention: 'requested', appeal: { party: 'merchant' } },
      evidence: [{ party: 'merchant', text: APPEAL.fields.text }],
      deadlines: [{ key: 'begin-review' }],
    });
    const review = act(again, { command: 'begin-review' }, staff);
    expect(refusal(rule('for-buyer'), staff, review)).not.toBe('accepted');
    const ruled = act(review, rule('for-merchant'), staff);
    expect(ruled).toMatchObject({ workflow: 'closed', ending: 'ruled-for-merchant', rulings: [{}, {}] });
    for (const by of [buyer, merchant]) expect(refusal(APPEAL, by, ruled)).not.toBe('accepted');
  });

  it('can end with the first ruling, which is carried out and can be ruled on once more', () => {
    const first = toReturn();
    const review = act(act(first, APPEAL, merchant), { command: 'begin-review' }, staff);
    const upheld = act(review, rule('upheld', { text: 'The photos show it.' }), staff);
    expect(upheld).toMatchObject({
      ...{ workflow: 'awaiting-return', intervention: 'none', agreed: first.agreed, rulings: first.rulings },
      appeal: { party: 'merchant', atMs: START_MS, upheldAtMs: START_MS },
      deadlines: [{ key: 'return', of: 'buyer' }],
    });
    for (const by of [buyer, merchant]) expect(refusal(APPEAL, by, upheld)).not.toBe('accepted');
    const refused = underReview(act(act(upheld, SENT_BACK, buyer), DECLINE, merchant));
    expect(refusal(rule('upheld'), staff, refused)).not.toBe('accepted');
    expect(act(refused, rule('for-buyer'), staff)).toMatchObject({ workflow: 'resolved', rulings: [{}, {}] });
  });

  it('[R47] loses no parcel: the goods can be sent and received, and go home if the shop is right', () => {
    const again = act(toReturn(), APPEAL, merchant);
    const sent = act(again, SENT_BACK, buyer);
    expect(sent).toMatchObject({ workflow: 'awaiting-receipt', intervention: 'none', goodsWithMerchant: true });
    const refused = underReview(act(sent, DECLINE, merchant));
    expect(act(refused, rule('for-merchant'), staff)).toMatchObject({
      ...{ workflow: 'awaiting-fulfilment', deadlines: [{ key: 'ship-back' }] },
    });
    expect(act(again, { command: 'confirm-receipt' }, merchant)).toMatchObject({ workflow: 'resolved' });
  });

  it('is possible while goods go home, a replacement is owed, and a parcel is redirected', () => {
    const refused = act(
      act(
        act(created().ticket, agreeTo({ returnAddress: RETURN_ADDRESS, amount: cny(25_800) }), merchant),
        SENT_BACK,
        buyer,
      ),
      DECLINE,
      merchant,
    );
    const home = act(underReview(refused), rule('for-merchant'), staff);
    expect(act(home, APPEAL, buyer)).toMatchObject({ workflow: 'awaiting-fulfilment', intervention: 'requested' });
    for (const type of [exchange, addressChange]) {
      const asked = ticketOf(type, type === exchange ? { request: { advance: true } } : {});
      const ruled = act(underReview(asked), rule('for-buyer'), staff);
      if (ruled.workflow !== 'awaiting-fulfilment') continue;
      expect(act(ruled, APPEAL, merchant)).toMatchObject({ intervention: 'requested', appeal: { party: 'merchant' } });
    }
  });
});

describe('[R51] the evidence of an appeal', () => {
  it('is read by its own side and the platform', () => {
    const again = act(toReturn(), APPEAL, merchant);
    const read = (audience: Audience) => {
      const { history, evidence } = project(again, audience, contextAt(START_MS));
      return [history.at(-1)?.fields?.['text'], evidence[0]?.text];
    };
    const words = APPEAL.fields.text;
    expect([read('staff'), read('handlers')]).toEqual([
      [words, words],
      [words, words],
    ]);
    expect([read('buyer'), read('shop')]).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
  });
});
