import { BUILT_IN_COMMITMENTS, builtInTypes, DAY_MS, DEFAULT_POLICY, type Policy } from '@sidecard/core';
import { indexTypes, startDeadline } from '@sidecard/core/authoring';
import { readPolicy } from '@sidecard/server';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { installation } from '../support/installation.ts';
import { RETURN_ADDRESS } from '../support/tickets.ts';

const types = indexTypes(builtInTypes);
/** Every member, each with something in it. */
const WHOLE = {
  coveredTypes: ['return-refund', 'shipment-urging'],
  deadlines: { '*': { answer: DAY_MS, rule: DAY_MS }, repair: { repair: 20 * DAY_MS } },
  claimLeaseMs: 60_000,
  permissionGuideUrl: 'https://shop.example/guide',
  recipients: 'sub-accounts',
  returnAddresses: [RETURN_ADDRESS],
  caps: { postageMinor: 0, compensationMinor: 100, goodwillMinor: 50 },
  commitmentPayments: 'automatic',
  afterSales: { attempts: 3, days: { '*': 15, repair: 730 }, withholdPermille: { damaged: 300, missing: 500 } },
  barredRefusals: { 'return-refund': ['wrong-item'], '*': ['*'] },
  requiredEvidence: [{ type: '*', reasons: ['damaged'], aboveMinor: 10_000, needs: 'text' }],
  beforeShipment: { onSilence: 'platform', atOnce: { upToMinor: 5_000, withinMs: 3_600_000 } },
  appealDays: 14,
  commitments: [...BUILT_IN_COMMITMENTS],
  archive: {
    defects: [{ key: 'glaze', labels: { 'zh-CN': '釉面', en: 'Glaze' } }],
    reasons: { damaged: 'glaze' },
    keepDays: 90,
  },
  timeZone: 'Europe/Berlin',
  locale: 'en',
  rollout: { steps: [{ fromMs: 0, percent: 50 }] },
  merchantClass: 'flagship',
  shopName: 'Mug House',
  staffMessages: { readers: 'author' },
} as const satisfies Required<Policy>;

const problemsOf = (value: unknown): readonly string[] => {
  const outcome = readPolicy(value, types);
  return outcome.ok ? [] : outcome.problems.map(({ path, code }) => `${path} ${code}`);
};

