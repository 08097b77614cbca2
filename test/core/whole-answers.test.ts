import { builtInTypes } from '@sidecard/core';
import {
  actionsFor,
  decide,
  decideCreate,
  deliveryIssue,
  indexTypes,
  transitionByKey,
  transitionKey,
} from '@sidecard/core/authoring';
import { budgetChanged, historyKindsFor, project, SCHEMA_VERSION } from '@sidecard/core/server';
import { describe, expect, it } from 'vitest';
import {
  act,
  actor,
  contextAt,
  created,
  DECLINE,
  fold,
  intervening,
  ORDER,
  refusal,
  REQUEST,
  SPENT,
  START_MS,
} from '../support/tickets.ts';

// What the rules answer, member by member. Other tests look at the member that they are about, and would not see one too many.

const DAY_MS = 86_400_000;
const context = contextAt(START_MS);
const CREATE = { type: 'return-refund', merchantId: 'shop-1', order: ORDER, request: REQUEST };
const KEY = /^[\w-]+\/[\w-]*\/\w+$/;
const labels = { 'zh-CN': expect.any(String), en: expect.any(String) };

describe('the creation of a ticket', () => {
  const BY = { party: 'buyer', accountId: 'buyer-he', name: 'He Yiqing' };
  const ANSWER = { key: 'answer', of: 'merchant', startedAtMs: START_MS, dueAtMs: START_MS + 2 * DAY_MS };

  it('is one event, which has the whole ticket', () => {
    const [event, ...others] = created({ locale: 'zh-CN' }).events;
    expect(others).toEqual([]);
    expect(event).toEqual({
      schema: SCHEMA_VERSION,
      id: `id-${START_MS}-2`,
      ticketId: `id-${START_MS}-1`,
      kind: 'ticket-created',
      atMs: START_MS,
      by: BY,
      version: 1,
      change: {},
      created: {
        schema: SCHEMA_VERSION,
        id: `id-${START_MS}-1`,
        number: '2607-0001',
        merchantId: 'shop-1',
        type: 'return-refund',
        conversationId: 'conversation-he',
        locale: 'zh-CN',
        createdAtMs: START_MS,
        updatedAtMs: START_MS,
        version: 1,
        order: ORDER,
        request: REQUEST,
        workflow: 'awaiting-merchant',
        intervention: 'none',
        settlement: 'none',
        goodsWithMerchant: false,
        deadlines: [ANSWER],
        asked: [],
        evidence: [],
        rulings: [],
        history: [
          {
            id: `id-${START_MS}-2`,
            kind: 'ticket-created',
            command: 'create',
            atMs: START_MS,
            by: BY,
            status: 'awaiting-merchant',
          },
        ],
      },
    });
  });

  it.each([
    ['nothing', null, 'buyer', { code: 'type-unknown', type: '' }],
    ['a type that is not there', { ...CREATE, type: 'gift' }, 'buyer', { code: 'type-unknown', type: 'gift' }],
    ['one, by the merchant', { ...CREATE, type: 'gift' }, 'merchant', { code: 'type-unknown', type: 'gift' }],
    [
      'a type that the host opens alone, by the merchant',
      { ...CREATE, type: 'appeal' },
      'merchant',
      { code: 'command-unknown', command: 'create' },
    ],
    ['a type, by the system', CREATE, 'system', { code: 'command-unknown', command: 'create' }],
    [
      'no request',
      { ...CREATE, request: 5 },
      'buyer',
      { code: 'field-invalid', problems: [{ field: 'request', problem: 'wrong-kind' }] },
    ],
    [
      'a language that is none',
      { ...CREATE, locale: '' },
      'buyer',
      { code: 'field-invalid', problems: [{ field: 'locale', problem: 'unreadable' }] },
    ],
    [
      'what the order rules out',
      {
        ...CREATE,
        type: 'shipment-urging',
        request: { reason: 'in-a-hurry' },
      },
      'buyer',
      { code: 'request-not-allowed', type: 'shipment-urging', because: 'already-shipped', becauseLabels: labels },
    ],
  ] as const)('is refused for %s', (_, command, party, error) => {
    const decision = decideCreate(command as unknown as typeof CREATE, actor(party), { ...context, number: '1' });
    expect(decision).toEqual({ ok: false, error });
  });

  it('out of another ticket ties the two together', () => {
    const { ticket } = created({ type: 'delivery-issue', request: { reason: 'lost' } });
    const resend = { command: 'hand-over', choice: 'resend', version: 1 };
    const fields = { items: [{ itemId: 'mug', quantity: 1 }], text: 'We send it again.' };
    const decision = decide(ticket, { ...resend, fields }, actor('merchant'), contextAt(START_MS + 1));
    if (!decision.ok || !decision.spawned) throw new Error(JSON.stringify(decision));
    const spawned = fold(undefined, decision.spawned);
    expect(spawned.links).toEqual([
      { ticketId: ticket.id, number: ticket.number, type: 'delivery-issue', relation: 'came-from' },
    ]);
    const origin = fold(ticket, decision.value);
    expect(origin.links).toEqual([
      { ticketId: spawned.id, number: `${ticket.number}-1`, type: 'resend', relation: 'led-to' },
    ]);

    const named = { ticketId: spawned.id, number: spawned.number, type: 'resend', relation: 'led-to' };
    const { labels: typeLabels } = indexTypes(builtInTypes).get('resend') ?? {};
    expect(project(origin, 'buyer', context).links).toEqual([{ ...named, typeLabels }]);
    const without = { ...context, types: indexTypes([deliveryIssue]) };
    expect(project(origin, 'buyer', without).links).toEqual([named]);
  });
});

