import { matchesSearch, MAX_SEARCH_TERMS, MAX_SEARCH_WORDS, searchQuery, searchTermsOf } from '@sidecard/core/list';
import type { Ticket } from '@sidecard/core/authoring';
import { project } from '@sidecard/core/server';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RUNS } from '../support/histories.ts';
import { contextAt, created, ORDER, REQUEST, START_MS } from '../support/tickets.ts';

const { ticket } = created();
const found = (text: string, change: Partial<Ticket> = {}) =>
  matchesSearch(searchTermsOf({ ...ticket, ...change }), searchQuery(text));
const withTitle = (title: string): Partial<Ticket> => ({
  order: { ...ORDER, items: [{ ...ORDER.items[0], title }] },
});

describe('a search', () => {
  it.each([
    ['the number of the ticket', '2607-0001'],
    ['it without its dash', '26070001'],
    ['its last digits', '0001'],
    ['the number of the order', ORDER.id],
    ['the beginning of the order’s number', ORDER.id.slice(0, 6)],
    ['the last four digits of the order’s number', ORDER.id.slice(-4)],
    ['its last seven digits', ORDER.id.slice(-7)],
    ['the buyer’s name', 'He Yiqing'],
    ['part of the name, in other letters', 'yiq'],
    ['a word of a title', 'mug'],
    ['the beginning of one', 'handm'],
    ['a word of the second title', 'gift'],
    ['words of title, name and text', 'mug he crushed'],
    ['full-width letters and digits', 'ＭＵＧ ２６０７'],
  ])('[R38] [R8] finds %s', (_, text) => {
    expect(found(text)).toBe(true);
  });

  it('[R38] finds parcels by their tracking numbers: of the order, the return, the replacement and the request', () => {
    const shipment = (trackingNumber: string) => ({ carrier: 'SF', trackingNumber, atMs: START_MS });
    const change = {
      order: { ...ORDER, trackingNumber: 'YT 1111 2222' },
      returnShipment: shipment('SF3333-4444'),
      outgoing: shipment('JD55556666'),
      request: { ...REQUEST, trackingNumber: 'ZT77778888' },
    };
    for (const text of [
      'yt11112222',
      '2222',
      'sf33334444',
      'SF3333-4444',
      '4444',
      'jd5555',
      '6666',
      'zt7777',
      '8888',
    ]) {
      expect(found(text, change), text).toBe(true);
    }
  });

  it('[R38] finds Chinese, Japanese and Korean anywhere in a text, also a single character', () => {
    const change = withTitle('景德镇手工雾蓝马克杯 マグカップ 머그컵');
    for (const text of ['马克杯', '手工', '杯', '景', '雾蓝 马克', 'カップ', '그컵'])
      expect(found(text, change), text).toBe(true);
    for (const text of ['克马', '茶杯', '蓝雾']) expect(found(text, change), text).toBe(false);
  });

  it.each(['muh', 'ug', 'yiqing zhao', '999', '161', ORDER.id.slice(-3), '!!!', '', '~', '%', '_'])(
    '[R38] does not find %j',
    (text) => {
      expect(found(text)).toBe(false);
    },
  );

  it('[R38] never finds by address or phone number', () => {
    const returnAddress = { name: 'Zhangsan', phone: '13900001111', region: 'Jiangxi', street: '8 Taoyang Road' };
    const change: Partial<Ticket> = { request: { ...REQUEST, newAddress: returnAddress }, agreed: { returnAddress } };
    for (const text of ['13812342716', '2716', 'longjing', 'zhejiang', 'taoyang', 'zhangsan', '13900001111', '1111'])
      expect(found(text, change), text).toBe(false);
  });

  it('[R38] needs one term for each word', () => {
    expect(found('mug box')).toBe(true);
    expect(found('mug teapot')).toBe(false);
  });

  it('[R38] finds the same in a projection as in the ticket', () => {
    for (const audience of ['shop', 'handlers', 'staff'] as const)
      expect(searchTermsOf(project(ticket, audience, contextAt(START_MS)))).toEqual(searchTermsOf(ticket));
  });

  it('[R38] has bounded terms, and finds any beginning of any of them', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 600 }),
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        (title, text) => {
          const terms = searchTermsOf({ ...ticket, ...withTitle(title), request: { ...REQUEST, text } });
          expect(terms.length).toBeLessThanOrEqual(MAX_SEARCH_TERMS);
          expect(new Set(terms).size).toBe(terms.length);
          for (const term of terms) {
            // The store joins them with spaces, and has patterns of them.
            expect(term).toMatch(/^[^\s%_\\]{1,41}$/u);
            expect([...term].length).toBeLessThanOrEqual(40);
          }
          for (const word of [title.slice(0, 20), text.slice(0, 20)]) {
            const query = searchQuery(word);
            expect(query.length).toBeLessThanOrEqual(MAX_SEARCH_WORDS);
            // A title or text cut in the middle of a word is found by its beginning.
            if (query.length > 0 && terms.length < MAX_SEARCH_TERMS && query.length < MAX_SEARCH_WORDS)
              expect(matchesSearch(terms, query)).toBe(true);
          }
        },
      ),
      { numRuns: Math.min(RUNS, 500) },
    );
  });
});
