import {
  assessCommitments,
  BUILT_IN_COMMITMENTS,
  type Commitment,
  commitmentByKey,
  type ShopCommitments,
} from '@sidecard/core';
import { COMMITMENT_OBSTACLES } from '@sidecard/core/authoring';
import { type Payment, paymentsOf } from '@sidecard/core/wire';
import { readShopCommitments } from '@sidecard/server';
import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { at, builtIn, order } from '../support/commitments.ts';
import { negotiatedClaim } from '../support/requests.ts';
import { act, actor, contextAt, START_MS } from '../support/tickets.ts';

const OWN = {
  key: 'missing-parts',
  labels: { 'zh-CN': '少件必赔', en: 'Nothing missing' },
  trigger: { kind: 'fault', faults: ['missing-parts'] },
  window: { from: 'signed', until: { days: 7 } },
} as const satisfies Commitment;

function read(value: unknown): ShopCommitments {
  const answer = readShopCommitments(value);
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
  return answer.value;
}

/** What is wrong with one commitment. */
function problemsOf(entry: unknown): readonly string[] {
  const answer = readShopCommitments({ commitments: [entry] });
  return answer.ok ? [] : answer.problems.map(({ path, code }) => `${path} ${code}`);
}

describe('readShopCommitments', () => {
  it('[R36] takes built-in ones by their keys, and counts days in Shanghai unless told otherwise', () => {
    expect(read({ commitments: ['ship-by', 'consumer-protection'] })).toEqual({
      timeZone: 'Asia/Shanghai',
      commitments: [builtIn('ship-by'), builtIn('consumer-protection')],
    });
    expect(read({ timeZone: 'Europe/Berlin', commitments: [] })).toEqual({
      timeZone: 'Europe/Berlin',
      commitments: [],
    });
  });

  it('[R36] lays what differs over a built-in one', () => {
    const changed = { key: 'quality', claim: { days: 7 }, needsFailedNegotiation: null };
    const { needsFailedNegotiation: _, ...rest } = builtIn('quality');
    expect(read({ commitments: [changed] }).commitments).toEqual([{ ...rest, claim: { days: 7 } }]);
  });

  it('[R36] reads back all that it knows, and what it gave', () => {
    const shop = { timeZone: 'Asia/Shanghai', commitments: [...BUILT_IN_COMMITMENTS, OWN] };
    expect(read(JSON.parse(JSON.stringify(shop)))).toEqual(shop);
  });

  it('[R36] takes a commitment of the shop’s own through to the claim', () => {
    const shop = read({ commitments: [OWN] });
    const signedAtMs = at('2026-07-03T11:08:00+08:00');
    const facts = { faults: [{ code: 'missing-parts', foundAtMs: signedAtMs }] };
    const [open] = assessCommitments(order({ signedAtMs }), {}, shop, signedAtMs);
    expect(open).toEqual({
      key: 'missing-parts',
      labels: OWN.labels,
      status: 'open',
      missing: ['fault-shown'],
      window: { startMs: signedAtMs, endMs: at('2026-07-11T00:00:00+08:00') },
    });
    const [claimable] = assessCommitments(order({ signedAtMs }), facts, shop, signedAtMs);
    expect(claimable).toMatchObject({ status: 'claimable', missing: [] });
  });

  it.each<[string, unknown, string]>([
    ['no such key', 'no-such', 'commitments[0] wrong'],
    ['nothing', null, 'commitments[0] wrong'],
    ['a slip of the pen', { ...OWN, compensaton: { kind: 'unset' } }, 'commitments[0].compensaton unknown-member'],
    ['a key with a blank', { ...OWN, key: 'missing parts' }, 'commitments[0].key wrong'],
    ['one language', { ...OWN, labels: { en: 'Nothing missing' } }, 'commitments[0].labels wrong'],
    ['an empty label', { ...OWN, labels: { ...OWN.labels, en: '' } }, 'commitments[0].labels.en wrong'],
    ['a language that is none', { ...OWN, labels: { ...OWN.labels, '<b>': 'x' } }, 'commitments[0].labels.<b> wrong'],
    ['needs that are no keys', { ...OWN, needs: [1] }, 'commitments[0].needs[0] wrong'],
    ['no trigger', { ...OWN, trigger: null }, 'commitments[0].trigger wrong'],
    ['a trigger of the prototype', { ...OWN, trigger: { kind: 'constructor' } }, 'commitments[0].trigger.kind wrong'],
    [
      'a trigger without faults',
      { ...OWN, trigger: { kind: 'fault', faults: [] } },
      'commitments[0].trigger.faults wrong',
    ],
    [
      'a trigger with an unknown member',
      { ...OWN, trigger: { kind: 'asked', faults: ['x'] } },
      'commitments[0].trigger.faults unknown-member',
    ],
    [
      'a promise that orders have not',
      { ...OWN, trigger: { kind: 'late', promised: 'carrier', done: 'shipped', faults: [] } },
      'commitments[0].trigger.promised wrong',
    ],
    ['no window', { ...OWN, window: undefined }, 'commitments[0].window wrong'],
    ['a window from nothing', { ...OWN, window: { until: { days: 7 } } }, 'commitments[0].window.from wrong'],
    [
      'a window with two ends',
      { ...OWN, window: { from: 'signed', until: { days: 7, moment: 'closed' } } },
      'commitments[0].window.until wrong',
    ],
    ['half a day', { ...OWN, claim: { days: 0.5 } }, 'commitments[0].claim.days wrong'],
    ['no days', { ...OWN, claim: { days: 0 } }, 'commitments[0].claim.days wrong'],
    ['a hundred years', { ...OWN, claim: { days: 36_500 } }, 'commitments[0].claim.days wrong'],
    ['a word for a boolean', { ...OWN, needsGoodsAsAgreed: 'yes' }, 'commitments[0].needsGoodsAsAgreed wrong'],
    ['another gift', { ...OWN, gives: 'flowers' }, 'commitments[0].gives wrong'],
    ['postage by staff', { ...OWN, postageBy: 'staff' }, 'commitments[0].postageBy wrong'],
    ['another purse', { ...OWN, paidFrom: 'bank' }, 'commitments[0].paidFrom wrong'],
    [
      'an amount without a currency',
      { ...OWN, compensation: { kind: 'fixed', amount: { amountMinor: 1 } } },
      'commitments[0].compensation.amount.currency wrong',
    ],
    [
      'a percentage as a text',
      { ...OWN, compensation: { kind: 'percent', percent: '5' } },
      'commitments[0].compensation.percent wrong',
    ],
    [
      'limits the wrong way round',
      {
        key: 'ship-by',
        compensation: {
          kind: 'percent',
          percent: 5,
          min: { amountMinor: 2, currency: 'CNY' },
          max: { amountMinor: 1, currency: 'CNY' },
        },
      },
      'commitments[0].compensation wrong',
    ],
  ])('[R36] refuses %s, and says where', (_, entry, problem) => {
    expect(problemsOf(entry)).toEqual([problem]);
  });

  it('[R36] refuses a time zone that nobody knows, a key that comes twice, and more than it can bear', () => {
    expect(readShopCommitments({ timeZone: 'Mars', commitments: [] })).toMatchObject({
      problems: [{ path: 'timeZone', code: 'time-zone-unknown' }],
    });
    expect(readShopCommitments({ commitments: [OWN, 'ship-by', OWN] })).toMatchObject({
      problems: [{ path: 'commitments[2].key', code: 'key-twice' }],
    });
    expect(readShopCommitments({ commitments: Array(101).fill('ship-by') })).toMatchObject({
      problems: [{ path: 'commitments', code: 'too-many' }],
    });
    expect(readShopCommitments({ comitments: [] })).toMatchObject({
      problems: [
        { path: 'comitments', code: 'unknown-member' },
        { path: 'commitments', code: 'wrong' },
      ],
    });
  });

  it('[R36] answers anything, and what it takes can be assessed', () => {
    const entry = fc.oneof(
      fc.constantFrom<unknown>(...BUILT_IN_COMMITMENTS.map(({ key }) => key)),
      fc
        .tuple(fc.constantFrom(...BUILT_IN_COMMITMENTS), fc.dictionary(fc.constantFrom(...MEMBERS), fc.anything()))
        .map(([{ key }, members]) => ({ key, ...members })),
      fc.anything(),
    );
    const value = fc.oneof(fc.anything(), fc.record({ commitments: fc.array(entry, { maxLength: 5 }) }));
    fc.assert(
      fc.property(value, (data) => {
        const answer = readShopCommitments(data);
        if (!answer.ok) expect(answer.problems.length).toBeGreaterThan(0);
        else expect(assessCommitments(order(), {}, answer.value, 0)).toHaveLength(answer.value.commitments.length);
      }),
      { numRuns: process.env['CI'] ? 10_000 : 5_000 },
    );
  });
});