describe('the actions of a new return', () => {
  const due = START_MS + 2 * DAY_MS;
  const MAIN = { needs: 'task.handle', dueAtMs: due };
  const REFUSALS = ['intact-at-dispatch', 'evidence-insufficient', 'return-incomplete', 'settled-otherwise', 'other'];
  const upTo = (min: number) => ({ amount: { min, max: 25_800, currency: 'CNY' } });
  const line = { itemId: 'mug', quantity: 2 };
  const part = { items: [line] };

  it('are these for accounts that handle tickets', () => {
    const actions = actionsFor(created().ticket, 'handlers', context);
    expect(actions.map(({ transition: _, ...action }) => action)).toEqual([
      {
        command: 'agree',
        slot: 'main',
        ...MAIN,
        limits: { part, amount: { ...upTo(25_800).amount, shares: [{ ...line, min: 25_800, max: 25_800 }] } },
        starts: { key: 'return', of: 'buyer', lastsMs: 7 * DAY_MS },
      },
      {
        command: 'propose',
        slot: 'propose',
        ...MAIN,
        limits: upTo(1),
        starts: { key: 'proposal', of: 'buyer', lastsMs: 2 * DAY_MS },
      },
      {
        command: 'decline',
        slot: 'decline',
        ...MAIN,
        limits: {
          part,
          reason: { options: REFUSALS },
          pictures: { options: [] },
        },
        starts: { key: 'escalate', of: 'buyer', lastsMs: 7 * DAY_MS },
      },
      {
        command: 'ask-for-proof',
        slot: 'propose',
        ...MAIN,
        starts: { key: 'proof', of: 'buyer', lastsMs: 2 * DAY_MS },
      },
      {
        command: 'reply',
        choice: 'ask-to-withdraw',
        slot: 'amend',
        needs: 'task.handle',
        limits: { reason: { options: REFUSALS } },
        unversioned: true,
      },
      { command: 'claim', slot: 'claim', needs: 'task.handle', unversioned: true },
      { command: 'transfer', slot: 'transfer', needs: 'task.handle', unversioned: true },
      { command: 'reply', slot: 'reply', needs: 'task.handle', unversioned: true },
    ]);
    for (const { transition } of actions) expect(transition).toMatch(KEY);
  });

  it('are these for the others', () => {
    const of = (party: 'buyer' | 'staff') =>
      actionsFor(created().ticket, party, context).map(({ transition: _, ...action }) => action);
    const reasons = ['damaged', 'quality', 'not-as-described', 'wrong-item', 'missing', 'service', 'changed-mind'];
    expect(of('buyer')).toEqual([
      {
        command: 'correct-request',
        slot: 'amend',
        limits: { ...upTo(1), reason: { options: reasons }, pictures: { options: [] } },
      },
      { command: 'withdraw', slot: 'withdraw' },
    ]);
    expect(of('staff')).toEqual([{ command: 'extend', slot: 'extend', limits: { deadline: { options: ['answer'] } } }]);
  });

  it('say in words why one cannot be taken, and not what it would start with staff', () => {
    const actions = actionsFor(created().ticket, 'handlers', { ...context, related: [SPENT] });
    const agree = actions.find(({ command }) => command === 'agree');
    expect(agree).toMatchObject({ disabledReason: 'nothing-refundable', disabledLabels: labels });
    const declined = act(created().ticket, DECLINE, actor('merchant'));
    const [escalate] = actionsFor(declined, 'buyer', context).filter(({ command }) => command === 'escalate');
    expect(escalate).toBeDefined();
    expect(escalate).not.toHaveProperty('starts');
  });

  it('are none where the type is not there', () => {
    const without = { ...context, types: indexTypes([deliveryIssue]) };
    expect(actionsFor(created().ticket, 'handlers', without)).toEqual([]);
  });
});

