import { builtInTypes } from '@sidecard/core';
import type { Transition } from '@sidecard/core/authoring';
import { afterAll, describe, expect, it } from 'vitest';
import { type Law, type LawName, LAWS, LOOKED_FOR_IN } from '../support/laws.ts';
import { ownDeadlines } from '../support/tickets.ts';
import { type Step, type Walk, walkWithout } from '../support/walk.ts';
import { paidWorldOf, plainWorldOf, proofWorldOf, usualWorldOf, type World } from '../support/worlds.ts';

const NAMES = Object.keys(LAWS) as LawName[];
/** Laws that try everything everywhere: no fault of a type about pieces is looked for by them. */
const THOROUGH: readonly LawName[] = [
  'what is offered is what is accepted',
  'nothing is done without a permission, and one less never allows more',
];

it.each(builtInTypes)('each law holds on the short walk of $key, so that a fault is what breaks it', (type) => {
  const broken = (names: readonly LawName[], world: World) => names.filter((name) => LAWS[name](world).length > 0);
  const plain = NAMES.filter((name) => !LOOKED_FOR_IN[name] && !(type.pieces && THOROUGH.includes(name)));
  expect(broken(plain, plainWorldOf(type))).toEqual([]);
  const paid = NAMES.filter((name) => LOOKED_FOR_IN[name] === paidWorldOf);
  expect(broken(paid, paidWorldOf(type))).toEqual([]);
});

const isTimer = ({ command, choice }: Transition, key: string) => command === 'expire' && choice === key;

describe.each(builtInTypes.filter(({ resolvedAtOnce }) => !resolvedAtOnce))('the type $key', (type) => {
  const timers = [...new Set(Object.keys(ownDeadlines(type)))];
  const law: Law = LAWS['silence holds nothing'];
  /** The short walks find most; the long one, which takes a minute for some types, is for the rest. */
  const walks = [plainWorldOf, proofWorldOf, paidWorldOf, usualWorldOf].map((worldOf) => {
    let walked: Walk | undefined;
    return { walk: () => (walked ??= worldOf(type).usual), forget: () => void (walked = undefined) };
  });
  const breaks = (walked: Walk, gone: (step: Step) => boolean): boolean => {
    const usual = walkWithout(walked, gone);
    return law({ type, usual, homeless: usual, spent: usual }).length > 0;
  };
  // a walk takes much memory
  afterAll(() => walks.forEach(({ forget }) => forget()));

  it.each(timers)('[R16] is held by silence when the timer of \u201C%s\u201D is dropped', (key) => {
    // the rows of a timer are its own: without them every other step is what it was
    const isMissed = ({ walk }: (typeof walks)[number]) => breaks(walk(), ({ transition }) => isTimer(transition, key));
    expect(walks.some((one) => !breaks(one.walk(), () => false) && isMissed(one))).toBe(true);
  });
});
