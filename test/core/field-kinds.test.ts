import { defineTicketType, fieldSchema, returnRefund } from '@sidecard/core/authoring';
import { checkField, checkFields, cleanFields, compose, type Field, type PercentageField } from '@sidecard/core/wire';
import { describe, expect, it } from 'vitest';
import { created } from '../support/tickets.ts';

const LABELS = { 'zh-CN': '比例', en: 'Share' };
const share: PercentageField = { key: 'share', kind: 'percentage', labels: LABELS };

describe('a percentage', () => {
  it.each([0, 100, 12.5, 33.3, 0.1])('takes %d', (value) => {
    expect(checkField(share, value)).toBeUndefined();
    expect(cleanFields([share], { share: value })).toEqual({ share: value });
  });

  it.each([
    [-0.1, 'too-low'],
    [100.1, 'too-high'],
    [12.55, 'unreadable'],
    ['12', 'wrong-kind'],
    [Number.NaN, 'wrong-kind'],
    [undefined, 'required'],
  ])('refuses %s as %s', (value, problem) => {
    expect(checkField(share, value)).toMatchObject({ field: 'share', problem });
  });

  it('is described, and read in a message', () => {
    expect(fieldSchema(share)).toMatchObject({ title: 'Share', type: 'number', minimum: 0, maximum: 100 });
    const { ticket } = created();
    const input = { fields: { share: 12.5 }, form: [share], ticket, type: returnRefund, party: 'merchant' } as const;
    expect(compose({ 'zh-CN': '退 {share}', en: 'We refund {share}.' }, input)).toBe('We refund 12.5%.');
  });
});

describe('a kind that does not exist', () => {
  const unknown = { key: 'day', kind: 'weekday', labels: LABELS } as unknown as Field;

  it('takes no value, not even none', () => {
    for (const value of ['Monday', '', undefined, null])
      expect(checkField({ ...unknown, optional: true }, value)).toEqual({ field: 'day', problem: 'wrong-kind' });
    expect(checkFields([unknown], { day: 'Monday' })).toHaveLength(1);
    expect(cleanFields([unknown], { day: 'Monday' })).toEqual({});
  });

  it('is refused in a definition', () => {
    const make = () => defineTicketType({ ...returnRefund, request: [...returnRefund.request, unknown] });
    expect(make).toThrow('The field "day" has the unknown kind "weekday"');
  });
});
