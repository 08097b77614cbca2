import { CARD_REFUSALS, cardMessageSchema, parseCardMessage } from '@sidecard/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MESSAGE, PLACES, withValue } from '../support/cards.ts';
import { anything, HOSTILE_TEXTS, HOSTILE_VALUES, watched } from '../support/hostile.ts';
import { accepts } from '../support/json-schema.ts';

/** Each run reads two messages. */
const numRuns = process.env['CI'] ? 20_000 : 5_000;
const schema = cardMessageSchema();
const MARKUP = '<img src=x onerror=alert(1)><script>alert(2)</script>"\'&{{x}}';
/** What 200 values and 8,192 code units of keys can make the parser look at: each member's owner, descriptor and value, and every key. */
const MOST_LOOKS = 10_000;

/** Reads a message, and holds it to what is promised of any. */
function read(input: unknown): void {
  const before = Reflect.ownKeys(Object.prototype).length;
  const parsed = parseCardMessage(input);
  expect(Reflect.ownKeys(Object.prototype).length).toBe(before);
  if (!parsed.ok) {
    expect(CARD_REFUSALS).toContain(parsed.error.code);
    expect([...(parsed.text ?? '')].length).toBeLessThanOrEqual(500);
    return;
  }
  const text = JSON.stringify(parsed.value);
  const given: unknown = typeof input === 'string' ? JSON.parse(input) : JSON.parse(JSON.stringify(input));
  expect(JSON.parse(text)).toEqual(given);
  expect(accepts(schema, given)).toBe(true);
}

/** Addresses that look like a path of the page's own and lead to another host, or may once something on the way has decoded them. */
const NO_PICTURES = [
  ...['//evil.example/x.png', '///evil.example/x.png', '/\\evil.example/x.png', '\\\\evil.example\\x.png'],
  ...[
    '/\t/evil.example/x.png',
    '/\n/evil.example',
    '\t//evil.example',
    '/\0/evil.example',
    '/\u0001/evil.example/x.png',
  ],
  ...[
    '/%2Fevil.example/x.png',
    '/%2f%2fevil.example',
    '/%5Cevil.example/x.png',
    '/%5c%5cevil.example',
    '/%09/evil.example',
  ],
  ...['/a//evil.example', './/evil.example', '/.//evil.example', '..//evil.example', '/%00', '/\u0085x', '/%7f'],
  ...['http:evil.example', 'http:/evil.example', 'https:///evil.example', 'https://\\evil.example', 'https://'],
  ...[
    'https://shop.example@evil.example/x.png',
    'https://a:b@evil.example',
    'ftp://evil.example',
    'evil.example/x.png',
  ],
  ...['blob:https://shop.example/1', ' /x.png', 'https://evil.example/\u0001', 'https://evil.example\u00A0/'],
];

