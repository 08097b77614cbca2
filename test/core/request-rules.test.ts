import type { EvidenceRule } from '@sidecard/core';
import { actionsFor, decideCreate, exchange, invoiceUrging, returnRefund } from '@sidecard/core/authoring';
import { describe, expect, it } from 'vitest';
import { agreeTo, buyer, cny, merchant, SENT_BACK, ticketOf } from '../support/cases.ts';
import {
  act,
  actor,
  contextAt,
  created,
  DECLINE,
  ORDER,
  POLICY,
  refusal,
  REQUEST,
  RETURN_ADDRESS,
  START_MS,
} from '../support/tickets.ts';

describe('[R43] [R51] a refusal that the platform bars', () => {
  const barring = (barredRefusals: Readonly<Record<string, readonly string[]>>) =>
    contextAt(START_MS, { policy: { ...POLICY, barredRefusals } });

  it.each([
    ['by type and reason', { 'return-refund': ['damaged'] }, true],
    ['by reason', { '*': ['damaged'] }, true],
    ['by type', { 'return-refund': ['*'] }, true],
    ['for another reason', { 'return-refund': ['wrong-item'] }, false],
    ['for another type', { exchange: ['damaged'] }, false],
  ])('%s', (_, barred, expected) => {
    const answer = refusal(DECLINE, merchant, created().ticket, barring(barred));
    if (!expected) return expect(answer).toBe('accepted');
    expect(answer).toMatchObject({
      ...{ code: 'move-not-allowed', because: 'refusal-barred' },
      becauseLabels: { en: expect.stringContaining('does not allow') as string },
    });
  });

  it('is shown as unavailable with its words, and the shop can agree, propose and ask', () => {
    const actions = actionsFor(created().ticket, 'handlers', barring({ '*': ['*'] }));
    const decline = actions.find(({ command }) => command === 'decline');
    expect(decline).toMatchObject({
      disabledReason: 'refusal-barred',
      disabledLabels: { 'zh-CN': expect.any(String) as string },
    });
    for (const name of ['agree', 'propose', 'ask-for-proof'])
      expect(actions.find(({ command }) => command === name)?.disabledReason).toBeUndefined();
  });

  it('does not bar the refusal of goods that came back otherwise', () => {
    const agreed = act(created().ticket, agreeTo({ returnAddress: RETURN_ADDRESS, amount: cny(25_800) }), merchant);
    expect(refusal(DECLINE, merchant, act(agreed, SENT_BACK, buyer), barring({ '*': ['*'] }))).toBe('accepted');
  });
});

describe('[R43] [R51] required evidence', () => {
  const opened = (rule: EvidenceRule, request = {}, by = buyer, type = returnRefund) => {
    const { text: _, ...bare } = REQUEST;
    const usual = type === returnRefund ? bare : ticketOf(type).request;
    const decision = decideCreate(
      { type: type.key, merchantId: 'shop-1', order: ORDER, request: { ...usual, ...request } },
      by,
      { ...contextAt(START_MS, { policy: { ...POLICY, requiredEvidence: [rule] } }), number: '2607-0001' },
    );
    return decision.ok ? 'accepted' : decision.error;
  };
  const DAMAGED = { type: 'return-refund', reasons: ['damaged'], aboveMinor: 20_000, needs: 'text' } as const;
  const LACKS = (field: string) => ({ code: 'field-invalid', problems: [{ field, problem: 'required' }] });

  it('is asked for by reason and above an amount, and the refusal says what to add', () => {
    expect(opened(DAMAGED)).toEqual(LACKS('text'));
    expect(opened(DAMAGED, { text: 'One rim is chipped.' })).toBe('accepted');
    expect(opened(DAMAGED, { reason: 'quality' })).toBe('accepted');
    expect(opened(DAMAGED, { amount: cny(20_000) })).toBe('accepted');
    expect(opened({ ...DAMAGED, type: '*', needs: 'pictures' })).toEqual(LACKS('pictures'));
  });

  it('goes by what was paid where no amount is asked for, and not by fields that the type lacks', () => {
    expect(opened({ type: 'exchange', aboveMinor: 1, needs: 'pictures' }, {}, buyer, exchange)).toEqual(
      LACKS('pictures'),
    );
    expect(opened({ type: 'exchange', aboveMinor: 99_999, needs: 'pictures' }, {}, buyer, exchange)).toBe('accepted');
    expect(opened({ type: '*', needs: 'pictures' }, {}, buyer, invoiceUrging)).toBe('accepted');
  });

  it('is the buyer’s to give: a request that others open for them needs none, and a correction does', () => {
    expect(opened(DAMAGED, {}, actor('staff'))).toBe('accepted');
    const { text: _, ...bare } = REQUEST;
    const request = { ...bare, reason: 'quality' };
    const ticket = created({ request }).ticket;
    const context = contextAt(START_MS, { policy: { ...POLICY, requiredEvidence: [DAMAGED] } });
    const correct = (fields: object) => ({ command: 'correct-request', fields: fields as never });
    expect(refusal(correct({ reason: 'damaged' }), buyer, ticket, context)).toEqual(LACKS('text'));
    expect(refusal(correct({ reason: 'damaged', text: 'Chipped.' }), buyer, ticket, context)).toBe('accepted');
  });
});
