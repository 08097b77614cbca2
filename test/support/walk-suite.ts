import type { TicketType } from '@sidecard/core';
import { transitionKey } from '@sidecard/core/authoring';
import { INTERVENING } from '@sidecard/core/wire';
import { describe, expect, it } from 'vitest';
import { type LawName, LAWS } from './laws.ts';
import { worldOf } from './worlds.ts';

/** The largest types have some 2,000 states, in each of which everything is tried: minutes on a busy machine. */
const BUSY_MS = 300_000;

/** Puts every law to types. Each of the large types has a file of its own: their walks take minutes, and would fill the memory together. */
export function provesLaws(types: readonly TicketType[]): void {
  describe.each(types)('every ticket of type $key', (type) => {
    const world = worldOf(type);
    const { states, steps } = world.usual;
    const transitions = new Set(steps.map(({ from, transition, to }) => `${from} ${transitionKey(transition)} ${to}`));
    const holds = (name: LawName) => () => expect(LAWS[name](world).slice(0, 3)).toEqual([]);

    it.skipIf(type.resolvedAtOnce)(
      `[R16] [R17] has ${states.size} states and ${transitions.size} moves, and the platform and both ends are among them`,
      () => {
        expect(new Set([...states.values()].map(({ workflow }) => workflow))).toContain('resolved');
        expect(new Set([...states.values()].map(({ workflow }) => workflow))).toContain('closed');
        expect(new Set([...states.values()].map(({ intervention }) => intervention))).toEqual(
          new Set(['none', ...INTERVENING]),
        );
      },
    );

    it('[R3] [R4] uses every row of its table, from every state that it names', holds('every row is reached'));
    it('can come to an end from every state', holds('an end can be reached'));
    it('stays ended', holds('ends are final'));
    it('never runs in a circle by timers alone', holds('timers alone run in no circle'));
    it('cannot be put off for ever by one side', holds('no side can put the end off alone'));
    it('[R16] cannot be held by silence', holds('silence holds nothing'));
    it(
      'has one clock of its own at a time, and none while the platform is on it',
      holds('one clock of the workflow runs, and none while the platform is on it'),
    );
    it(
      '[R16] comes to the platform when the merchant is silent',
      holds('the merchant’s silence brings the platform in'),
    );
    it('[R49] ends with the shipping that it urges', holds('a case that urges the shipping ends with it'));
    it('[R16] is late when a promised day has passed', holds('a promised day that has passed is late, not met'));
    it('[R17] can be brought to the platform after a refusal', holds('whoever was refused can call the platform'));
    it(
      'takes only what ends the quarrel while the platform is on it',
      holds('while the platform is on it, only what ends the quarrel is taken'),
    );
    it('can be settled by the sides themselves', holds('each side can give in while the platform is on it'));
    it('[R18] can always be ruled on, also where no money is left', holds('the platform can always rule'));
    it('[R51] is appealed once, and decided then', holds('a ruling is appealed once, and the next one is final'));
    it('[R18] ends with the second ruling', holds('the second ruling ends it'));
    it(
      'can be withdrawn until something is sent, and no longer',
      holds('the buyer can withdraw until something is sent'),
    );
    it('never asks a buyer to send goods to nowhere', holds('nobody is asked to send goods to nowhere'));
    it('[R17] never leaves the merchant with the buyer’s goods', holds('the buyer is not robbed of goods'));
    it('[R47] leaves no goods with the shop for nothing', holds('goods never stay with the merchant for nothing'));
    it('never leaves the buyer with a parcel for nothing', holds('the merchant is not robbed of a parcel'));
    it(
      'has one parcel sent, unless a ruling wants another',
      holds('the merchant sends no second parcel for the same goods'),
    );
    it('[R35] pays what was agreed or awarded, and nothing else', holds('what was agreed is paid, and nothing else'));
    it('[R45] pays each promise of the order at most once', holds('each promise is paid at most once'));
    it('[R45] has a deadline for a payment that is owed', holds('a payment that is owed has a deadline'));
    it('[R45] has the buyer pay before the merchant goes on', holds('the merchant goes on once the buyer has paid'));
    it(
      '[R47] charges who keeps the goods and their replacement',
      holds('who keeps the goods and their replacement pays for them, and nobody else'),
    );
    it('[R35] keeps what a ruling awarded', holds('only a ruling takes back what a ruling awarded'));
    it('has the buyer pay for work alone that is done', holds('a fee is for work that is done'));
    it('[R48] is split without a change for the other pieces', holds('a split leaves the other pieces as they were'));
    it('[R48] is split without a piece or a cent more or less', holds('a split shares out pieces and money'));
    it(
      '[R48] is received by the rules that the shop publishes',
      holds('a receipt withholds what the shop has published'),
    );
    it.runIf(type.divisible)('[R48] can be split by every decision', () => {
      const split = steps.filter(({ opened }) => opened?.splitFrom);
      expect(new Set(split.map(({ command }) => command.command))).toEqual(
        new Set(type.divisible?.filter((command) => type.transitions.some((row) => row.command === command))),
      );
    });
    it('is walked whole', holds('states that are told apart by nothing have the same rows'));
    it('offers exactly what is accepted, to every party', holds('what is offered is what is accepted'), BUSY_MS);
    it(
      '[R6] fills the button that meets the request or answers the platform, never a refusal, a failure or a ruling',
      holds('what is filled meets the request or answers the platform'),
      BUSY_MS,
    );
    it(
      '[R11] allows nothing to whoever lacks the permission for it',
      holds('nothing is done without a permission, and one less never allows more'),
      BUSY_MS,
    );
  });
}
