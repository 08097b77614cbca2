import { builtInTypes } from '@sidecard/core';
import { fieldSchema, formSchema } from '@sidecard/core/authoring';
import { checkField, checkFields, type Field, type FieldLimits, type FieldValues } from '@sidecard/core/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accepts } from '../support/json-schema.ts';

const numRuns = process.env['CI'] ? 10_000 : 1_000;
const labels = { 'zh-CN': '栏', en: 'Field' };
const options = ['first', 'second', 'third'].map((key) => ({ key, labels }));

interface Case {
  readonly field: Field;
  readonly limits?: FieldLimits;
  readonly good: unknown;
}
const BOUGHT = [
  { itemId: 'mug', quantity: 2 },
  { itemId: 'box', quantity: 1 },
];
const HOME = {
  name: 'He',
  phone: ' +86 (0571) 8888-1234 ',
  region: 'Hangzhou',
  street: '8 Longjing Road',
  postcode: '',
};

/** A field of every kind, with what a ticket would add. */
const CASES: readonly Case[] = [
  { field: { key: 'text', kind: 'text', labels, min: 2, max: 12 }, good: '👨‍👩‍👧e\u0301' },
  { field: { key: 'text', kind: 'text', labels, min: 0, max: 5, multiline: true }, good: 'a\nb' },
  { field: { key: 'reason', kind: 'reason', labels }, limits: { options: ['first', 'second'] }, good: 'first' },
  { field: { key: 'choice', kind: 'choice', labels, options }, good: 'third' },
  { field: { key: 'choice', kind: 'choice', labels, options: [] }, limits: { options: ['second'] }, good: 'second' },
  { field: { key: 'choices', kind: 'choices', labels, options }, good: ['first', 'third', 'first'] },
  { field: { key: 'amount', kind: 'money', labels }, good: { amountMinor: 1, currency: 'JPY' } },
  {
    field: { key: 'amount', kind: 'money', labels },
    limits: { min: 50, max: 2_000, currency: 'CNY' },
    good: { amountMinor: 2_000, currency: 'CNY', more: true },
  },
  { field: { key: 'yes', kind: 'boolean', labels }, good: false },
  { field: { key: 'number', kind: 'number', labels, min: -3, max: 720 }, good: -3 },
  { field: { key: 'number', kind: 'number', labels, min: 0, max: 8.64e15 }, limits: { min: 5 }, good: 8.64e15 },
  { field: { key: 'address', kind: 'address', labels }, good: HOME },
  { field: { key: 'address', kind: 'address', labels }, good: { name: 'Ada', street: '1 Road', country: 'sg' } },
  { field: { key: 'carrier', kind: 'carrier', labels }, good: 'ZTO' },
  { field: { key: 'carrier', kind: 'carrier', labels }, good: '\u202D\r\nZTO Express\u2028\u202C\n' },
  { field: { key: 'tracking', kind: 'tracking', labels }, good: '\u00A073120458817\n' },
  {
    field: { key: 'receipt', kind: 'receipt', labels, options, max: 5, maxPictures: 2 },
    limits: { items: BOUGHT, options: ['first', 'second'] },
    good: [{ itemId: 'mug', quantity: 1, state: 'first', text: 'Chips', pictures: ['first', 'second'] }],
  },
  { field: { key: 'items', kind: 'items', labels }, limits: { items: BOUGHT }, good: BOUGHT },
];
/** Kinds whose whole check JSON Schema can say. */
const EXACT: readonly Field['kind'][] = ['reason', 'choice', 'choices', 'boolean', 'number', 'money'];

