import { cardMessageId, parseCardMessage, project, returnRefund, toCardMessage } from '@sidecard/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextAt, created, intervening, ORDER, START_MS } from '../support/tickets.ts';

const numRuns = process.env['CI'] ? 100_000 : 5_000;
const context = contextAt(START_MS);
const message = toCardMessage(project(created().ticket, 'buyer', context), returnRefund);
const MARKUP = '<img src=x onerror=alert(1)><script>alert(2)</script>"\'&{{x}}';

/** The message with another value at a path. */
function withValue(path: string, value: unknown): unknown {
  const copy = structuredClone(message) as unknown as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce((node, key) => node[key] as Record<string, unknown>, copy);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

describe('a card message', () => {
  it('[R1] carries the order’s facts, and an id that is derived from the ticket', () => {
    expect(message.snapshot).toMatchObject({
      type: 'return-refund',
      orderId: ORDER.id,
      displayStatus: 'awaiting-merchant',
      amount: { amountMinor: 25_800, currency: 'CNY' },
      item: { title: 'Fog-blue handmade mug', quantity: 2 },
    });
    expect(cardMessageId('t-1')).toBe(cardMessageId('t-1'));
  });

  it('can be read back, as an object and as the JSON text of one', () => {
    expect(parseCardMessage(message)).toEqual({ ok: true, value: message });
    expect(parseCardMessage(JSON.stringify(message))).toEqual({ ok: true, value: message });
  });

  it('[R24] has nothing that the buyer may not read: it is made of the buyer’s projection', () => {
    const platform = toCardMessage(project(intervening(), 'buyer', context));
    expect(JSON.stringify(platform)).not.toMatch(/A merchant|merchant-1|claim|staff-1/);
  });

  it('has a text for clients that cannot draw it, in the buyer’s language', () => {
    expect(message.text).toBe(
      'Platform: a ticket of type "Return & refund" needs your answer. Order …8817, ¥258.00. Update your client to handle it here.',
    );
    const chinese = toCardMessage(project(created({ locale: 'zh-CN' }).ticket, 'buyer', context), returnRefund);
    expect(chinese.text).toBe('平台：你有一个退货退款工单待处理。订单 …8817，¥258.00。请升级客户端后处理。');
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
    const long = toCardMessage(project(created({ order, request }).ticket, 'buyer', context), returnRefund);
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
        const made = toCardMessage({ ...project(created().ticket, 'buyer', context), order }, returnRefund);
        expect(parseCardMessage(made)).toMatchObject({ ok: id !== '' });
      }),
      { numRuns: 2_000 },
    );
  });

  it('[R27] keeps what this release does not know', () => {
    const newer = { ...message, hint: 'later', snapshot: { ...message.snapshot, badge: { colour: 'red' } } };
    expect(parseCardMessage(newer)).toEqual({ ok: true, value: newer });
  });
});

describe('a hostile message', () => {
  const deep = JSON.parse('['.repeat(1_000) + ']'.repeat(1_000)) as unknown;
  const cyclic: Record<string, unknown> = { sidecard: 1 };
  cyclic['self'] = cyclic;

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'card-unreadable'],
    ['a number', 7, 'card-not-ours'],
    ['a function', () => message, 'card-unreadable'],
    ['text that is not JSON', 'hello', 'card-unreadable'],
    ['a list', [message], 'card-not-ours'],
    ['another object', { hello: 1 }, 'card-not-ours'],
    ['a megabyte of text', JSON.stringify({ ...message, text: 'x'.repeat(1_000_000) }), 'card-too-large'],
    ['a megabyte in a member', { ...message, text: 'x'.repeat(1_000_000) }, 'card-too-large'],
    [
      'a million members',
      Object.fromEntries(Array.from({ length: 1_000_000 }, (_, index) => [`k${index}`, 1])),
      'card-too-large',
    ],
    ['depth', { ...message, extra: deep }, 'card-too-large'],
    ['a cycle', cyclic, 'card-too-large'],
    ['__proto__ in JSON', `{"sidecard":1,"__proto__":{"polluted":true}}`, 'card-forbidden-key'],
    ['constructor', { ...message, constructor: { prototype: { polluted: true } } }, 'card-forbidden-key'],
    ['__proto__ inside', `{"sidecard":1,"snapshot":{"item":{"__proto__":{"polluted":true}}}}`, 'card-forbidden-key'],
    ['another prototype', Object.create({ sidecard: 1 }), 'card-forbidden-key'],
    ['NaN', { ...message, snapshot: { ...message.snapshot, version: Number.NaN } }, 'card-unreadable'],
    [
      'a getter that throws',
      Object.defineProperty({}, 'sidecard', {
        enumerable: true,
        get: () => {
          throw new Error('boo');
        },
      }),
      'card-unreadable',
    ],
    [
      'a revoked proxy',
      (() => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        return proxy;
      })(),
      'card-unreadable',
    ],
    ['a future version', { ...message, sidecard: 2 }, 'card-too-new'],
    ['a future kind', { ...message, kind: 'survey-card' }, 'card-too-new'],
    ['a ticket id with markup', { ...message, ticketId: MARKUP }, 'card-field-invalid'],
    ['a status that is none', withValue('snapshot.displayStatus', 'hacked'), 'card-field-invalid'],
    ['an amount as text', withValue('snapshot.amount', '258'), 'card-field-invalid'],
    ['a date beyond dates', withValue('snapshot.createdAtMs', 9e15), 'card-field-invalid'],
    ['a script for a picture', withValue('snapshot.item.pictureUrl', 'javascript:alert(1)'), 'card-field-invalid'],
    ['data for a picture', withValue('snapshot.item.pictureUrl', 'data:text/html,x'), 'card-field-invalid'],
    ['a ticket id that climbs', { ...message, ticketId: '..' }, 'card-field-invalid'],
    ['no item', withValue('snapshot.item', undefined), 'card-field-invalid'],
  ])('with %s is refused', (_, input, code) => {
    expect(parseCardMessage(input)).toMatchObject({ ok: false, error: { code } });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('gives the fallback text of a newer one, to be shown as text', () => {
    expect(parseCardMessage({ ...message, sidecard: 2 })).toMatchObject({ ok: false, text: message.text });
  });

  it('with markup in its texts is read as texts', () => {
    const marked = withValue('snapshot.words', MARKUP);
    expect(parseCardMessage(marked)).toEqual({ ok: true, value: marked });
  });

  it('never throws, and what it takes is what it was given', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withNullPrototype: true,
      withSparseArray: true,
      withTypedArray: true,
    });
    const paths = [
      'sidecard',
      'kind',
      'ticketId',
      'text',
      'snapshot',
      'snapshot.type',
      'snapshot.item',
      'snapshot.item.title',
      'snapshot.amount',
      'snapshot.deadline',
      'extra',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...paths), anything, (path, value) => {
        for (const input of [value, withValue(path, value)]) {
          const parsed = parseCardMessage(input);
          if (parsed.ok) expect(JSON.parse(JSON.stringify(parsed.value))).toEqual(JSON.parse(JSON.stringify(input)));
        }
      }),
      { numRuns },
    );
  });
});
