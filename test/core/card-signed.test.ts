import { parseCardMessage } from '@sidecard/core';
import { canonicalCard, readSignedCard } from '@sidecard/core/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MESSAGE, PLACES, withValue } from '../support/cards.ts';
import { anything, HOSTILE_TEXTS, HOSTILE_VALUES } from '../support/hostile.ts';

const numRuns = process.env['CI'] ? 10_000 : 1_000;

/** Any JSON object, with texts that chats like to write in their own way. */
const members = fc.dictionary(
  fc.string({ unit: 'binary', maxLength: 12 }).filter((key) => key !== '__proto__' && key !== 'signature'),
  fc.jsonValue({ maxDepth: 4, noUnicodeString: false }),
  { maxKeys: 6 },
);

/** What a chat may do to a message on its way: parse it, and write it again in its own style. */
const styles = fc.record({
  space: fc.constantFrom('', ' ', '\n\t'),
  /** Turns the members' order around. */
  backwards: fc.boolean(),
  /** Writes every character of a text as `\uXXXX`. */
  escaped: fc.boolean(),
  /** Writes 12 as `1.2e+1` or `12.0`. */
  number: fc.constantFrom('exponent', 'point', 'plain'),
});
type Style = typeof styles extends fc.Arbitrary<infer One> ? One : never;

function rewrite(value: unknown, style: Style): string {
  const { space, backwards, escaped, number } = style;
  if (typeof value === 'string')
    return escaped ? `"${value.replace(/[^]/g, (unit) => `\\u${hex(unit.charCodeAt(0))}`)}"` : JSON.stringify(value);
  if (typeof value === 'number') {
    if (number === 'exponent') return value.toExponential();
    return number === 'point' && /^-?\d{1,15}$/.test(String(value)) ? `${value}.0` : JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${space}${value.map((one) => rewrite(one, style)).join(`${space},`)}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value);
  const written = (backwards ? entries.reverse() : entries).map(
    ([key, one]) => `${rewrite(key, style)}${space}:${space}${rewrite(one, style)}`,
  );
  return `{${space}${written.join(`,${space}`)}${space}}`;
}

const hex = (code: number): string => code.toString(16).padStart(4, '0');

describe('what a card’s signature covers', () => {
  it('is canonical JSON (RFC 8785) without the signature', () => {
    const message = {
      b: [1e21, 0.1, -0, 'é\u2028"\\\n'],
      a: { '\u{1F600}': null, '\uFB33': true },
      signature: 'e30..AA',
    };
    expect(canonicalCard(message)).toBe('{"a":{"\u{1F600}":null,"\uFB33":true},"b":[1e+21,0.1,0,"é\u2028\\"\\\\\\n"]}');
  });

  it('is the same however a chat writes the message again', () => {
    fc.assert(
      fc.property(members, styles, (more, style) => {
        const message = {
          ...more,
          ...MESSAGE,
          snapshot: { ...MESSAGE.snapshot, ...more, item: MESSAGE.snapshot.item },
        };
        const text = rewrite(message, style);
        expect(canonicalCard(JSON.parse(text))).toBe(canonicalCard(message));
        const read = readSignedCard(text);
        // only one that is over the limits of a card has none
        if (parseCardMessage(text).ok || read) expect(read?.content).toBe(canonicalCard(message));
      }),
      { numRuns },
    );
  });

  it('[R27] is whatever was said, known or not: two messages with one content are equal', () => {
    fc.assert(
      fc.property(members, members, (one, other) => {
        const equal = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
        expect(canonicalCard(one) === canonicalCard(other)).toBe(equal);
      }),
      { numRuns },
    );
  });

  it.each([...PLACES, 'snapshot.badge', 'snapshot.item.note', 'texts.fr'])(
    'differs when anything changes at %s',
    (place) => {
      if (place === 'signature') return;
      const values = [undefined, null, 0, 1, '', ' ', 'x', [], {}, [[]], true];
      const written = values.map((value) => canonicalCard(withValue(place, value)));
      expect(new Set(written).size).toBe(values.length);
    },
  );

  it('is not changed by the signature itself', () => {
    expect(canonicalCard(withValue('signature', undefined))).toBe(canonicalCard(withValue('signature', 'another')));
    expect(canonicalCard(withValue('snapshot.signature', 'x'))).not.toBe(canonicalCard(MESSAGE));
  });

  it('is also read of a newer message, which this release cannot draw', () => {
    const newer = { sidecard: 2, text: 'Platform: news.', signature: 'e30..AA' };
    expect(parseCardMessage(newer).ok).toBe(false);
    expect(readSignedCard(newer)).toEqual({
      signature: 'e30..AA',
      content: '{"sidecard":2,"text":"Platform: news."}',
    });
  });
});

describe('a card message with a signature', () => {
  it('is taken like one without, and says the signature', () => {
    const parsed = parseCardMessage(MESSAGE);
    expect(parsed).toMatchObject({ ok: true, value: { signature: MESSAGE.signature } });
    expect(readSignedCard(MESSAGE)).toEqual({
      signature: MESSAGE.signature,
      content: canonicalCard(MESSAGE),
      merchantId: 'shop-1',
    });
    const unsigned = withValue('signature', undefined);
    expect(parseCardMessage(unsigned)).toEqual({ ok: true, value: unsigned });
    expect(readSignedCard(unsigned)).toBeUndefined();
  });

  it.each([
    ['that is no text', withValue('signature', 7)],
    ['that is empty', withValue('signature', '')],
    ['that is too long', withValue('signature', 'x'.repeat(601))],
  ])('is refused with one %s', (_, message) => {
    expect(parseCardMessage(message)).toMatchObject({
      ok: false,
      error: { code: 'card-field-invalid', field: 'signature' },
    });
  });

  it('has the same limits of size: 8 kB, 200 values and 8 levels, the signature counted', () => {
    const spare = 8_192 - JSON.stringify(MESSAGE).length - '"more":"",'.length;
    const filled = (units: number) => JSON.stringify({ ...MESSAGE, more: 'x'.repeat(units) });
    expect(readSignedCard(filled(spare))?.signature).toBe(MESSAGE.signature);
    expect(readSignedCard(filled(spare + 1))).toBeUndefined();
    expect(parseCardMessage(filled(spare + 1))).toMatchObject({ error: { code: 'card-too-large' } });
  });

  it('may be anything hostile: nothing is thrown, and nothing is taken for signed that is not ours', () => {
    for (const value of [...HOSTILE_TEXTS, ...HOSTILE_VALUES]) {
      expect(() => readSignedCard(value)).not.toThrow();
      for (const place of ['signature', 'snapshot', 'later', '__proto__'])
        expect(() => readSignedCard(withValue(place, value))).not.toThrow();
    }
    fc.assert(
      fc.property(anything, (value) => {
        readSignedCard(value);
      }),
      { numRuns },
    );
    expect(readSignedCard({ signature: 'e30..AA', text: 'hello' })).toBeUndefined();
    expect(readSignedCard([MESSAGE])).toBeUndefined();
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  // -0 is 0 in JSON
  if (typeof value !== 'object' || value === null) return value === 0 ? 0 : value;
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, member]) => [key, sorted(member)]);
}