const MEMBERS = [
  'labels',
  'needs',
  'trigger',
  'window',
  'claim',
  'gives',
  'postageBy',
  'compensation',
  'paidFrom',
  '__proto__',
];

describe('docs/commitments.md', () => {
  it('[R36] shows data that is read as it says', async () => {
    const page = await readFile(new URL('../../docs/commitments.md', import.meta.url), 'utf8');
    const shop = read(JSON.parse(/```json\n(.*?)```/s.exec(page)?.[1] ?? ''));
    expect(shop.commitments.map(({ key }) => key)).toEqual([
      'consumer-protection',
      'ship-by',
      'quality',
      'no-fault-return',
      'missing-parts',
    ]);
    expect(commitmentByKey(shop.commitments, 'quality')).toMatchObject({
      needsFailedNegotiation: true,
      claim: { days: 7 },
    });
    for (const { key } of BUILT_IN_COMMITMENTS) expect(page).toContain(`| \`${key}\` |`);
  });

  it('[R44] lists every reason why a claim is refused', async () => {
    const page = await readFile(new URL('../../docs/commitments.md', import.meta.url), 'utf8');
    const { 'return-promised': _, ...claims } = COMMITMENT_OBSTACLES;
    const [, table = ''] = /\| Code \| Meaning \|\n(.*?)\n\n/s.exec(page) ?? [];
    expect([...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code)).toEqual(Object.keys(claims));
  });

  it('[R45] shows a payment as the queue has it', async () => {
    const page = await readFile(new URL('../../docs/commitments.md', import.meta.url), 'utf8');
    const shown = JSON.parse(/<!-- payment -->\n```json\n(.*?)```/s.exec(page)?.[1] ?? '') as Payment;
    const ticket = act(negotiatedClaim(contextAt(START_MS)), { command: 'agree' }, actor('merchant'));
    const [payment] = paymentsOf(ticket);
    const { ticketId, dueSinceMs } = shown;
    expect({ ...payment, ticketId, dueSinceMs }).toEqual(shown);
  });
});
