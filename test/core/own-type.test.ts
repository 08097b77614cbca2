import {
  CLOCKS,
  type Command,
  COMMON_MOVES,
  decide,
  defineTicketType,
  isOpen,
  label,
  moveKey,
  offersFor,
  project,
  rows,
  type Ticket,
  type TicketTypeDefinition,
} from '@sidecard/core';
import { describe, expect, it } from 'vitest';
import { installation } from '../support/installation.ts';
import { ARRANGE, ARRANGED, COVERED, INSTALLATION_REQUEST, NO_FITTER } from '../support/installations.ts';
import { ORDERS, requestsFor } from '../support/requests.ts';
import { act, actor, contextAt, created, fold, POLICY, RETURN_ADDRESS, START_MS } from '../support/tickets.ts';
import { attempts, walk } from '../support/walk.ts';

const types = new Map([[installation.key, installation]]);
const policy = { ...POLICY, coveredTypes: COVERED };
const at = (now: number) => contextAt(now, { types, policy });
const open = (locale = 'en'): Ticket =>
  created({ type: installation.key, request: INSTALLATION_REQUEST, locale }, at(START_MS)).ticket;
const shop = actor('merchant');

/** The same with a list to choose several of, and with an address in what is agreed. */
const equipped = defineTicketType({
  ...installation,
  moves: [
    {
      ...rows.AGREE,
      from: 'awaiting-merchant',
      fields: [
        {
          key: 'tools',
          kind: 'choices',
          labels: { 'zh-CN': 'Tools', en: 'Tools' },
          options: ['drill', 'ladder'].map((key) => ({ key, labels: { 'zh-CN': key, en: key } })),
        },
        { key: 'depot', kind: 'address', labels: { 'zh-CN': 'Depot', en: 'Depot' } },
      ],
      says: { 'zh-CN': 'With {tools}: {depot}', en: 'With {tools}: {depot}' },
    },
    ...installation.moves.filter(({ command }) => command !== 'agree'),
  ],
});
const WITH_TOOLS: Command = { command: 'agree', fields: { tools: ['drill', 'ladder'], depot: RETURN_ADDRESS } };

describe('a type of a host’s own', () => {
  const starts = ORDERS.flatMap((order) =>
    requestsFor(installation, order).map(
      (request) => created({ type: installation.key, order, request }, at(START_MS)).ticket,
    ),
  );
  const { states, steps } = walk(installation, starts, policy);
  const ended = [...states].filter(([, { workflow }]) => !isOpen(workflow)).map(([key]) => key);

  it('[R3] uses every row of its table', () => {
    const taken = new Set(steps.map(({ move }) => moveKey(move)));
    const idle = installation.moves.filter((move) => !taken.has(moveKey(move)));
    expect(idle).toEqual([]);
  });

  it('[R16] [R17] can come to an end from every state, and is held in none by silence', () => {
    const ending = new Set(ended);
    for (let before = -1; before < ending.size;) {
      before = ending.size;
      for (const { from, to } of steps) if (ending.has(to)) ending.add(from);
    }
    expect([...states.keys()].filter((key) => !ending.has(key))).toEqual([]);
    const held = [...states].filter(
      ([key, { workflow, intervention }]) =>
        isOpen(workflow) &&
        intervention === 'none' &&
        !steps.some(({ by, from, to }) => by === 'system' && from === key && to !== key),
    );
    expect(held.map(([key]) => key)).toEqual([]);
  });

  it('stays ended', () => {
    const woken = steps.filter(({ from, after }) => ended.includes(from) && isOpen(after.workflow));
    expect(woken).toEqual([]);
  });

  it('is the fold of its events', () => {
    for (const { before, after, events } of steps) expect(fold(before, events)).toEqual(after);
  });

  it('offers exactly what is accepted, to every party', () => {
    for (const ticket of states.values()) {
      for (const [audience, party] of [
        ['buyer', 'buyer'],
        ['handlers', 'merchant'],
        ['staff', 'staff'],
      ] as const) {
        const context = at(ticket.updatedAtMs);
        const offered = offersFor(ticket, audience, context).flatMap(({ command, off }) => (off ? [] : command));
        const accepted = [...attempts(installation, ticket)]
          .filter(({ move, command, by }) => move.by === party && decide(ticket, command, by, context).ok)
          .map(({ command: { command } }) => command);
        expect(new Set(offered)).toEqual(new Set(accepted));
      }
    }
  });

  it('[R11] is handled by nobody without the permission', () => {
    for (const ticket of states.values()) {
      for (const { move, command } of attempts(installation, ticket)) {
        if (move.by !== 'merchant') continue;
        expect(decide(ticket, command, actor('merchant', { permissions: [] }), at(ticket.updatedAtMs)).ok).toBe(false);
      }
    }
  });
});