describe('a command', () => {
  const { ticket } = created();

  it.each([
    [
      'of a type that is not there',
      { command: 'agree' },
      { ...ticket, type: 'gift' },
      { code: 'type-unknown', type: 'gift' },
    ],
    ['that the type does not have', { command: 'dance' }, ticket, { code: 'command-unknown', command: 'dance' }],
    ['without a name', {}, ticket, { code: 'command-unknown', command: '' }],
    ['on an old version', { command: 'decline', version: 7 }, ticket, { code: 'version-conflict', version: 1 }],
    [
      'with a form that is none',
      { command: 'decline', fields: 5 },
      ticket,
      { code: 'field-invalid', problems: [{ field: 'fields', problem: 'wrong-kind' }] },
    ],
    [
      'that the state does not let through',
      { command: 'confirm-receipt' },
      ticket,
      {
        code: 'move-not-allowed',
        command: 'confirm-receipt',
        because: 'no-such-move',
        becauseLabels: labels,
        workflow: 'awaiting-merchant',
        intervention: 'none',
      },
    ],
  ] as const)('%s is refused with this', (_, command, on, error) => {
    expect(refusal(command as unknown as typeof DECLINE, actor('merchant'), on)).toEqual(error);
  });

  it('without the permission is refused with the one that it needs', () => {
    expect(refusal(DECLINE, actor('merchant', { permissions: [] }))).toEqual({
      code: 'permission-missing',
      needs: 'task.handle',
    });
  });

  it('for the staff thread needs no name, and reaches nothing else', () => {
    const fields = { purpose: 'additional-statement', text: 'Please look at the pictures.' };
    const decision = decide(intervening(), { thread: 'staff', fields }, actor('merchant'), context);
    expect(decision).toMatchObject({ ok: true, value: [{ kind: 'staff-message-left', change: {} }] });
    const [first] = decision.ok ? decision.value : [];
    expect(first?.message?.text).toBe('Please look at the pictures.');
    expect(refusal({ ...DECLINE, thread: 'staff' })).toEqual({ code: 'command-unknown', command: 'decline' });
    expect(refusal({ ...DECLINE, thread: 'case' })).toBe('accepted');
  });
});

describe('a transition', () => {
  it('is found by its key, which no other one has', () => {
    for (const type of builtInTypes) {
      const keys = type.transitions.map(transitionKey);
      expect(new Set(keys).size).toBe(keys.length);
      for (const transition of type.transitions)
        expect(transitionByKey(type, transitionKey(transition))).toBe(transition);
      expect(transitionByKey(type, 'agree')).toBeUndefined();
    }
    expect(transitionByKey(undefined, 'agree')).toBeUndefined();
  });
});

describe('the money that an order’s other tickets can still give', () => {
  const { ticket } = created();

  it('is another one after a ticket that takes or gives back some, and after no other', () => {
    expect(budgetChanged(undefined, ticket)).toBe(false);
    expect(budgetChanged(undefined, SPENT)).toBe(true);
    expect(budgetChanged(ticket, SPENT)).toBe(true);
    expect(budgetChanged(SPENT, ticket)).toBe(true);
    expect(budgetChanged(SPENT, { ...SPENT, version: 9 })).toBe(false);
    const { refund: _, ...others } = SPENT.agreed ?? {};
    expect(budgetChanged(SPENT, { ...SPENT, agreed: others })).toBe(true);
  });
});

describe('the kinds of history entries', () => {
  it('are fewer for the buyer than for the shop, and fewer for the shop than for staff', () => {
    const [buyer, handlers, staff] = [historyKindsFor('buyer'), historyKindsFor('handlers'), historyKindsFor('staff')];
    expect(handlers).toEqual(expect.arrayContaining(['ticket-created', 'moved', 'deadline-passed']));
    expect(buyer).toEqual(expect.arrayContaining(['ticket-created', 'moved', 'deadline-passed']));
    expect(buyer).not.toContain('staff-message-left');
    for (const kinds of [buyer, handlers, staff]) expect(new Set(kinds).size).toBe(kinds.length);
  });
});
