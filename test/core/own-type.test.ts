import { label } from '@sidecard/core';
import {
  DEADLINES,
  type Command,
  COMMON_TRANSITIONS,
  decide,
  defineTicketType,
  rows,
  type Ticket,
  type TicketTypeDefinition,
} from '@sidecard/core/authoring';
import { project } from '@sidecard/core/server';
import { describe, expect, it } from 'vitest';
import { installation } from '../support/installation.ts';
import { ARRANGE, ARRANGED, COVERED, INSTALLATION_REQUEST, NO_FITTER } from '../support/installations.ts';
import { brokenLaws } from '../support/laws.ts';
import { usualWorldOf } from '../support/worlds.ts';
import { act, actor, contextAt, created, fold, POLICY, RETURN_ADDRESS, START_MS } from '../support/tickets.ts';

const types = new Map([[installation.key, installation]]);
const policy = { ...POLICY, coveredTypes: COVERED };
const at = (now: number) => contextAt(now, { types, policy });
const open = (locale = 'en'): Ticket =>
  created({ type: installation.key, request: INSTALLATION_REQUEST, locale }, at(START_MS)).ticket;
const shop = actor('merchant');

/** The same with a list to choose several of, and with an address in what is agreed. */
const equipped = defineTicketType({
  ...installation,
  transitions: [
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
      message: { 'zh-CN': 'With {tools}: {depot}', en: 'With {tools}: {depot}' },
    },
    ...installation.transitions.filter(({ command }) => command !== 'agree'),
  ],
});
const WITH_TOOLS: Command = { command: 'agree', fields: { tools: ['drill', 'ladder'], depot: RETURN_ADDRESS } };

describe('a type of a host’s own', () => {
  it('[R3] [R11] [R16] [R17] [R18] keeps every law that the types that ship keep', () => {
    expect(brokenLaws(installation)).toEqual({});
  });

  it('is the fold of its events', () => {
    const { usual } = usualWorldOf(installation);
    expect(usual.states.size).toBeGreaterThan(50);
    for (const { before, after, events } of usual.steps) expect(fold(before, events)).toEqual(after);
  });

  it('breaks them where it is spoilt, and is told which', () => {
    const own = installation.transitions.filter((transition) => !COMMON_TRANSITIONS.includes(transition));
    const forgetful = defineTicketType({
      ...installation,
      transitions: own,
      agreedPath: [{ to: 'awaiting-fulfilment' }],
    });
    expect(Object.keys(brokenLaws(forgetful))).toContain('silence holds nothing');
  });
});

describe('what a type of a host’s own says and asks', () => {
  it('is named in both languages', () => {
    expect(['zh-CN', 'en'].map((locale) => label(installation.labels, locale))).toEqual(['上门安装', 'Installation']);
  });

  it.each([
    ['en', ARRANGED],
    ['zh-CN', 'Master Lu将于 2026-07-08 上午上门安装。'],
  ])('[R7] tells the buyer in %s when the fitter comes', (locale, sentMessage) => {
    const after = act(open(locale), ARRANGE, shop, at(START_MS));
    expect(after.history.at(-1)?.sentMessage?.text).toBe(sentMessage);
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
  ])('tells the buyer in %s of several things that were chosen', (locale, sentMessage) => {
    const after = act(
      open(locale),
      WITH_TOOLS,
      shop,
      contextAt(START_MS, { types: new Map([[equipped.key, equipped]]) }),
    );
    expect(after.history.at(-1)?.sentMessage?.text).toContain(sentMessage);
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
  const [first, ...others] = installation.transitions;
  const spawns = { type: 'resend', request: () => ({}), command: 'agree', fields: () => ({}) };
  const own = others.filter((transition) => !COMMON_TRANSITIONS.includes(transition));
  const transitions = [...(first ? [first] : []), ...own];
  it.each<[string, Partial<TicketTypeDefinition>]>([
    ['The key must be kebab-case', { key: 'My Type' }],
    ['Unknown deadline "soon"', { firstDeadline: 'soon' }],
    [
      'No transition handles the expiry of the deadline "tea"',
      { deadlines: { ...installation.deadlines, tea: DEADLINES.answer } },
    ],
    [
      'Unknown guard "sunny"',
      { transitions: [...transitions, { ...rows.DECLINE, from: 'awaiting-return', when: ['sunny'] }] },
    ],
    [
      'Unknown deadline "tea"',
      { transitions: [...transitions, { ...rows.DECLINE, from: 'awaiting-return', deadline: 'tea' }] },
    ],
    [
      'Unknown effect "sing"',
      { transitions: [...transitions, { ...rows.DECLINE, command: 'x', effects: [{ effect: 'sing' }] } as never] },
    ],
    ['the second is never reached', { transitions: [...transitions, ...transitions] }],
    [
      'which only merchant and buyer can',
      { transitions: [...transitions, { ...rows.CONFIRM, ...rows.MET, by: 'host', command: 'x', spawns }] },
    ],
    [
      'refuses or rules, so its button cannot be',
      { transitions: [{ ...rows.FAIL, command: 'x', slot: 'main' }, ...transitions] },
    ],
    ['The last agreed path must have no condition', { agreedPath: [{ ...rows.MET, when: ['shipped'] }] }],
    ['The last agreed path must have no condition', { agreedPath: [] }],
  ])('is refused when it is made: %s', (words, change) => {
    const make = () => defineTicketType({ ...installation, transitions, ...change });
    expect(make).toThrow(TypeError);
    expect(make).toThrow(words);
  });
});