const blank = fc.constantFrom('', ' ', '\n', '\t', '\u200B', '\u00A0', '\uFEFF');
const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 15 }),
  fc.string({ unit: 'binary', maxLength: 15 }),
  fc.constantFrom('first', 'second', '👨‍👩‍👧', 'e\u0301', 'a\u202Eb', 'ab\uD800', 'x'.repeat(4_001), '\u200B\u200B'),
);
const written = fc.oneof(
  fc.tuple(blank, fc.stringMatching(/^[-A-Za-z0-9+() *]{0,45}$/), blank).map((parts) => parts.join('')),
  words,
);
const numbers = fc.oneof(
  fc.integer({ min: -5, max: 730 }),
  fc.maxSafeInteger(),
  fc.double(),
  fc.constantFrom(-0, 2 ** 53, Number.NaN, Infinity),
);
const amounts = fc.record(
  { amountMinor: numbers, currency: fc.constantFrom('CNY', 'JPY', 'cny', 'CNY\n', 'CN', 5), more: fc.boolean() },
  { requiredKeys: [] },
);
const addresses = fc.record(
  {
    name: words,
    phone: fc.oneof(fc.constantFrom('13812342716', HOME.phone, '1', '1234\n5'), written),
    region: words,
    street: words,
    postcode: fc.oneof(words, fc.constant(null)),
    country: fc.oneof(words, fc.constantFrom('SG', 'cn', ' \uFF33\uFF27')),
  },
  { requiredKeys: ['name', 'street'] },
);
const chosen = fc.array(
  fc.record(
    {
      itemId: fc.constantFrom('mug', 'box', 'lamp'),
      quantity: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.double()),
      state: fc.constantFrom('first', 'fourth'),
      pictures: fc.array(fc.constantFrom('first', 'second', 'third', 7), { maxLength: 3 }),
    },
    { requiredKeys: [] },
  ),
  { maxLength: 3 },
);
const value = fc.oneof(
  words,
  written,
  numbers,
  fc.boolean(),
  amounts,
  addresses,
  chosen,
  fc.array(fc.oneof(fc.constantFrom('first', 'second', 'third', 'fourth', ''), words), { maxLength: 4 }),
  fc.constantFrom(Array(51).fill('first'), Array(201).fill({ itemId: 'mug', quantity: 1 })),
  fc.jsonValue(),
);
/** What the check takes for left out. */
const isBlank = (one: unknown) => one === null || one === undefined || one === '';

describe.each(CASES)('the schema of $field under $limits', ({ field, limits, good }) => {
  it('lets through what the check lets through', () => {
    const schemas = [fieldSchema(field, limits), fieldSchema(field)];
    expect(checkField(field, good, limits)).toBe(undefined);
    fc.assert(
      fc.property(value, (one) => {
        if (isBlank(one) || checkField(field, one, limits)) return;
        for (const schema of schemas) expect(accepts(schema, one)).toBe(true);
      }),
      { numRuns, examples: [[good]] },
    );
  });
});

describe.each(CASES.filter(({ field }) => EXACT.includes(field.kind)))(
  'the schema of $field under $limits',
  ({ field, limits, good }) => {
    it('lets through nothing else', () => {
      const schema = fieldSchema(field, limits);
      fc.assert(
        fc.property(value, (one) => {
          if (!isBlank(one)) expect(accepts(schema, one)).toBe(checkField(field, one, limits) === undefined);
        }),
        { numRuns, examples: [[good]] },
      );
    });
  },
);

describe('the schema of a form', () => {
  const form: readonly Field[] = [
    { key: 'refundOnly', kind: 'boolean', labels },
    { key: 'reason', kind: 'reason', labels },
    { key: 'count', kind: 'number', labels, min: 1, max: 3, optionalIf: 'refundOnly' },
    { key: 'choice', kind: 'choice', labels, options, optional: true },
  ];
  const limits = { reason: { options: ['first'] } };

  it('asks for what the check asks for, under the same conditions, and knows no other key', () => {
    const schema = formSchema(form, limits);
    const values = fc.record(
      {
        refundOnly: fc.constantFrom<unknown>(true, false, 'true'),
        reason: fc.constantFrom('first', 'second'),
        count: fc.integer({ min: 0, max: 4 }),
        choice: fc.constantFrom('first', 'fifth'),
        other: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    for (const fine of [
      { reason: 'first', count: 3 },
      { reason: 'first', refundOnly: true },
    ])
      expect(checkFields(form, fine, limits)).toEqual([]);
    fc.assert(
      fc.property(values, (filled) => {
        const fine = checkFields(form, filled as FieldValues, limits).length === 0;
        expect(accepts(schema, filled)).toBe(fine);
      }),
      { numRuns, examples: [[{ reason: 'first', count: 3 }], [{ reason: 'first', refundOnly: true }]] },
    );
  });

  it('is plain JSON, for every form that there is', () => {
    const forms = builtInTypes.flatMap(({ request, transitions }) => [
      request,
      ...transitions.map(({ fields = [] }) => fields),
    ]);
    for (const schema of forms.map((fields) => formSchema(fields))) {
      expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
      accepts(schema, {});
    }
  });
});
