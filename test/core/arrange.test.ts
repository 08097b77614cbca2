import type { Permission } from '@sidecard/core';
import { actionsFor, type Ticket } from '@sidecard/core/authoring';
import { arrangeActions, actionsWith } from '@sidecard/core/wire';
import { describe, expect, it } from 'vitest';
import { act, actor, contextAt, created, intervening, REQUEST, RETURN_ADDRESS, START_MS } from '../support/tickets.ts';

const shown = (ticket: Ticket, permissions: readonly Permission[] = ['task.handle', 'staff-message.send']) => {
  const { primary, secondary, settle, more, locked } = arrangeActions(
    actionsWith(actionsFor(ticket, 'handlers', contextAt(START_MS)), permissions),
  );
  const names = (actions: readonly { command: string }[]) => actions.map(({ command }) => command);
  return { primary: primary?.command, secondary: names(secondary), settle: names(settle), more: names(more), locked };
};

describe('arrangeOffers', () => {
  it('fills the button that answers the deadline of the reader', () => {
    expect(shown(created().ticket)).toEqual({
      primary: 'agree',
      secondary: ['decline'],
      settle: [],
      more: ['propose', 'ask-for-proof', 'reply', 'reply'],
      locked: false,
    });
  });

  it('fills none when it is another side’s move', () => {
    const fields = { reason: 'other', text: 'No.' + ' '.repeat(3) };
    const declined = act(created().ticket, { command: 'decline', fields }, actor('merchant'));
    expect(shown(declined)).toMatchObject({ primary: undefined, secondary: ['agree', 'propose'], more: ['reply'] });
  });

  it('[R18] puts the evidence that staff ask for first, and what would settle instead beside it', () => {
    const reviewing = act(intervening(), { command: 'begin-review' }, actor('staff'));
    const asked = act(
      reviewing,
      { command: 'request-evidence', fields: { from: ['merchant'], text: 'The inside of the box.' } },
      actor('staff'),
    );
    expect(shown(asked)).toEqual({
      primary: 'submit-evidence',
      secondary: [],
      settle: ['agree', 'propose'],
      more: ['reply'],
      locked: false,
    });
  });

  it('[R18] suggests no ruling to staff, who decide between the sides', () => {
    const { ticket } = created();
    const staffSee = (one: Ticket) => arrangeActions(actionsFor(one, 'staff', contextAt(START_MS)));
    expect(staffSee(intervening()).primary?.command).toBe('begin-review');
    const { primary, secondary } = staffSee(act(intervening(), { command: 'begin-review' }, actor('staff')));
    expect(primary).toBeUndefined();
    expect(secondary.map(({ command }) => command)).toEqual(['rule', 'rule']);
    expect(staffSee(ticket).primary).toBeUndefined();
  });

  it('shows what little there is without a menu, and corrections in it', () => {
    const fields = { amount: REQUEST['amount'], returnAddress: RETURN_ADDRESS };
    const agreed = act(created().ticket, { command: 'agree', fields }, actor('merchant'));
    expect(shown(agreed)).toMatchObject({
      primary: undefined,
      secondary: ['confirm-receipt', 'reply'],
      more: ['correct-return-address'],
    });
  });

  it('[R12] locks the form of an account that may do none of it', () => {
    expect(shown(created().ticket, []).locked).toBe(true);
    expect(shown(intervening(), ['staff-message.send']).locked).toBe(true);
  });

  it('shows nothing of a ticket that is over', () => {
    const over = act(created().ticket, { command: 'withdraw' }, actor('buyer'));
    expect(shown(over)).toEqual({ primary: undefined, secondary: [], settle: [], more: [], locked: false });
  });

  it('gives claim, release and the staff message places of their own', () => {
    const claimed = act(intervening(), { command: 'claim' }, actor('merchant'));
    const layout = arrangeActions(actionsFor(claimed, 'handlers', contextAt(START_MS)));
    expect([layout.claim?.command, layout.release?.command, layout.staffMessage?.command]).toEqual([
      'claim',
      'release',
      'leave-staff-message',
    ]);
  });
});
