import { label } from '@sidecard/core';
import { deliveryIssue, exchange, returnAddressRequest, returnRefund, shipmentUrging } from '@sidecard/core/authoring';
import { compose, type Field } from '@sidecard/core/wire';
import { describe, expect, it } from 'vitest';
import { agreeTo, cny, merchant, SENT_BACK, ticketOf } from '../support/cases.ts';
import { act, actor, contextAt, created, DECLINE, RETURN_ADDRESS, START_MS } from '../support/tickets.ts';

describe('what the buyer is told', () => {
  it('[R7] is written once with the move, in the buyer’s language, as the preview composed it', () => {
    for (const [locale, text] of [
      ['en', 'We are sorry, we cannot agree (Insufficient evidence): We cannot see where it broke.'],
      ['zh-CN', '很抱歉，暂不能同意您的申请（凭证不足）：We cannot see where it broke.'],
    ] as const) {
      const { ticket } = created({ locale });
      const transition = returnRefund.transitions.find(({ command }) => command === 'decline');
      const preview = compose(transition?.message ?? { en: '', 'zh-CN': '' }, {
        fields: DECLINE.fields ?? {},
        form: transition?.fields ?? [],
        ticket,
        type: returnRefund,
        party: 'merchant',
      });
      const sentMessage = act(ticket, DECLINE, actor('merchant')).history.at(-1)?.sentMessage;
      expect(sentMessage?.text).toBe(text);
      expect(preview).toBe(text);
    }
  });

  it('keeps braces that a person typed', () => {
    const sentMessage = act(
      created().ticket,
      { command: 'reply', fields: { text: 'Is it {amount}?' } },
      actor('merchant'),
    ).history.at(-1)?.sentMessage;
    expect(sentMessage?.text).toBe('Is it {amount}?');
  });
});

describe('the words for a value', () => {
  const labels = { 'zh-CN': '\u680F', en: 'Field' };
  const { ticket } = created();
  const one = (key: string) => ({ key, labels: { 'zh-CN': `\u4E2D${key}`, en: `the ${key}` } });
  const form: readonly Field[] = [
    { key: 'items', kind: 'items', labels },
    { key: 'way', kind: 'choice', labels, options: ['air', 'sea'].map(one) },
    { key: 'day', kind: 'date', labels, fromDays: 0, toDays: 9 },
    { key: 'sure', kind: 'boolean', labels },
    { key: 'hours', kind: 'number', labels, min: 0, max: 9 },
    { key: 'pictures', kind: 'pictures', labels, max: 9 },
  ];
  const say = (words: string, fields: Record<string, unknown>, change: Partial<typeof ticket> = {}) =>
    compose(
      { 'zh-CN': words, en: words },
      { fields: fields as never, form, ticket: { ...ticket, ...change }, type: returnRefund, party: 'merchant' },
    );
  const chinese = { locale: 'zh-CN' };

  it('[R7] of items is their titles and how many, as lists are written', () => {
    const items = [
      { itemId: 'mug', quantity: 2 },
      { itemId: 'box', quantity: 1 },
    ];
    expect(say('{items}', { items })).toBe('Fog-blue handmade mug \u00D72, Gift box \u00D71');
    expect(say('{items}', { items }, chinese)).toBe('Fog-blue handmade mug \u00D72\u3001Gift box \u00D71');
    expect(say('{items}', { items: [{ itemId: 'gone', quantity: 1 }] })).toBe('gone \u00D71');
  });

  it('[R7] of a choice is its label in the buyer\u2019s language, of a day and a number what they are', () => {
    expect(say('By {way}, {day}, {hours} h', { way: 'sea', day: '2026-07-05', hours: 0 })).toBe(
      'By the sea, 2026-07-05, 0 h',
    );
    expect(say('{way}', { way: 'air' }, chinese)).toBe('\u4E2Dair');
    expect(say('{way}', { way: 'rail' })).toBe('rail');
  });

  it('is nothing for what is not there, or has no words', () => {
    expect(say('<{day}{nothing}{toString}{__proto__}{pictures}>', { pictures: ['p1'] })).toBe('<>');
    expect(say('{agreed}', {})).toBe('');
  });

  it('is said under its condition alone: filled in and not false', () => {
    const words = '[sure:yes][!sure:no] [hours:{hours} h][!hours:-] [constructor:!]';
    expect(say(words, { sure: true, hours: 0 })).toBe('yes 0 h');
    expect(say(words, { sure: false })).toBe('no -');
    expect(say('[agreed:{agreed}][!agreed:none]', {}, { agreed: { refund: cny(100) } })).toBe('\u00A51.00');
    expect(say('[agreed:{agreed}][!agreed:none]', {})).toBe('none');
  });

  it('is never read as a sentence of our own', () => {
    expect(say('{day} {items}', { day: '[sure:x] {items} $& $1', items: [] })).toBe('[sure:x] {items} $& $1');
    const order = { ...ticket.order, items: [{ ...ticket.order.items[0], title: '{agreed} [!sure:x]' }] as const };
    expect(say('{items}', { items: [{ itemId: 'mug', quantity: 1 }] }, { order })).toBe('{agreed} [!sure:x] \u00D71');
  });
});

