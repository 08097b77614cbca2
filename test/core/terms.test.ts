import { type Command, actionsFor } from '@sidecard/core/authoring';
import { describe, expect, it } from 'vitest';
import {
  act,
  actor,
  contextAt,
  created,
  DECLINE,
  intervening,
  refusal,
  REQUEST,
  RETURN_ADDRESS,
  START_MS,
} from '../support/tickets.ts';

describe('what was agreed or refused', () => {
  const agree: Command = {
    command: 'agree',
    fields: { amount: { amountMinor: 25_800, currency: 'CNY' }, returnAddress: RETURN_ADDRESS },
  };
  const sent = act(
    act(created().ticket, agree, actor('merchant')),
    { command: 'submit-return', fields: { carrier: 'ZTO', trackingNumber: '73120458817' } },
    actor('buyer'),
  );

  it('stands after a refusal at receipt, when the platform rules for the buyer', () => {
    const escalated = act(act(sent, DECLINE, actor('merchant')), { command: 'escalate' }, actor('buyer'));
    const reviewing = act(escalated, { command: 'begin-review' }, actor('staff'));
    const ruled = act(
      reviewing,
      { command: 'rule', choice: 'for-buyer', fields: { text: 'The goods are back.', fromDeposit: true } },
      actor('staff'),
    );
    expect(ruled).toMatchObject({
      workflow: 'resolved',
      agreed: { refund: { amountMinor: 25_800 } },
      rulings: [{ fromDeposit: true }],
    });
  });

  it('is carried through a proposal: refused after the return came, it stays a quarrel about goods that the merchant holds', () => {
    const declined = act(sent, DECLINE, actor('merchant'));
    const proposed = act(
      declined,
      { command: 'propose', fields: { amount: { amountMinor: 5_000, currency: 'CNY' }, text: 'One mug was used.' } },
      actor('merchant'),
    );
    const rejected = act(proposed, { command: 'reject-proposal' }, actor('buyer'));
    expect(rejected).toMatchObject({ workflow: 'declined', declinedFrom: 'awaiting-receipt' });
    expect(actionsFor(rejected, 'handlers', contextAt(START_MS)).map(({ command }) => command)).toContain(
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
      actionsFor(ticket, 'buyer', contextAt(START_MS)).find(({ command }) => command === 'accept-proposal');
    expect(accept(keep)?.starts).toBeUndefined();
    expect(accept(back)?.starts).toMatchObject({ key: 'return' });
    expect(act(keep, { command: 'accept-proposal' }, actor('buyer')).workflow).toBe('resolved');
    expect(act(back, { command: 'accept-proposal' }, actor('buyer')).workflow).toBe('awaiting-return');
    expect(keep.history.at(-1)?.sentMessage?.text).toBe(
      'Our proposal: a refund of ¥50.00, and you keep the goods. As we said.',
    );
    expect(back.history.at(-1)?.sentMessage?.text).toContain(
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
    const rule = { command: 'rule', choice: 'for-buyer', fields: { text: 'It was broken.' } };
    expect(refusal(rule, actor('staff'), reviewing, contextAt(START_MS, { related: accepted }))).toMatchObject({
      because: 'less-left-than-asked',
    });
  });
});
