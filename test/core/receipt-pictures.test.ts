import { type Order } from '@sidecard/core';
import { returnRefund } from '@sidecard/core/authoring';
import { historyEntryFor, picturesIn } from '@sidecard/core/server';
import { checkField, cleanFields, type ReceiptLine, type ReceivedState } from '@sidecard/core/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merchant, ticketOf } from '../support/cases.ts';
import { act, contextAt, ORDER, refusal, START_MS } from '../support/tickets.ts';
import { mugs, receive, receiptField, sent, sentFor } from '../support/receipts.ts';

describe('pictures of pieces that came back', () => {
  const ids = Array.from({ length: 60 }, (_, index) => `p${index}`);
  const context = contextAt(START_MS, { pictures: ids });
  const chipped = (pictures: unknown, state: ReceivedState = 'damaged') =>
    ({ ...mugs(state), text: 'A chip.', pictures }) as ReceiptLine;
  const graded = act(sent(returnRefund), receive(chipped(['p1', 'p2']), mugs('used')), merchant, context);

  it('[R18] [R48] stay with the line, in the history and in the ticket', () => {
    const lines = [chipped(['p1', 'p2']), mugs('used')];
    expect(graded.history.at(-1)?.fields).toEqual({ receipt: lines });
    expect(graded.receipt).toEqual([
      { ...lines[0], withheldPermille: 300 },
      { ...lines[1], withheldPermille: 0 },
    ]);
  });

  it('[R18] [R48] are counted in the message to the buyer, in both languages', () => {
    const said = (pictures: readonly string[], locale: 'en' | 'zh-CN') =>
      act({ ...sent(returnRefund), locale }, receive(chipped(pictures)), merchant, context).history.at(-1)?.sentMessage
        ?.text;
    expect(said(['p1', 'p2'], 'en')).toContain('mug ×1 damaged (A chip.) (2 pictures). By our return rules');
    expect(said(['p1'], 'en')).toContain('×1 damaged (A chip.) (1 picture).');
    expect(said(['p1'], 'zh-CN')).toContain('×1 破损（A chip.）（附图 1 张），按店铺退货规则');
    expect(said([], 'en')).toContain('×1 damaged (A chip.). By');
  });

  it('[R18] [R48] are read by both sides and the platform', () => {
    for (const audience of ['buyer', 'shop', 'handlers', 'staff'] as const) {
      const entry = graded.history.at(-1)!;
      expect(historyEntryFor(entry, audience).fields).toEqual(entry.fields);
    }
  });

  it('[R48] go with the pieces that are decided on', () => {
    const fields = { part: [{ itemId: 'mug', quantity: 1 }], receipt: [chipped(['p3'])] };
    const one = act(sent(returnRefund), { command: 'confirm-receipt', fields }, merchant, context);
    expect(one.receipt).toMatchObject([{ pictures: ['p3'] }]);
  });

  it.each([
    ['one that is not the sender’s, or used', ['p1', 'elsewhere'], { problem: 'unknown-option' }],
    ['one twice at a line', ['p1', 'p1'], { problem: 'unknown-option' }],
    ['more than nine at a line', ids.slice(0, 10), { problem: 'too-high', max: 9 }],
    ['what is no list', 'p1', { problem: 'wrong-kind' }],
    ['what is no id', [7], { problem: 'wrong-kind' }],
    ['nothing in a list', [null], { problem: 'wrong-kind' }],
    ['a list that is too long to read', Array(51).fill('p1'), { problem: 'wrong-kind' }],
  ])('[R18] [R48] are not %s', (_, pictures, found) => {
    expect(refusal(receive(chipped(pictures)), merchant, sent(returnRefund), context)).toMatchObject({
      code: 'field-invalid',
      problems: [{ field: 'receipt', part: 'pictures', itemId: 'mug', ...found }],
    });
  });

  it('[R18] [R48] are at most 50 in all', () => {
    const [mug] = ORDER.items;
    const order: Order = { ...ORDER, items: [{ ...mug, quantity: 6 }] };
    const items = [{ itemId: 'mug', quantity: 6 }];
    const ticket = sentFor(
      ticketOf(returnRefund, { order, request: { items, refundOnly: false, reason: 'damaged', amount: mug.paid } }),
      mug.paid,
    );
    const lines = (last: number) =>
      Array.from({ length: 6 }, (_, index) => chipped(ids.slice(index * 9, index * 9 + (index === 5 ? last : 9))));
    expect(refusal(receive(...lines(6)), merchant, ticket, context)).toMatchObject({
      problems: [{ field: 'receipt', part: 'pictures', problem: 'too-high', max: 50 }],
    });
    expect(act(ticket, receive(...lines(5)), merchant, context).receipt).toHaveLength(6);
  });

  it('[R48] name the piece whose words are wrong', () => {
    const limits = {
      items: [
        { itemId: 'mug', quantity: 2 },
        { itemId: 'saucer', quantity: 1 },
      ],
    };
    const saucer = { itemId: 'saucer', quantity: 1, state: 'used', text: 'x'.repeat(201) } as const;
    expect(checkField(receiptField, [mugs('used'), saucer], limits)).toMatchObject({
      ...{ problem: 'too-long', itemId: 'saucer' },
    });
    expect(checkField(receiptField, [{ ...mugs('used'), quantity: 3 }], limits)).toMatchObject({
      ...{ problem: 'too-high', itemId: 'mug' },
    });
  });

  it('[R48] are not taken by a type that has no place for them', () => {
    const { maxPictures: _max, ...plain } = receiptField;
    const limits = { items: [{ itemId: 'mug', quantity: 2 }], options: ids };
    expect(checkField(receiptField, [chipped(['p1'])], limits)).toBe(undefined);
    expect(checkField(plain, [chipped(['p1'])], limits)).toMatchObject({
      part: 'pictures',
      problem: 'too-high',
      max: 0,
    });
    expect(checkField(plain, [mugs('damaged')], limits)).toBe(undefined);
  });

  it('[R18] [R48] of any value are refused or kept as they are', () => {
    const limits = { items: [{ itemId: 'mug', quantity: 2 }], options: ids };
    const list = fc.oneof(
      fc.array(fc.constantFrom(...ids.slice(0, 12), 'elsewhere'), { maxLength: 12 }),
      fc.array(fc.jsonValue(), { maxLength: 3 }),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.array(list, { minLength: 1, maxLength: 2 }), (lists) => {
        const value = lists.map((pictures) => chipped(pictures));
        const found = checkField(receiptField, value, limits);
        const isFine = (one: unknown) =>
          Array.isArray(one) &&
          one.length <= 9 &&
          new Set(one).size === one.length &&
          one.every((id) => ids.includes(id as string));
        expect(found === undefined).toBe(lists.every(isFine));
        if (found) return;
        const cleaned = cleanFields([receiptField], { receipt: value });
        expect([...picturesIn(cleaned)].sort()).toEqual((lists.flat() as string[]).sort());
        expect(cleanFields([receiptField], cleaned)).toEqual(cleaned);
      }),
    );
  });
});

describe('the pictures in a form', () => {
  it('[R18] are those of its lists and of its pieces, whatever else is in it', () => {
    const receipt = [
      { itemId: 'mug', pictures: ['p2'] },
      { itemId: 7, pictures: ['x'] },
      { itemId: 'mug', pictures: ['y', 1] },
      null,
      ['z'],
      'p3',
    ];
    expect(picturesIn({ pictures: ['p1', 3], receipt, text: 'p4', amount: { pictures: ['p5'] } })).toEqual([
      'p1',
      'p3',
      'p2',
    ]);
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (form) => {
        for (const id of picturesIn(form)) expect(typeof id).toBe('string');
      }),
    );
  });
});
