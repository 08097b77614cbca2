import { displayStatus, moveOf } from '@sidecard/core/wire';
import { describe, expect, it } from 'vitest';
import {
  act,
  actor,
  created,
  DECLINE,
  expire,
  intervening,
  refusal,
  REQUEST,
  RETURN_ADDRESS,
} from '../support/tickets.ts';

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
    const declined = act(sent, DECLINE, actor('merchant'));
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
    expect(ruled).toMatchObject({ workflow: 'resolved', settlement: 'pending', intervention: 'none' });
    expect(ruled.deadlines.map(({ key }) => key)).toEqual(['settle']);
    expect(ruled.rulings).toMatchObject([{ choice: 'refund', refund: { amountMinor: 10_000 } }]);
    expect(act(ruled, { command: 'record-settlement', choice: 'succeeded' }, actor('host')).settlement).toBe(
      'succeeded',
    );
  });
});
