import { BUILT_IN_COMMITMENTS, builtInTypes } from '@sidecard/core';
import { indexTypes } from '@sidecard/core/authoring';
import type { DataProblem, Problem } from '@sidecard/core/wire';
import { type Checked, readPolicy, readShopCommitments } from '@sidecard/server';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anything, HOSTILE_VALUES } from '../support/hostile.ts';
import { accepts } from '../support/json-schema.ts';
import { BUYER, HOST, MAIN, startTestServer, type TestServer } from '../support/server.ts';
import { ORDER, REQUEST } from '../support/tickets.ts';

const types = indexTypes(builtInTypes);
const MEMBERS = [
  ...['coveredTypes', 'deadlines', 'claimLeaseMs', 'permissionGuideUrl', 'recipients', 'returnAddresses', 'caps'],
  ...['commitments', 'timeZone', 'locale', 'rollout', 'merchantClass', 'staffMessages', '__proto__'],
];
const problemsIn = (checked: Checked<unknown>): readonly DataProblem[] => (checked.ok ? [] : checked.problems);

function expectProblems(problems: readonly DataProblem[]): void {
  for (const { path, code, text } of problems) {
    expect(path).toBeTypeOf('string');
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(text).toMatch(/^[A-Z`].*\.$/s);
    // what a schema says when it has nothing to say
    expect(text).not.toBe('This is invalid.');
  }
}

describe('data that is meant to harm', () => {
  it.each(HOSTILE_VALUES.map((value, index) => [index, value]))(
    'is refused or read, and never throws: hostile value %i',
    (_, value) => {
      for (const member of MEMBERS) {
        const policy = Object.defineProperty({}, member, { value, enumerable: true });
        expectProblems(problemsIn(readPolicy(policy, types)));
        const commitment = Object.defineProperty({ key: 'quality' }, member, { value, enumerable: true });
        expectProblems(problemsIn(readShopCommitments({ commitments: [commitment] })));
      }
      expect(readPolicy(value, types)).toHaveProperty('ok');
      expect(readPolicy({ rollout: { steps: value, include: value } }, types).ok).toBe(false);
      expect(readShopCommitments({ commitments: value }).ok).toBe(false);
    },
  );

  it('is answered with a path, a code and a sentence', () => {
    const member = fc.constantFrom(...MEMBERS);
    const policies = fc.oneof(anything, fc.dictionary(member, anything));
    fc.assert(fc.property(policies, (policy) => expectProblems(problemsIn(readPolicy(policy, types)))));
  });

  it.each<[string, unknown, string]>([
    ['a getter that throws', Object.defineProperty({}, 'locale', { enumerable: true, get: () => fail() }), ' wrong'],
    ['an own __proto__', JSON.parse('{"__proto__":{"locale":"en"}}'), '__proto__ unknown-member'],
    [
      'an own constructor',
      { caps: { constructor: 1, postageMinor: 1, compensationMinor: 1 } },
      'caps.constructor unknown-member',
    ],
    [
      'a deadline named __proto__',
      { deadlines: { repair: JSON.parse('{"__proto__":1}') } },
      'deadlines.repair.__proto__ deadline-unknown',
    ],
    [
      'a label named __proto__',
      { commitments: [{ key: 'quality', labels: JSON.parse('{"en":"a","zh-CN":"b","__proto__":"c"}') }] },
      'commitments[0].labels.__proto__ wrong',
    ],
    ['a hole in a list', { coveredTypes: new Array(1) }, 'coveredTypes[0] type-unknown'],
    ['a list without an end', { coveredTypes: new Array(4_000_000_000) }, 'coveredTypes too-many'],
    [
      'members that are inherited',
      { caps: Object.create({ postageMinor: 1, compensationMinor: 1 }) },
      'caps.postageMinor wrong',
    ],
  ])('names what is wrong with %s', (_, policy, expected) => {
    const [first] = problemsIn(readPolicy(policy, types)).map(({ path, code }) => `${path} ${code}`);
    expect(first).toBe(expected);
  });

  it('is not repeated in what is said of it', () => {
    const secret = 'sword fish';
    const policy = { caps: secret, recipients: [secret], commitments: [secret], timeZone: secret, locale: secret };
    const problems = problemsIn(readPolicy(policy, types));
    expect(problems.map(({ path }) => path)).toEqual(['recipients', 'caps', 'commitments[0]', 'timeZone', 'locale']);
    expect(JSON.stringify(problems)).not.toContain(secret);
  });
});

function fail(): never {
  throw new Error('boo');
}

describe('a request that is invalid', () => {
  let world: TestServer;
  let ticketId: string;
  let schemas: Record<string, Record<string, unknown>>;
  beforeAll(async () => {
    world = await startTestServer();
    ticketId = (await world.create()).ticket.id;
    const { body } = await world.get<{ components: { schemas: typeof schemas } }>(MAIN, '/openapi.json');
    schemas = body.components.schemas;
  });
  afterAll(() => world.stop());

  it('names each part that is, with a code and what it must be', async () => {
    const [item] = ORDER.items;
    const order = { ...ORDER, items: [{ ...item, quantity: 0 }], shipTo: { name: 'He', phone: 5, region: [] } };
    const body = { type: 'return-refund', order, request: REQUEST, locale: 7, merchantId: 'shop-2' };
    const { body: refused } = await world.send<Problem>(HOST, 'POST', '/v1/tickets', body);
    expect(refused.errors?.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'merchantId unknown-member',
      'locale wrong',
      'order.items[0].quantity wrong',
      'order.shipTo.phone wrong',
      'order.shipTo.region wrong',
      'order.shipTo.street wrong',
    ]);
    for (const { path, text } of refused.errors ?? []) expect(refused.detail).toContain(`${path}: ${text}`);
    expectProblems(refused.errors ?? []);
  });

  it.each([
    ['/v1/tickets?limit=0', 'limit', 'Must be between 1 and 200.'],
    ['/v1/tickets?queue=none', 'queue', 'Must be one of: returns-and-exchanges, logistics, other.'],
    ['/v1/tickets?cursor=nonsense', 'cursor', 'Must be the `next` of a page.'],
  ])('%s names the parameter', async (path, parameter, text) => {
    const { body } = await world.get<Problem>(MAIN, path);
    expect(body.errors).toEqual([{ path: parameter, code: 'wrong', text }]);
    expect(body.detail).toBe(`${parameter}: ${text}`);
  });

  it('has the same shape when it is not JSON', async () => {
    const { body } = await world.send<Problem>(BUYER, 'POST', '/v1/tickets', []);
    expect(body.errors).toEqual([{ path: '', code: 'wrong', text: 'The body must be a JSON object.' }]);
  });

  it('is one that its description refuses', async () => {
    const values = [undefined, null, 1, 1.5, '', 'x', 'x'.repeat(61), 'x'.repeat(5_000), [], {}, true];
    const root = { components: { schemas } };
    for (const [name, path, members] of [
      [
        'CommandBody',
        `/v1/tickets/${ticketId}/commands`,
        { command: 'withdraw-nothing', version: 1, choice: 'x', fields: {}, more: undefined },
      ],
      [
        'StaffMessageBody',
        `/v1/tickets/${ticketId}/staff-messages`,
        { purpose: 'progress-update', text: 'Hello', more: undefined },
      ],
    ] as const) {
      for (const member of Object.keys(members)) {
        for (const value of values) {
          const body = { ...members, [member]: value };
          const sent = JSON.parse(JSON.stringify(body)) as unknown;
          const { body: answer } = await world.send<Problem>(MAIN, 'POST', path, sent);
          // the description may be narrower: fields are checked by the ticket type, after the body
          if (answer.code === 'body-invalid')
            expect([name, member, value, accepts(schemas[name] ?? {}, sent, root)]).toEqual([
              name,
              member,
              value,
              false,
            ]);
        }
      }
    }
  });
});

describe('a schema', () => {
  it('[R36] takes each built-in commitment as it is', () => {
    for (const commitment of BUILT_IN_COMMITMENTS) {
      expect(readShopCommitments({ commitments: [commitment] })).toMatchObject({
        value: { commitments: [commitment] },
      });
    }
  });
});
