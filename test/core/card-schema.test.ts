import { cardMessageSchema, parseCardMessage, toCardMessage } from '@sidecard/core';
import { project } from '@sidecard/core/server';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MESSAGE, PLACES, withValue } from '../support/cards.ts';
import { accepts } from '../support/json-schema.ts';
import { contextAt, created, intervening, ORDER, START_MS } from '../support/tickets.ts';

const numRuns = process.env['CI'] ? 20_000 : 2_000;
const schema = cardMessageSchema();
const context = contextAt(START_MS);

/** Whether the parser takes it; nothing where it refuses for the message's size, which a schema cannot say. */
function parserAccepts(message: unknown): boolean | undefined {
  const parsed = parseCardMessage(message);
  return !parsed.ok && parsed.error.code === 'card-too-large' ? undefined : parsed.ok;
}

describe('the JSON Schema of the card message', () => {
  it('is one of draft 2020-12, and JSON', () => {
    expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });

  it('describes every member, and asks for those that are always there', () => {
    const snapshot = (schema['properties'] as Record<string, { required: string[]; properties: object }>)['snapshot'];
    expect(Object.keys(schema['properties'] as object).sort()).toEqual(Object.keys(MESSAGE).sort());
    expect(schema['required']).toEqual(['sidecard', 'kind', 'ticketId', 'text', 'snapshot']);
    expect(snapshot?.required.sort()).toEqual(
      ['amount', 'createdAtMs', 'displayStatus', 'item', 'orderId', 'type', 'version'].sort(),
    );
    expect(Object.keys(snapshot?.properties ?? {}).sort()).toEqual(Object.keys(MESSAGE.snapshot).sort());
  });

  it('[R1] takes every card that is sent', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }),
      fc.constantFrom('/a.jpg', 'https://img.example/a.jpg', `a${'\u0301'.repeat(100_000)}`, '\uD800', '\u202Eabc'),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(created().ticket, created({ locale: 'zh-CN' }).ticket, intervening()),
        texts,
        texts,
        (ticket, title, pictureUrl) => {
          const order = { ...ORDER, items: [{ ...ORDER.items[0], title, pictureUrl }] as const };
          const message = toCardMessage({ ...project(ticket, 'buyer', context), order });
          expect(accepts(schema, message)).toBe(true);
          expect(parseCardMessage(message).ok).toBe(true);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it.each(PLACES)('says what the parser says without %s', (place) => {
    const message = withValue(place, undefined);
    expect(accepts(schema, message)).toBe(parseCardMessage(message).ok);
  });

  it.each([
    ['a later version', withValue('sidecard', 2)],
    ['another kind', withValue('kind', 'survey-card')],
    ['a text of one character too many', withValue('snapshot.reason', '\u{1F600}'.repeat(61))],
    ['an empty text', withValue('text', '')],
    ['a fallback in one language alone', withValue('texts', { en: 'Platform' })],
    ['an amount below nothing', withValue('snapshot.amount.amountMinor', -1)],
    ['a currency in small letters', withValue('snapshot.amount.currency', 'cny')],
    ['half a version', withValue('snapshot.version', 1.5)],
    ['a number beyond numbers', withValue('snapshot.item.quantity', 2 ** 53)],
    ['a script for a picture', withValue('snapshot.item.pictureUrl', 'javascript:alert(1)')],
    ['a key that is a weapon', withValue('snapshot.later', [{ constructor: 1 }])],
  ])('refuses %s, as the parser does', (_, message) => {
    expect(accepts(schema, message)).toBe(false);
    expect(parserAccepts(message)).toBe(false);
  });

  it.each([
    ['what a later release adds (R27)', withValue('snapshot.badge', { colour: ['red'] })],
    ['a text that is just short enough', withValue('snapshot.reason', '\u{1F600}'.repeat(60))],
    ['a picture of the host’s own', withValue('snapshot.item.pictureUrl', '../mug.jpg')],
    ['a time before the epoch', withValue('snapshot.createdAtMs', -1)],
  ])('takes %s, as the parser does', (_, message) => {
    expect(accepts(schema, message)).toBe(true);
    expect(parserAccepts(message)).toBe(true);
  });

  it('says what the parser says of any message', () => {
    const places = fc.constantFrom(...PLACES, 'snapshot.later', 'snapshot.item.constructor', 'texts.__proto__');
    const values = fc.oneof(
      fc.jsonValue(),
      fc.string({ unit: 'binary' }),
      fc.integer(),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(
        1,
        0,
        -0,
        'CNY',
        'merchant',
        'closed',
        '/a',
        'HTTPS://a',
        MESSAGE.snapshot,
        MESSAGE.snapshot.item,
      ),
    );
    let taken = 0;
    fc.assert(
      fc.property(places, values, places, values, (one, value, other, second) => {
        const message = { ...withValue(one, value), ...(other.includes('.') ? {} : { [other]: second }) };
        const parsed = parserAccepts(message);
        if (parsed === undefined) return;
        expect(accepts(schema, JSON.parse(JSON.stringify(message)))).toBe(parsed);
        if (parsed) taken += 1;
      }),
      { numRuns },
    );
    expect(taken).toBeGreaterThan(numRuns / 100);
  });
});
