import type { Command } from '@sidecard/core/authoring';
import { describe, expect, it } from 'vitest';
import {
  actor,
  contextAt,
  DECLINE,
  intervening,
  POLICY,
  refusal,
  REQUEST,
  RETURN_ADDRESS,
  START_MS,
} from '../support/tickets.ts';

describe('a refusal', () => {
  it.each<[string, Command, object]>([
    ['an unknown command', { command: 'explode' }, { code: 'command-unknown', command: 'explode' }],
    [
      'a move that is not for now',
      { command: 'confirm-receipt' },
      { code: 'move-not-allowed', because: 'no-such-move', workflow: 'awaiting-merchant' },
    ],
    ['a stale version', { ...DECLINE, version: 0 }, { code: 'version-conflict', version: 1 }],
    ['no version', { ...DECLINE, version: undefined as unknown as number }, { code: 'version-conflict', version: 1 }],
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
