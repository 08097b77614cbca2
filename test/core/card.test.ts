import { cardMessageId, parseCardMessage, toCardMessage } from '@sidecard/core';
import type { FieldValues } from '@sidecard/core/wire';
import { project } from '@sidecard/core/server';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MESSAGE } from '../support/cards.ts';
import { contextAt, created, intervening, ORDER, START_MS } from '../support/tickets.ts';

const context = contextAt(START_MS);

describe('a card message', () => {
  it('[R1] carries the order’s facts, and an id that is derived from the ticket', () => {
    expect(MESSAGE.snapshot).toMatchObject({
      type: 'return-refund',
      orderId: ORDER.id,
      displayStatus: 'awaiting-merchant',
      amount: { amountMinor: 25_800, currency: 'CNY' },
      item: { title: 'Fog-blue handmade mug', quantity: 2 },
    });
    expect(cardMessageId('t-1')).toBe(cardMessageId('t-1'));
  });

  describe('[R1] names what is asked, not the price of the order', () => {
    const [mug] = ORDER.items;
    const box = { ...mug, id: 'box', title: 'Gift box', quantity: 3 };
    const order = { ...ORDER, items: [mug, box] as const };
    const made = (type: string, request: FieldValues) =>
      toCardMessage(project(created({ type, order, request }).ticket, 'buyer', context));
    const RETURN = { reason: 'damaged', text: 'chipped' };

    it('a part of the money, for one piece of one item', () => {
      const amount = { amountMinor: 5_000, currency: 'CNY' };
      const { snapshot, text, texts } = made('return-refund', {
        ...RETURN,
        amount,
        items: [{ itemId: 'box', quantity: 1 }],
      });
      expect(snapshot).toMatchObject({
        asked: { amount, pieces: 1 },
        amount,
        item: { title: 'Gift box', quantity: 1 },
      });
      expect(text).toContain('order …8817, ¥50.00.');
      expect(texts?.['zh-CN']).toContain('…8817，¥50.00。');
    });

    it('goods without money, of several items', () => {
      const items = ['mug', 'box'].map((itemId) => ({ itemId, quantity: itemId === 'mug' ? 1 : 2 }));
      const { snapshot, text, texts } = made('exchange', { reason: 'size', wanted: 'Grey', text: 'too small', items });
      expect(snapshot.asked).toEqual({ pieces: 3 });
      expect(snapshot.item).toMatchObject({ title: mug.title, quantity: 1 });
      expect(text).toContain('order …8817, 3 items.');
      expect(texts?.['zh-CN']).toContain('…8817，3件。');
      // What a reader of an earlier release requires.
      expect(snapshot.amount).toEqual({ amountMinor: 51_600, currency: 'CNY' });
    });

    it('neither', () => {
      const { snapshot, text } = made('delivery-issue', { reason: 'not-moving', text: 'no news for a week' });
      expect(snapshot.asked).toEqual({});
      expect(text).toContain('order …8817. This client');
    });

    it('[R27] a message of an earlier release does not say, and is read as before', () => {
      const { asked: _, ...snapshot } = MESSAGE.snapshot;
      const earlier = { ...MESSAGE, snapshot };
      expect(parseCardMessage(earlier)).toEqual({ ok: true, value: earlier });
    });
  });

  it('can be read back, as an object and as the JSON text of one', () => {
    expect(parseCardMessage(MESSAGE)).toEqual({ ok: true, value: MESSAGE });
    expect(parseCardMessage(JSON.stringify(MESSAGE))).toEqual({ ok: true, value: MESSAGE });
  });

  it('[R24] has nothing that the buyer may not read: it is made of the buyer’s projection', () => {
    const platform = toCardMessage(project(intervening(), 'buyer', context));
    expect(JSON.stringify(platform)).not.toMatch(/A merchant|merchant-1|claim|staff-1/);
  });

  it('[R27] has a text for clients that cannot draw it, in the ticket’s language and in each that ships', () => {
    const chinese = '平台：退货退款工单，订单 …8817，¥258.00。此客户端无法显示工单卡片，请升级后查看。';
    const english =
      'Platform: Return & refund, order …8817, ¥258.00. This client cannot show the ticket’s card; update it to see more.';
    expect(MESSAGE).toMatchObject({ text: english, texts: { 'zh-CN': chinese, en: english } });
    const { ticket } = created({ locale: 'zh-Hans' });
    expect(toCardMessage(project(ticket, 'buyer', context))).toMatchObject({
      text: chinese,
      texts: { 'zh-CN': chinese, en: english },
    });
  });

  it('stays far below its limit however long the order’s texts are', () => {
    const order = {
      ...ORDER,
      items: [{ ...ORDER.items[0], id: 'mug', title: '长'.repeat(50_000), options: '👨‍👩‍👧'.repeat(9_000) }] as const,
    };
    const request = {
      items: [{ itemId: 'mug', quantity: 1 }],
      refundOnly: true,
      reason: 'damaged',
      amount: { amountMinor: 100, currency: 'CNY' },
      text: '很'.repeat(500),
    };
    const long = toCardMessage(project(created({ order, request }).ticket, 'buyer', context));
    expect(JSON.stringify(long).length).toBeLessThan(4_000);
    expect(parseCardMessage(long).ok).toBe(true);
  });

  it('[R1] can be read back whatever the shop’s order looks like', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom('', '//img.example/a.jpg', 'img/a b.jpg', 'data:image/png;base64,x', 'x'.repeat(5_000)),
    );
    fc.assert(
      fc.property(texts, texts, texts, texts, (title, options, pictureUrl, id) => {
        const order = { ...ORDER, id, items: [{ ...ORDER.items[0], title, options, pictureUrl }] as const };
        const made = toCardMessage({ ...project(created().ticket, 'buyer', context), order });
        expect(parseCardMessage(made)).toMatchObject({ ok: id !== '' });
      }),
      { numRuns: 2_000 },
    );
  });

  it('[R27] keeps what this release does not know', () => {
    const newer = { ...MESSAGE, hint: 'later', snapshot: { ...MESSAGE.snapshot, badge: { colour: 'red' } } };
    expect(parseCardMessage(newer)).toEqual({ ok: true, value: newer });
  });
});