describe('readPolicy', () => {
  it('reads what there is of a policy, and nothing else', () => {
    expect(readPolicy({}, types)).toEqual({ ok: true, value: {} });
    expect(readPolicy(JSON.parse(JSON.stringify(WHOLE)), types)).toEqual({ ok: true, value: WHOLE });
    expect(readPolicy(JSON.parse(JSON.stringify(DEFAULT_POLICY)), types)).toEqual({ ok: true, value: DEFAULT_POLICY });
  });

  it('[R4] covers one type more by one word', () => {
    const coveredTypes = [...DEFAULT_POLICY.coveredTypes, 'invoice-urging'];
    expect(readPolicy({ coveredTypes }, types)).toEqual({ ok: true, value: { coveredTypes } });
    expect(problemsOf({ coveredTypes: [...coveredTypes, 'invoice-urgin'] })).toEqual(['coveredTypes[9] type-unknown']);
  });

  it('knows a host’s own types, when it is told of them', () => {
    const policy = { coveredTypes: ['installation'], deadlines: { installation: { visit: DAY_MS } } };
    expect(problemsOf(policy)).toEqual(['coveredTypes[0] type-unknown', 'deadlines.installation type-unknown']);
    expect(readPolicy(policy, indexTypes([...builtInTypes, installation]))).toEqual({ ok: true, value: policy });
  });

  it('[R36] reads service commitments as a shop’s are read', () => {
    const outcome = readPolicy({ commitments: ['ship-by'] }, types);
    const shipBy = BUILT_IN_COMMITMENTS.find(({ key }) => key === 'ship-by');
    expect(outcome).toEqual({ ok: true, value: { commitments: [shipBy] } });
  });

  it('[R16] gives lengths that deadlines then have', () => {
    const outcome = readPolicy({ deadlines: WHOLE.deadlines }, types);
    if (!outcome.ok) throw new Error('refused');
    const policy = { ...DEFAULT_POLICY, ...outcome.value };
    for (const [key, name, lastsMs] of [
      ['repair', 'repair', 20 * DAY_MS],
      ['repair', 'answer', DAY_MS],
      ['resend', 'answer', DAY_MS],
      ['resend', 'rule', DAY_MS],
    ] as const) {
      const type = types.get(key);
      expect(type && startDeadline(type, name, 0, policy).dueAtMs).toBe(lastsMs);
    }
  });

  it.each<[value: unknown, ...problems: string[]]>([
    [null, ' wrong'],
    [[], ' wrong'],
    ['return-refund', ' wrong'],
    [{ covered: [] }, 'covered unknown-member'],
    [JSON.parse('{"__proto__":{}}'), '__proto__ unknown-member'],
    [{ coveredTypes: 'return-refund' }, 'coveredTypes wrong'],
    [{ coveredTypes: ['toString', 7] }, 'coveredTypes[0] type-unknown', 'coveredTypes[1] type-unknown'],
    [{ coveredTypes: Array(1_001).fill('resend') }, 'coveredTypes too-many'],
    [{ deadlines: [] }, 'deadlines wrong'],
    [{ deadlines: { repair: 5 } }, 'deadlines.repair wrong'],
    [{ deadlines: { nothing: {} } }, 'deadlines.nothing type-unknown'],
    [{ deadlines: { resend: { repair: DAY_MS } } }, 'deadlines.resend.repair deadline-unknown'],
    [{ deadlines: { '*': { tea: DAY_MS } } }, 'deadlines.*.tea deadline-unknown'],
    [{ deadlines: { repair: { answer: '48h' } } }, 'deadlines.repair.answer wrong'],
    [{ deadlines: { repair: { answer: 48 } } }, 'deadlines.repair.answer wrong'],
    [{ deadlines: { repair: { answer: 1e15 } } }, 'deadlines.repair.answer wrong'],
    [{ claimLeaseMs: 0 }, 'claimLeaseMs wrong'],
    [{ permissionGuideUrl: 'javascript:alert(1)' }, 'permissionGuideUrl wrong'],
    [{ permissionGuideUrl: '//evil.example' }, 'permissionGuideUrl wrong'],
    [{ recipients: 'nobody' }, 'recipients wrong'],
    [{ returnAddresses: [RETURN_ADDRESS, { name: 'Wang' }] }, 'returnAddresses[1] wrong'],
    [{ caps: { postageMinor: -1 } }, 'caps.postageMinor wrong', 'caps.compensationMinor wrong'],
    [{ caps: { postageMinor: 1, compensationMinor: 1, more: 1 } }, 'caps.more unknown-member'],
    [
      { afterSales: { ...WHOLE.afterSales, withholdPermille: { damaged: 1_001, broken: 1, 'as-agreed': 1 } } },
      'afterSales.withholdPermille.broken state-unknown',
      'afterSales.withholdPermille.as-agreed wrong',
      'afterSales.withholdPermille.damaged wrong',
    ],
    [{ commitments: ['ship-bye'] }, 'commitments[0] wrong'],
    [{ archive: { keepDays: 0, days: 1 } }, 'archive.days unknown-member', 'archive.keepDays wrong'],
    [{ archive: { defects: [] } }, 'archive.defects wrong'],
    [
      { archive: { defects: [{ key: 'A b', labels: { en: 'x' } }] } },
      'archive.defects[0].key wrong',
      'archive.defects[0].labels wrong',
    ],
    [{ archive: { defects: [WHOLE.archive.defects[0], WHOLE.archive.defects[0]] } }, 'archive.defects wrong'],
    [{ archive: { reasons: { damaged: 'broken', quality: 'glaze' } } }, 'archive.reasons.quality defect-unknown'],
    [{ archive: { defects: WHOLE.archive.defects } }],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone time-zone-unknown'],
    [{ locale: '../etc' }, 'locale wrong'],
    [{ rollout: null }, 'rollout not-an-object'],
    [{ rollout: { steps: [{ fromMs: 0, percent: 101 }] } }, 'rollout.steps[0].percent not-a-percentage'],
    [{ merchantClass: '' }, 'merchantClass wrong'],
    [{ staffMessages: { readers: 'everyone' } }, 'staffMessages.readers wrong'],
    [{ staffMessages: 'author' }, 'staffMessages wrong'],
  ])('says of %j what is wrong, and where', (value, ...problems) => {
    expect(problemsOf(value)).toEqual(problems);
  });

  it('answers whatever JSON can hold, and names no more than it takes to find it', () => {
    const member = fc.constantFrom(...Object.keys(WHOLE));
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(member, fc.jsonValue())), (value) => {
        const outcome = readPolicy(value, types);
        if (!outcome.ok) expect(outcome.problems.length).toBeLessThanOrEqual(50);
        // what was read can be read again
        else expect(readPolicy(outcome.value, types)).toEqual(outcome);
      }),
    );
    expect(problemsOf(Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`m${i}`, i])))).toHaveLength(50);
  });
});
