import { type Order, type Policy } from '@sidecard/core';
import { decide, returnRefund } from '@sidecard/core/authoring';
import { project } from '@sidecard/core/server';
import { describe, expect, it } from 'vitest';
import { buyer, merchant, ticketOf } from '../support/cases.ts';
import { act, DECLINE, POLICY } from '../support/tickets.ts';
import { NOW, COMMITMENTS, policy, broken, situation } from '../support/commitment-claims.ts';

describe('a return without a fault', () => {
  const asked = (change: { now?: number; order?: Order; reason?: string; policy?: Policy } = {}) => {
    const context = situation({ now: change.now ?? NOW, policy: change.policy ?? policy });
    const request = { reason: change.reason ?? 'changed-mind', refundOnly: false };
    return { context, ticket: ticketOf(returnRefund, { order: change.order ?? broken, request }, context) };
  };
  const decline = ({ context, ticket }: ReturnType<typeof asked>) =>
    decide(ticket, { ...DECLINE, version: 1 }, merchant, context);

  it('[R31] cannot be declined by the shop while it is promised, and says who pays the postage', () => {
    const { ticket, context } = asked();
    expect(ticket.commitment).toMatchObject({ key: 'no-fault-return', gives: 'return', postageBy: 'merchant' });
    expect(project(ticket, 'buyer', context).commitment).toEqual(ticket.commitment);
    expect(decline({ ticket, context })).toMatchObject({
      error: {
        code: 'move-not-allowed',
        because: 'return-promised',
        becauseLabels: { en: expect.any(String) as string },
      },
    });
  });

  it('[R31] can be declined outside its window, for another reason, and where nothing was promised', () => {
    const end = broken.promised?.returnUntilMs ?? 0;
    expect(decline(asked({ now: end - 1 })).ok).toBe(false);
    expect(decline(asked({ now: end })).ok).toBe(true);
    expect(decline(asked({ reason: 'damaged' })).ok).toBe(true);
    expect(decline(asked({ order: { ...broken, promised: {} } })).ok).toBe(true);
    expect(decline(asked({ policy: POLICY })).ok).toBe(true);
  });

  it('[R31] can be declined when the goods arrive and are not as agreed', () => {
    const { ticket, context } = asked();
    const agreed = act(
      ticket,
      { command: 'agree', fields: { amount: ticket.request['amount'], returnAddress: POLICY.returnAddresses[0] } },
      merchant,
      context,
    );
    const sent = act(
      agreed,
      { command: 'submit-return', fields: { carrier: 'ZTO', trackingNumber: '73120458817' } },
      buyer,
      context,
    );
    expect(decide(sent, { ...DECLINE, version: sent.version }, merchant, context).ok).toBe(true);
  });

  it('[R31] names another bearer of the postage where the shop’s commitment does', () => {
    const commitments = COMMITMENTS.map((one) =>
      one.gives === 'return' ? { ...one, postageBy: 'buyer' as const } : one,
    );
    expect(asked({ policy: { ...policy, commitments } }).ticket.commitment?.postageBy).toBe('buyer');
  });
});