describe('what a type of a host’s own says and asks', () => {
  it('is named in both languages', () => {
    expect(['zh-CN', 'en'].map((locale) => label(installation.labels, locale))).toEqual(['上门安装', 'Installation']);
  });

  it.each([
    ['en', ARRANGED],
    ['zh-CN', 'Master Lu将于 2026-07-08 上午上门安装。'],
  ])('[R7] tells the buyer in %s when the fitter comes', (locale, told) => {
    const after = act(open(locale), ARRANGE, shop, at(START_MS));
    expect(after.history.at(-1)?.told?.text).toBe(told);
    expect(after.agreed?.details).toEqual(ARRANGE.fields);
  });

  it('checks its own fields by its own limits', () => {
    const ticket = open();
    const fields = { day: '2026-07-01', slot: 'at night', fitter: '' };
    const decision = decide(ticket, { ...ARRANGE, version: 1, fields }, shop, at(START_MS));
    expect(decision).toMatchObject({
      ok: false,
      error: {
        code: 'field-invalid',
        problems: [
          { field: 'day', problem: 'too-low', firstDay: '2026-07-02', lastDay: '2026-07-31' },
          { field: 'slot', problem: 'unknown-option' },
          { field: 'fitter', problem: 'too-short' },
        ],
      },
    });
  });

  it('goes by its own guard: the fitter sets off once', () => {
    const agreed = act(open(), ARRANGE, shop, at(START_MS));
    const off = act(agreed, { command: 'set-off' }, shop, at(START_MS));
    expect(off.deadlines.map(({ key }) => key)).toEqual(['arrival']);
    const again = decide(off, { command: 'set-off', version: off.version }, shop, at(START_MS));
    expect(again).toMatchObject({ ok: false, error: { code: 'move-not-allowed', because: 'no-such-move' } });
  });

  it('[R19] takes a staff message while the platform intervenes, being covered', () => {
    const escalated = act(
      act(open(), NO_FITTER, shop, at(START_MS)),
      { command: 'escalate' },
      actor('buyer'),
      at(START_MS),
    );
    const message: Command = { command: 'leave-staff-message', fields: { purpose: 'progress-update', text: 'Hello.' } };
    expect(decide(escalated, message, shop, at(START_MS)).ok).toBe(true);
    const uncovered = decide(escalated, message, shop, contextAt(START_MS, { types }));
    expect(uncovered).toMatchObject({ ok: false, error: { because: 'type-not-covered' } });
  });

  it.each([
    ['en', 'With drill, ladder: '],
    ['zh-CN', 'With drill\u3001ladder: '],
  ])('tells the buyer in %s of several things that were chosen', (locale, told) => {
    const after = act(
      open(locale),
      WITH_TOOLS,
      shop,
      contextAt(START_MS, { types: new Map([[equipped.key, equipped]]) }),
    );
    expect(after.history.at(-1)?.told?.text).toContain(told);
  });

  it('shows addresses of its own only masked to whoever may not handle, also those in what was agreed', () => {
    const context = contextAt(START_MS, { types: new Map([[equipped.key, equipped]]) });
    const agreed = act(open(), WITH_TOOLS, shop, context);
    const [shown, whole] = (['shop', 'handlers'] as const).map((audience) => {
      const { request, agreed: terms, history } = project(agreed, audience, context);
      return [request['address'], terms?.details?.['depot'], history.at(-1)?.fields?.['depot']];
    });
    expect(whole).toEqual([INSTALLATION_REQUEST.address, RETURN_ADDRESS, RETURN_ADDRESS]);
    for (const address of shown ?? []) expect(address).toMatchObject({ street: '****' });
  });
});

describe('a definition that does not hold together', () => {
  const [first, ...others] = installation.moves;
  const spawns = { type: 'resend', request: () => ({}), command: 'agree', fields: () => ({}) };
  const own = others.filter((move) => !COMMON_MOVES.includes(move));
  const moves = [...(first ? [first] : []), ...own];
  it.each<[string, Partial<TicketTypeDefinition>]>([
    ['the key is to be kebab-case', { key: 'My Type' }],
    ['there is no deadline "soon"', { firstDeadline: 'soon' }],
    ['nothing happens when "tea" runs out', { deadlines: { ...installation.deadlines, tea: CLOCKS.answer } }],
    ['there is no guard "sunny"', { moves: [...moves, { ...rows.DECLINE, from: 'awaiting-return', when: ['sunny'] }] }],
    [
      'there is no deadline "tea"',
      { moves: [...moves, { ...rows.DECLINE, from: 'awaiting-return', deadline: 'tea' }] },
    ],
    ['there is no effect "sing"', { moves: [...moves, { ...rows.DECLINE, command: 'x', effects: ['sing'] } as never] }],
    ['the second is never reached', { moves: [...moves, ...moves] }],
    ['which only the merchant can', { moves: [...moves, { ...rows.CONFIRM, ...rows.MET, command: 'x', spawns }] }],
    ['the last agreed path is to hold always', { agreedPath: [{ ...rows.MET, when: ['shipped'] }] }],
    ['the last agreed path is to hold always', { agreedPath: [] }],
  ])('is refused when it is made: %s', (words, change) => {
    const make = () => defineTicketType({ ...installation, moves, ...change });
    expect(make).toThrow(TypeError);
    expect(make).toThrow(words);
  });
});