describe('a hostile message', () => {
  const deep = JSON.parse('['.repeat(1_000) + ']'.repeat(1_000)) as unknown;
  const levels = (count: number): unknown => (count > 1 ? { inner: levels(count - 1) } : 0);
  const cyclic: Record<string, unknown> = { sidecard: 1 };
  cyclic['self'] = cyclic;
  const undefinedMembers = Object.fromEntries(
    Array.from({ length: 1_000_000 }, (_, index) => [`k${index}`, undefined]),
  );

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'card-unreadable'],
    ['a number', 7, 'card-not-ours'],
    ['a function', () => MESSAGE, 'card-unreadable'],
    ['text that is not JSON', 'hello', 'card-unreadable'],
    ['a list', [MESSAGE], 'card-not-ours'],
    ['another object', { hello: 1 }, 'card-not-ours'],
    ['a megabyte of text', JSON.stringify({ ...MESSAGE, text: 'x'.repeat(1_000_000) }), 'card-too-large'],
    ['a megabyte in a member', { ...MESSAGE, text: 'x'.repeat(1_000_000) }, 'card-too-large'],
    [
      'a million members',
      Object.fromEntries(Array.from({ length: 1_000_000 }, (_, index) => [`k${index}`, 1])),
      'card-too-large',
    ],
    ['depth', { ...MESSAGE, extra: deep }, 'card-too-large'],
    ['nine levels', { ...MESSAGE, extra: levels(8) }, 'card-too-large'],
    ['a cycle', cyclic, 'card-too-large'],
    ['__proto__ in JSON', `{"sidecard":1,"__proto__":{"polluted":true}}`, 'card-forbidden-key'],
    ['constructor', { ...MESSAGE, constructor: { prototype: { polluted: true } } }, 'card-forbidden-key'],
    ['__proto__ inside', `{"sidecard":1,"snapshot":{"item":{"__proto__":{"polluted":true}}}}`, 'card-forbidden-key'],
    ['another prototype', Object.create({ sidecard: 1 }), 'card-forbidden-key'],
    ['NaN', { ...MESSAGE, snapshot: { ...MESSAGE.snapshot, version: Number.NaN } }, 'card-unreadable'],
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
    ['a million members that are not there', undefinedMembers, 'card-too-large'],
    ['too many values', { ...MESSAGE, extra: new Array(100).fill({ a: { b: 0 } }) }, 'card-too-large'],
    ['a list that says it is endless', { ...MESSAGE, extra: new Array(4_000_000_000) }, 'card-too-large'],
    ['a future version', { ...MESSAGE, sidecard: 2 }, 'card-too-new'],
    ['a future version of another shape', { sidecard: 3, kind: 7 }, 'card-too-new'],
    ['a version in words', { ...MESSAGE, sidecard: '1' }, 'card-field-invalid'],
    ['a version before the first', { ...MESSAGE, sidecard: 0 }, 'card-field-invalid'],
    ['a future kind', { ...MESSAGE, kind: 'survey-card' }, 'card-too-new'],
    ['a ticket id with markup', { ...MESSAGE, ticketId: MARKUP }, 'card-field-invalid'],
    ['a status that is none', withValue('snapshot.displayStatus', 'hacked'), 'card-field-invalid'],
    ['an amount as text', withValue('snapshot.amount', '258'), 'card-field-invalid'],
    ['a date beyond dates', withValue('snapshot.createdAtMs', 9e15), 'card-field-invalid'],
    ['a script for a picture', withValue('snapshot.item.pictureUrl', 'javascript:alert(1)'), 'card-field-invalid'],
    ['data for a picture', withValue('snapshot.item.pictureUrl', 'data:text/html,x'), 'card-field-invalid'],
    ...NO_PICTURES.map((url): [string, unknown, string] => [
      `the picture ${JSON.stringify(url)}`,
      withValue('snapshot.item.pictureUrl', url),
      'card-field-invalid',
    ]),
    ['a ticket id that climbs', { ...MESSAGE, ticketId: '..' }, 'card-field-invalid'],
    ['no item', withValue('snapshot.item', undefined), 'card-field-invalid'],
  ])('with %s is refused', (_, input, code) => {
    expect(parseCardMessage(input)).toMatchObject({ ok: false, error: { code } });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('[R27] gives the fallback texts of a newer one, to be shown as text', () => {
    const { text, texts } = MESSAGE;
    expect(parseCardMessage({ sidecard: 2, text, texts: { ...texts, fr: 'Plateforme' } })).toEqual({
      ok: false,
      error: { code: 'card-too-new', field: undefined },
      text,
      texts: { ...texts, fr: 'Plateforme' },
    });
    const other = parseCardMessage({ sidecard: 2, text: '\u{1F600}'.repeat(600), texts: { en: 7, fr: '' } });
    expect(other).toMatchObject({ text: '\u{1F600}'.repeat(500), texts: {} });
  });

  it.each([
    ...['/x.png', './x.png', '../x.png', '/a/b%20c.png?url=https%3A%2F%2Fimg.example%2Fa.png#//b', '/图片/杯.png'],
    ...['https://img.example/a%2Fb.png', 'HTTP://127.0.0.1:8080//a.png', 'https://[::1]/a.png', 'https://图.example'],
  ])('may have the picture %s', (url) => {
    expect(parseCardMessage(withValue('snapshot.item.pictureUrl', url)).ok).toBe(true);
  });

  it('with markup in its texts is read as texts', () => {
    const marked = withValue('snapshot.words', MARKUP);
    expect(parseCardMessage(marked)).toEqual({ ok: true, value: marked });
  });

  it('may have eight levels', () => {
    expect(parseCardMessage({ ...MESSAGE, extra: levels(7) }).ok).toBe(true);
  });

  it('names the member that is wrong', () => {
    expect(parseCardMessage(withValue('snapshot.amount.currency', 'yuan'))).toMatchObject({
      error: { code: 'card-field-invalid', field: 'snapshot.amount.currency' },
    });
  });

  const places = [...PLACES, 'later', 'snapshot.later', 'snapshot.item.__proto__', 'texts.fr'];
  it('with anything hostile at any place is read or refused', () => {
    for (const value of [...HOSTILE_TEXTS, ...HOSTILE_VALUES]) {
      read(value);
      for (const place of places) read(withValue(place, value));
    }
  });

  it('never throws, and what it takes is what it was given', () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), anything, (place, value) => {
        read(value);
        read(withValue(place, value));
      }),
      { numRuns },
    );
  });

  it('as text never throws either', () => {
    const whole = JSON.stringify(MESSAGE);
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.constantFrom(
        '{',
        '[',
        '"',
        '\\',
        '\\u',
        '\\ud800',
        '"__proto__":',
        '['.repeat(4_000),
        '1e999',
        '\u2028',
        ' '.repeat(9_000),
      ),
    );
    fc.assert(
      fc.property(piece, fc.nat(whole.length), fc.nat(40), (text, at, length) => {
        read(text);
        read(whole.slice(0, at) + text + whole.slice(at + length));
      }),
      { numRuns: numRuns / 5 },
    );
  });

  it('is looked at no more than its limits allow', () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), anything, (place, value) => {
        const { value: message, looks } = watched(withValue(place, value));
        parseCardMessage(message);
        expect(looks()).toBeLessThan(MOST_LOOKS);
      }),
      { numRuns: numRuns / 10 },
    );
  });
});
