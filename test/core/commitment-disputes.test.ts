import { DAY_MS } from '@sidecard/core';
import { decide, type Ticket } from '@sidecard/core/authoring';
import { project } from '@sidecard/core/server';
import { describe, expect, it } from 'vitest';
import { buyer, host, merchant, rule, staff } from '../support/cases.ts';
import { act, actor, contextAt, expire } from '../support/tickets.ts';
import {
  NOW,
  cny,
  policy,
  broken,
  situation,
  declined,
  claim,
  DECLINE_CLAIM,
  disputed,
} from '../support/commitment-claims.ts';

describe('a claim that is disputed', () => {
  it('[R44] is declined with a reason, goes to the platform if the buyer asks, else lapses', () => {
    const refused = act(claim('quality'), DECLINE_CLAIM, merchant, situation());
    expect(refused).toMatchObject({ workflow: 'declined', settlement: 'none' });
    expect(act(refused, { command: 'escalate' }, buyer, situation()).intervention).toBe('requested');
    expect(expire(refused, 'escalate')).toMatchObject({ workflow: 'closed', ending: 'lapsed', settlement: 'none' });
    expect(act(refused, { command: 'agree' }, merchant, situation()).settlement).toBe('pending');
  });

  it('[R44] goes to the platform when the shop is silent', () => {
    for (const key of ['quality', 'designated-carrier', 'deliver-by'])
      expect(expire(claim(key), 'answer')).toMatchObject({ workflow: 'awaiting-merchant', intervention: 'requested' });
  });

  it('[R30] [R45] is paid by the system when the shop is silent and no negotiation is needed', () => {
    const paid = expire(claim('ship-by'), 'answer');
    expect(paid).toMatchObject({ workflow: 'resolved', settlement: 'pending' });
    expect(paid.agreed).toEqual({ compensation: cny(1_390), commitment: 'ship-by' });
  });

  it('[R30] [R45] is paid as soon as the host or the buyer raises it, where the policy says so', () => {
    const context = situation({ policy: { ...policy, commitmentPayments: 'automatic' }, related: [declined()] });
    for (const by of [buyer, host])
      expect(claim('ship-by', { by }, context)).toMatchObject({
        ...{ workflow: 'resolved', ending: 'met', settlement: 'pending', endedAtMs: NOW },
        ...{ agreed: { compensation: cny(1_390), commitment: 'ship-by' } },
      });
    expect(claim('deliver-by', {}, context).workflow).toBe('awaiting-merchant');
  });

  it.each([
    ['[R29]', 'quality', 2_000, undefined],
    ['[R30]', 'ship-by', 1_390, undefined],
    ['[R33] [R35]', 'designated-carrier', 500, true],
    ['[R34] [R35]', 'deliver-by', 800, true],
  ])('%s [R45] is ruled for the buyer with the same figure, and no other: %s', (_, key, figure, fromDeposit) => {
    const context = situation();
    const ruled = act(disputed(key), rule('for-buyer'), staff, context);
    expect(ruled).toMatchObject({ workflow: 'resolved', settlement: 'pending', agreed: { compensation: cny(figure) } });
    expect(ruled.rulings).toMatchObject([{ commitment: key, compensation: cny(figure) }]);
    expect([ruled.agreed?.fromDeposit, ruled.rulings[0]?.fromDeposit]).toEqual([fromDeposit, fromDeposit]);
    const other = { ...rule('for-buyer', { compensation: cny(1) }), version: 4 };
    expect(decide(disputed(key), other, staff, context)).toMatchObject({ error: { code: 'field-invalid' } });
    const forShop = act(disputed(key), rule('for-merchant'), staff, context);
    expect(forShop).toMatchObject({ workflow: 'closed', ending: 'ruled-for-merchant', settlement: 'none' });
  });

  it('[R45] is not ruled for the buyer, nor paid by anybody, once the order shows that the promise was kept', () => {
    const kept = (ticket: Ticket): Ticket => ({
      ...ticket,
      order: { ...ticket.order, shippedAtMs: broken.promised?.shipByMs ?? 0 },
    });
    const because = 'promise-kept';
    const ticket = kept(disputed('ship-by'));
    const ruling = { ...rule('for-buyer'), version: ticket.version };
    expect(decide(ticket, ruling, staff, situation())).toMatchObject({ error: { because, becauseLabels: {} } });
    const { actions } = project(ticket, 'staff', situation());
    expect(actions.find(({ choice }) => choice === 'for-buyer')).toMatchObject({ disabledReason: because });
    const fresh = kept(claim('ship-by'));
    expect(decide(fresh, { command: 'agree', version: 1 }, merchant, situation())).toMatchObject({
      error: { because },
    });
    const silent = contextAt(NOW + 2 * DAY_MS, { policy });
    expect(act(fresh, { command: 'expire', choice: 'answer' }, actor('system'), silent)).toMatchObject({
      ...{ intervention: 'requested', settlement: 'none' },
    });
  });
});
