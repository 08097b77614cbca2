import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { root } from '../../scripts/run.mjs';
import { FAULTS } from './faults.ts';
import { ALWAYS, IN_THE_END } from './invariants.ts';
import { type Plan, planOf } from './plan.ts';
import { buildPrograms, previousPrograms, type Programs } from './programs.ts';
import { NAMES, type Program } from './realm.ts';
import { only, rangesOf, shrink } from './shrink.ts';
import { simulate } from './simulate.ts';
import { compareWorlds, evenPlanOf, SAME_BYTES } from './two-worlds.ts';
import type { World } from './world.ts';

const STEPS = 60;
/** `npm run simulate` runs more, and so does a build with this in its environment. */
const SEEDS = Number(process.env['SIDECARD_SEEDS'] ?? 4);

let programs: Programs;
beforeAll(async () => void (programs = await buildPrograms()));

it.each([
  ['that holds', 7, 25, undefined],
  ['that fails', 1, STEPS, 'drafts are kept by ticket alone'],
])('a seed %s gives the same trace: twice in one process, and in another one', async (_, seed, steps, name) => {
  const fault = FAULTS.find((each) => each.name === name);
  const planted = fault ? await buildPrograms(fault.patches) : programs;
  const one = await simulate(planOf(seed, steps), planted);
  expect(one.violation !== undefined).toBe(name !== undefined);
  const other = await simulate(planOf(seed, steps), planted);
  expect([other.hash, other.violation?.message]).toEqual([one.hash, one.violation?.message]);
  const args = [join(root, 'scripts/simulate.mjs'), '--seed', String(seed), '--steps', String(steps)];
  if (name !== undefined) args.push('--fault', name);
  const ran = await promisify(execFile)(process.execPath, args).catch((error: { stdout: string }) => error);
  expect(ran.stdout).toContain(`Trace ${one.hash}. ${one.violation?.message ?? 'Everything holds.'}`);
  if (name === undefined) expect((await simulate(planOf(8, steps), planted)).hash).not.toBe(one.hash);
});

it('a buyer gets the same bytes whether or not shop and staff write to each other', async () => {
  expect((await compareWorlds(evenPlanOf(3, 25), programs))?.message).toBeUndefined();
  const leak = FAULTS.find(({ name }) => name.startsWith('buyers’ streams'))!;
  const found = await compareWorlds(evenPlanOf(3, 25), await buildPrograms(leak.patches));
  expect(found?.invariant).toBe(SAME_BYTES);
  // What was split from a ticket is as old: which one comes first was up to random ids.
  expect((await compareWorlds(evenPlanOf(30_040, 30), programs))?.message).toBeUndefined();
});

it('nothing is lost, doubled, reordered or leaked, whatever happens', async () => {
  let confirmed = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { violation, confirmed: some } = await simulate(planOf(seed, STEPS), programs);
    expect(violation?.message, `npm run simulate -- --seed ${seed} --steps ${STEPS}`).toBeUndefined();
    confirmed += some;
  }
  expect(confirmed).toBeGreaterThan(SEEDS);
});

it.each([
  [46, 'what a page sends for somebody who is signed in no more, another page of theirs sends too'],
  [506, 'a page that has stood still sends nothing once another one has taken its turn'],
  [
    100_079,
    'what was refused is sent by a page that was opened before the refusal had its place on a slow and full disk',
  ],
])('seed %i holds: %s', async (seed) => {
  expect((await simulate(planOf(seed, STEPS), programs)).violation?.message).toBeUndefined();
});

it('in a deploy, pages and servers of two releases lose, double, reorder and leak nothing', async () => {
  const both = { ...programs, previous: await previousPrograms() };
  const judged = { confirmed: 0, previous: 0, texts: 0 };
  // One of each kind: see `releaseOf`.
  for (const seed of [12, 13, 14]) {
    const outcome = await simulate(planOf(seed, STEPS), both);
    expect(outcome.violation?.message, `npm run simulate -- --seed ${seed} --versions`).toBeUndefined();
    judged.confirmed += outcome.confirmed;
    judged.previous += outcome.judged.previous;
    judged.texts += outcome.judged.texts;
    if (seed === 12) expect((await simulate(planOf(seed, STEPS), both)).hash).toBe(outcome.hash);
  }
  expect(Math.min(...Object.values(judged)), JSON.stringify(judged)).toBeGreaterThan(3);
});

it('finds out that a server has locked out the pages of the previous release', async () => {
  const patch = {
    file: 'packages/server/src/http/events.ts',
    find: 'const connection = await context',
    replace: `if (!start.knowsRelated) throw problem('not-found');\n    const connection = await context`,
  };
  const { violation } = await simulate(planOf(2, 10), {
    ...(await buildPrograms([patch])),
    previous: await previousPrograms(),
  });
  expect(violation?.invariant).toBe('all are live');
});