describe('the sentences of the types', () => {
  const sentMessage = (after: ReturnType<typeof act>) => after.history.at(-1)?.sentMessage?.text;

  it('[R7] name the address and who pays the postage', () => {
    const give = agreeTo({ returnAddress: RETURN_ADDRESS, postageBy: 'merchant', text: 'Any day.' });
    expect(sentMessage(act(ticketOf(returnAddressRequest), give, merchant))).toBe(
      'Please return to: Jiangxi Jingdezhen 8 Taoyang Road Wang 13912348817. Postage is paid by the shop. Any day.',
    );
  });

  it('[R7] name a refund where one was agreed on, and none where not', () => {
    const offered = act(
      ticketOf(exchange, { request: { advance: false } }),
      {
        command: 'propose',
        fields: { amount: cny(5_000), refundOnly: false, returnAddress: RETURN_ADDRESS, text: 'We have none left.' },
      },
      merchant,
    );
    const back = act(act(offered, { command: 'accept-proposal' }, actor('buyer')), SENT_BACK, actor('buyer'));
    expect(sentMessage(act(back, { command: 'confirm-receipt' }, merchant))).toBe(
      'Your goods have arrived; your refund of \u00A550.00 is on its way.',
    );
    const sent = act(
      act(ticketOf(exchange, { request: { advance: false } }), agreeTo(), merchant),
      SENT_BACK,
      actor('buyer'),
    );
    expect(sentMessage(act(sent, { command: 'confirm-receipt' }, merchant))).toBe('Your goods have arrived.');
  });

  it('[R7] name the day, and what is handed over', () => {
    const answer = { command: 'answer', fields: { byDay: '2026-07-03', text: 'We are late.' } };
    expect(sentMessage(act(ticketOf(shipmentUrging), answer, merchant))).toBe(
      'It will ship by 2026-07-03. We are late.',
    );
    const { ticket } = created({ type: 'delivery-issue', request: { reason: 'lost' }, locale: 'zh-CN' });
    const resend = {
      command: 'hand-over',
      choice: 'resend',
      fields: { items: [{ itemId: 'box', quantity: 1 }], text: 'ok' },
    };
    const transition = deliveryIssue.transitions.find(({ choice }) => choice === 'resend');
    expect(sentMessage(act(ticket, resend, merchant, contextAt(START_MS)))).toBe(
      label(transition?.message ?? { 'zh-CN': '', en: '' }, 'zh-CN')
        .replace('{items}', 'Gift box \u00D71')
        .replace('{text}', 'ok'),
    );
  });
});
