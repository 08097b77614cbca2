import { builtInTypes, ORDER_FACTS } from '@sidecard/core';
import type { Ticket } from '@sidecard/core/authoring';
import { describe, expect, it } from 'vitest';
import { usualWorldOf, type World } from '../support/worlds.ts';
import { douyinShop } from './interfaces/douyin-shop.ts';
import { ebay } from './interfaces/ebay.ts';
import { mercadoLibre } from './interfaces/mercado-libre.ts';
import { pageOf } from './interfaces/page.ts';
import { shopify } from './interfaces/shopify.ts';
import { type InterfaceTable, type Row, type Target } from './interfaces/table.ts';
import { taobaoTmall } from './interfaces/taobao-tmall.ts';
import { weixinStore } from './interfaces/weixin-store.ts';

const TABLES = [weixinStore, taobaoTmall, douyinShop, mercadoLibre, ebay, shopify];

/** What the tables ask about, and what commands depend on most: tickets that look alike go on alike here, so that a walk is short. */
const looksOf = (ticket: Ticket): string =>
  JSON.stringify([
    ticket.workflow,
    ticket.intervention,
    ticket.settlement,
    ticket.ending,
    ticket.declinedFrom,
    ticket.goodsWithMerchant,
    ticket.appeal?.party,
    ticket.rulings.length,
    Object.keys(ticket.deadlines),
  ]);

const worlds = new Map<string, World>();
/** States and steps of a type, or nothing for a type that does not exist. */
function worldOf(key: string): World | undefined {
  const type = builtInTypes.find((one) => one.key === key);
  if (type && !worlds.has(key)) worlds.set(key, usualWorldOf(type, looksOf));
  return worlds.get(key);
}

/** Whether tickets can do or be what a row says. */
function exists(target: Target): boolean {
  if ('fact' in target) return (ORDER_FACTS as readonly string[]).includes(target.fact);
  if ('opens' in target) {
    const type = builtInTypes.find(({ key }) => key === target.opens);
    return type !== undefined && (type.openedBy ?? ['buyer', 'staff', 'host']).includes(target.by);
  }
  const world = worldOf(target.type);
  if (!world) return false;
  if ('command' in target) {
    return world.usual.steps.some(
      ({ command, by, before }) =>
        command.command === target.command &&
        command.choice === target.choice &&
        by === target.by &&
        before.workflow === (target.from ?? before.workflow),
    );
  }
  const { type: _, appealBy, ...members } = target;
  return [...world.usual.states.values()].some(
    (ticket) =>
      (appealBy === undefined || ticket.appeal?.party === appealBy) &&
      Object.entries(members).every(([key, value]) => ticket[key as keyof typeof members] === value),
  );
}

const rowsOf = ({ lists }: InterfaceTable): readonly Row[] => lists.flatMap(({ rows }) => rows);

/** What is wrong with a table, in words. */
function faultsOf(table: InterfaceTable): readonly string[] {
  return table.lists.flatMap(({ name, rows }) => [
    ...rows.flatMap(({ theirs, ours = [], why }) => [
      ...ours.flatMap((target) => (exists(target) ? [] : [`${name} ${theirs}: no ${JSON.stringify(target)}`])),
      ...(ours.length > 0 === (why !== undefined) ? [`${name} ${theirs}: either what it is here, or why not`] : []),
    ]),
    ...rows.flatMap(({ theirs }, index) =>
      rows.findIndex((one) => one.theirs === theirs) < index ? [`${name} ${theirs}: twice`] : [],
    ),
  ]);
}

describe.each(TABLES)('the interface of $name', (table) => {
  it('[R3] [R44] has a counterpart here for every state and action, or the reason why not', () => {
    expect(faultsOf(table)).toEqual([]);
  });

  it('[R3] is covered to 95 % and more', () => {
    const counted = rowsOf(table).filter(({ placeholder }) => !placeholder);
    const mapped = counted.filter(({ ours }) => ours);
    expect(mapped.length / counted.length).toBeGreaterThanOrEqual(0.95);
  });
});

describe('a table of an interface', () => {
  const table = (...rows: readonly Row[]): InterfaceTable => ({
    name: 'Example',
    lists: [{ kind: 'state', name: 'Status', source: 'Example reference', rows }],
  });

  const row = (rest: Partial<Row>): Row => ({ theirs: 'A', means: '', ...rest });
  const ours = (...targets: readonly Target[]): Row => row({ ours: targets });

  it.each<[string, ...(readonly Row[])]>([
    ['a state that no ticket reaches', ours({ type: 'resend', workflow: 'awaiting-return' })],
    ['a type that does not exist', ours({ type: 'no-such', workflow: 'resolved' })],
    ['a command not taken there', ours({ type: 'resend', by: 'merchant', command: 'agree', from: 'resolved' })],
    ['a command of another party', ours({ type: 'resend', by: 'buyer', command: 'agree' })],
    ['a ticket that the party does not open', ours({ opens: 'goodwill', by: 'buyer' })],
    ['neither a counterpart nor a reason', row({})],
    ['a counterpart and a reason why there is none', row({ ours: [{ fact: 'shipped' }], why: 'No.' })],
    ['a row twice', row({ why: 'No.' }), row({ why: 'No.' })],
  ])('is refused for %s', (_, ...rows) => {
    expect(faultsOf(table(...rows))).toHaveLength(1);
  });

  it('is accepted for a state that tickets reach', () => {
    expect(faultsOf(table(ours({ type: 'resend', workflow: 'resolved', ending: 'met' })))).toEqual([]);
  });
});

it('[R3] docs/interfaces.md shows the tables', async () => {
  await expect(pageOf(TABLES)).toMatchFileSnapshot('../../docs/interfaces.md');
});