it('judges the order of a page whose storage was full, but for what could not be stored', () => {
  const browser = { link: { name: 'sub' }, sharesPages: true };
  const tab = { name: 'sub#1', browser, realm: { unsaved: true } };
  const sent = (text: string, sentAt: number, unsaved: boolean) => ({
    ...{ text, tab, account: 'sub', ticketId: 'one', sent: true, sentAt, unsaved },
  });
  const found = (unsaved: boolean) =>
    ALWAYS['stored in order']!({
      histories: new Map([['one', { said: [{ text: '["Text 2."]' }, { text: '["Text 1."]' }] }]]),
      typed: [sent('Text 1.', 1, unsaved), sent('Text 2.', 2, false)],
      joined: new Map(),
    } as unknown as World);
  expect(found(false)).toBe('“Text 2.” of sub#1 overtook “Text 1.”');
  expect(found(true)).toBeUndefined();
});

it('judges the order of pages with one outbox from when each text is in it, not from when a page without an account has it', () => {
  const browser = { link: { name: 'sub' }, sharesPages: true };
  const sent = (text: string, sentAt: number) => ({
    ...{ text, tab: { name: `sub#${sentAt}`, browser, realm: {} }, ticketId: 'one', sent: true, sentAt },
  });
  const found = (joinedAtMs: readonly [number, number]) =>
    ALWAYS['stored in order']!({
      histories: new Map([['one', { said: [{ text: '["Text 2."]' }, { text: '["Text 1."]' }] }]]),
      typed: [sent('Text 1.', 1), sent('Text 2.', 2)],
      joined: new Map(joinedAtMs.map((atMs, at) => [`Text ${at + 1}.`, { atMs, account: 'sub' }])),
    } as unknown as World);
  expect(found([1_000, 9_000])).toBe('“Text 2.” of sub#2 overtook “Text 1.” of sub#1');
  expect(found([9_000, 1_000])).toBeUndefined();
});

it.each([
  ['goes on', {}, true],
  ['was closed', { leaves: true }, false],
  ['could not store', { unsaved: true }, false],
])('judges a text in whose field another page of a storage without a name wrote that %s', (_, realm, isGone) => {
  const browser = { sharesPages: false, disk: new Map([['a', 'Text 2.']]) };
  const typed = (number: number, of: object) => ({
    ...{ text: `Text ${number}.`, ticketId: 'one', form: 'reply', atMs: 0, wasDraft: true, rewritten: number === 2 },
    tab: { name: `sub#${number}`, browser, realm: of, signedInAtMs: 0, awakeSinceMs: 0 },
  });
  const found = IN_THE_END['texts are kept']!({
    ...{ typed: [typed(1, {}), typed(2, realm)], histories: new Map(), tabs: [], judged: {} },
  } as unknown as World);
  expect(found).toBe(isGone ? '“Text 1.” of sub#1 (reply, undefined) is gone' : undefined);
});

it('every planted fault fits its source', async () => {
  for (const { name, patches } of FAULTS) {
    for (const { file, find } of patches) {
      const source = await readFile(join(root, file), 'utf8');
      expect(source.split(find).length - 1, `${name}: ${find}`).toBe(1);
    }
  }
});

it('leaves out the steps of a plan that its failure does not need', async () => {
  const plan = planOf(1, STEPS);
  const needed = [plan.steps[3]!, plan.steps[40]!];
  const fails = (smaller: Plan): Promise<boolean> =>
    Promise.resolve(needed.every((step) => smaller.steps.includes(step)));
  const smallest = await shrink(plan, fails);
  expect(smallest.steps).toEqual(needed);
  expect(rangesOf(plan, smallest)).toBe('3,40');
  expect(only(plan, '3,40')).toEqual(smallest);
});

it.each(['throws', 'rejects', 'throws in a listener'])('judges a page that %s', async (how) => {
  const client: Program = (...globals) => {
    const page = globals.at(NAMES.indexOf('globalThis')) as typeof globalThis;
    const fail = (): never => {
      throw new RangeError('Out of reach.');
    };
    page.setTimeout(() => {
      if (how === 'throws') fail();
      else if (how === 'rejects') void Promise.resolve().then(fail);
      else {
        page.document.addEventListener('ended', fail);
        page.document.dispatchEvent(new Event('ended'));
      }
    }, 4_000);
    return programs.client(...globals);
  };
  const { violation } = await simulate(planOf(1, 5), { ...programs, client });
  expect(violation?.message).toBe('no errors: nobody catches RangeError: Out of reach.');
});
