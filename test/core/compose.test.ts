import { compose, returnRefund } from '@sidecard/core';
import { describe, expect, it } from 'vitest';
import { act, actor, created, DECLINE } from '../support/tickets.ts';

describe('what the buyer is told', () => {
  it('[R7] is written once with the move, in the buyer’s language, as the preview composed it', () => {
    for (const [locale, text] of [
      ['en', 'We are sorry, we cannot agree (The evidence does not show it): We cannot see where it broke.'],
      ['zh-CN', '很抱歉，暂不能同意你的申请（凭证不足以证明）：We cannot see where it broke.'],
    ] as const) {
      const { ticket } = created({ locale });
      const move = returnRefund.moves.find(({ command }) => command === 'decline');
      const preview = compose(move?.says ?? { en: '', 'zh-CN': '' }, {
        fields: DECLINE.fields ?? {},
        form: move?.fields ?? [],
        ticket,
        type: returnRefund,
        party: 'merchant',
      });
      const told = act(ticket, DECLINE, actor('merchant')).history.at(-1)?.told;
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
