import {
  fillForAll,
  fillTemplate,
  fillText,
  TEMPLATE_VARIABLES,
  templateProblems,
  templatesFor,
  variablesIn,
} from '@sidecard/core/team';
import type { TemplateSubject } from '@sidecard/core/wire';
import { describe, expect, it } from 'vitest';
import { ORDER, REQUEST } from '../support/tickets.ts';

const SUBJECT: TemplateSubject = {
  order: ORDER,
  request: REQUEST,
  deadlines: [
    { key: 'answer', of: 'merchant', startedAtMs: 0, dueAtMs: Date.UTC(2026, 6, 5, 10, 20) },
    { key: 'begin-review', of: 'staff', startedAtMs: 0, dueAtMs: Date.UTC(2026, 6, 1) },
  ],
  locale: 'zh-CN',
};
const CONTEXT = { timeZone: 'Asia/Shanghai', shop: '泥与火' };
const filled = (text: string, subject: Partial<TemplateSubject> = {}, context = CONTEXT) =>
  fillTemplate({ text }, { ...SUBJECT, ...subject }, context);

describe('a template', () => {
  it('is filled with the facts of the ticket', () => {
    const { buyer, id, items } = ORDER;
    expect(filled('{buyer},订单 {order}')).toEqual({ ok: true, text: `${buyer.name},订单 ${id}` });
    expect(filled('{goods}')).toEqual({ ok: true, text: expect.stringContaining(items[0].title) as string });
    expect(filled('{deadline}前,{shop}')).toEqual({ ok: true, text: '7月5日 18:20前,泥与火' });
    expect(filled('{amount}')).toEqual({ ok: true, text: expect.stringMatching(/^¥\d/) as string });
  });

  it('prefers what is proposed, then what is agreed, over what is asked', () => {
    const of = (amountMinor: number) => ({ refund: { amountMinor, currency: 'CNY' } });
    expect(filled('{amount}', { agreed: of(200) })).toEqual({ ok: true, text: '¥2.00' });
    expect(filled('{amount}', { agreed: of(200), proposal: of(100) })).toEqual({ ok: true, text: '¥1.00' });
  });

  it('writes in the language of the ticket', () => {
    expect(filled('{deadline}', { locale: 'en' })).toEqual({ ok: true, text: 'Jul 5, 18:20' });
    const [first] = ORDER.items;
    const two = { ...ORDER, items: [first, { ...first, id: 'other', title: 'Plate', quantity: 1 }] as const };
    const goods = filled('{goods}', { order: two, request: {}, locale: 'en' });
    expect(goods).toEqual({ ok: true, text: `${first.title} ×${first.quantity}, Plate` });
  });

  it('has no text with holes: each variable that cannot be filled is named once', () => {
    expect(filled('{Buyer} {price} {price} {buyer}')).toEqual({
      ok: false,
      problems: [
        { variable: 'Buyer', problem: 'unknown-variable' },
        { variable: 'price', problem: 'unknown-variable' },
      ],
    });
    const nothing = fillTemplate({ text: '{deadline}{amount}{shop}' }, { ...SUBJECT, deadlines: [], request: {} });
    expect(nothing).toEqual({
      ok: false,
      problems: ['deadline', 'amount', 'shop'].map((variable) => ({ variable, problem: 'no-value' })),
    });
  });

  it('of several tickets writes what is the same for all, and keeps the variables otherwise', () => {
    const other = { ...SUBJECT, order: { ...ORDER, buyer: { ...ORDER.buyer, name: 'Wu Tao' } } };
    const all = (text: string) => fillForAll({ text }, [SUBJECT, other], CONTEXT);
    expect(all('{shop}')).toEqual({ ok: true, text: '泥与火' });
    expect(all('{shop}: {buyer}')).toEqual({ ok: true, text: '{shop}: {buyer}' });
    expect(fillForAll({ text: '{deadline}' }, [SUBJECT, { ...other, deadlines: [] }], CONTEXT)).toEqual({
      ok: false,
      problems: [{ variable: 'deadline', problem: 'no-value' }],
    });
    expect(fillText('{buyer} {buyer}', other, CONTEXT)).toEqual({ ok: true, text: 'Wu Tao Wu Tao' });
    expect(fillText('a {b} c', other, CONTEXT)).toEqual({ ok: true, text: 'a {b} c' });
    expect(variablesIn('{buyer}{price}{buyer}')).toEqual(['buyer']);
  });

  it('reads names of objects’ members as unknown variables', () => {
    for (const name of ['constructor', '__proto__', 'toString', '', ' buyer']) {
      expect(filled(`{${name}}`)).toEqual({ ok: false, problems: [{ variable: name, problem: 'unknown-variable' }] });
    }
  });

  it('never fills what a value brings along', () => {
    const order = { ...ORDER, buyer: { id: 'b', name: '{shop} $&' } };
    expect(filled('Dear {buyer}', { order })).toEqual({ ok: true, text: 'Dear {shop} $&' });
  });

  it('keeps single braces, and braces across lines', () => {
    expect(filled('a { b } c'.replace('} c', 'c'))).toEqual({ ok: true, text: 'a { b c' });
    expect(filled('{buyer\n}')).toEqual({ ok: true, text: '{buyer\n}' });
  });
});

describe('what is saved as a template', () => {
  it('is refused for its length, for what cannot be read, and for unknown variables', () => {
    const valid = { name: 'Refund', text: TEMPLATE_VARIABLES.map((name) => `{${name}}`).join(' ') };
    expect(templateProblems(valid)).toEqual([]);
    expect(templateProblems({ ...valid, text: '字'.repeat(500) })).toEqual([]);
    expect(templateProblems({ name: '', text: ' ' })).toEqual([
      { part: 'name', problem: 'too-short' },
      { part: 'text', problem: 'too-short' },
    ]);
    expect(templateProblems({ name: '字'.repeat(41), text: '👨‍👩‍👧'.repeat(501) })).toEqual([
      { part: 'name', problem: 'too-long' },
      { part: 'text', problem: 'too-long' },
    ]);
    expect(templateProblems({ name: 'a\nb', text: '\u0007' })).toEqual([
      { part: 'name', problem: 'unreadable' },
      { part: 'text', problem: 'unreadable' },
    ]);
    expect(templateProblems({ name: 'a', text: `{price} {price} {${'x'.repeat(40)}}` })).toEqual([
      { part: 'text', problem: 'unknown-variable', variable: 'price' },
      { part: 'text', problem: 'unknown-variable', variable: 'x'.repeat(30) },
    ]);
  });
});

describe('the templates for a case', () => {
  it('are those of its type and reasons, the most specific first', () => {
    const templates = [
      { name: 'all' },
      { name: 'exchange', types: ['exchange'] },
      { name: 'return', types: ['return-refund', 'repair'] },
      { name: 'damaged', types: ['return-refund'], reasons: ['damaged'] },
      { name: 'late', reasons: ['too-late'] },
      { name: 'A' },
    ];
    const named = (type: string, ...reasons: readonly string[]) =>
      templatesFor(templates, { type, reasons }).map(({ name }) => name);
    expect(named('return-refund', 'damaged')).toEqual(['damaged', 'return', 'A', 'all']);
    expect(named('exchange', 'other', 'too-late')).toEqual(['late', 'exchange', 'A', 'all']);
    expect(named('resend')).toEqual(['A', 'all']);
  });
});
