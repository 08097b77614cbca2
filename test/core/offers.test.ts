import { PERMISSIONS } from '@sidecard/core';
import { transitionLimits, actionsFor, returnRefund } from '@sidecard/core/authoring';
import { actionsWith } from '@sidecard/core/wire';
import { describe, expect, it } from 'vitest';
import { act, actor, contextAt, created, RETURN_ADDRESS, START_MS } from '../support/tickets.ts';

const HOUR_MS = 3_600_000;

describe('offers', () => {
  const { ticket } = created();
  it('[R12] say what an account lacks instead of hiding it', () => {
    const actions = actionsWith(actionsFor(ticket, 'handlers', contextAt(START_MS)), []);
    expect(actions.find(({ command }) => command === 'agree')).toMatchObject({
      disabledReason: 'permission-missing',
      needs: 'task.handle',
    });
    expect(
      actionsWith(actionsFor(ticket, 'handlers', contextAt(START_MS)), PERMISSIONS).some(
        ({ disabledReason }) => disabledReason,
      ),
    ).toBe(false);
  });

  it('carry the limits of amounts and whose time begins', () => {
    const actions = actionsFor(ticket, 'handlers', contextAt(START_MS));
    expect(actions.find(({ command }) => command === 'agree')?.limits?.['amount']).toEqual({
      min: 25_800,
      max: 25_800,
      currency: 'CNY',
      shares: [{ itemId: 'mug', quantity: 2, min: 25_800, max: 25_800 }],
    });
    expect(actions.find(({ command }) => command === 'decline')?.starts).toEqual({
      key: 'escalate',
      of: 'buyer',
      lastsMs: 7 * 24 * HOUR_MS,
    });
  });

  it('say that nothing is left to refund', () => {
    const all = act(
      created().ticket,
      { command: 'agree', fields: { amount: { amountMinor: 25_800, currency: 'CNY' }, returnAddress: RETURN_ADDRESS } },
      actor('merchant'),
    );
    const actions = actionsFor(ticket, 'handlers', contextAt(START_MS, { related: [all] }));
    expect(actions.find(({ command }) => command === 'agree')?.disabledReason).toBe('nothing-refundable');
    expect(
      transitionLimits(returnRefund.request, returnRefund, ticket, 'buyer', contextAt(0, { related: [all] }))['amount']
        ?.max,
    ).toBe(0);
  });
});
