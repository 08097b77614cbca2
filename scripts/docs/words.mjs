// Words for what ticket types name by keys.
import { label } from '@sidecard/core';
import { INTERVENING, INTERVENTION_STATES, OPEN_STATES, WORKFLOW_STATES } from '@sidecard/core/wire';

/** What has to hold, by guard. A guard that is not here is called what its name says. */
export const GUARD_WORDS = {
  'goods-with-merchant': 'goods with the shop',
  'goods-with-buyer': 'goods with the buyer',
  'nothing-sent': 'nothing has been sent either way',
  'parcel-out': 'the shop has sent its parcel',
  'refund-only': 'the buyer keeps the goods',
  'refund-agreed': 'a refund was agreed',
  advance: 'the replacement goes first',
  'declined-from-awaiting-fulfilment': 'what was agreed failed',
  'nothing-promised': 'the shop had agreed to nothing',
  'first-ruling': 'no ruling yet',
  'never-extended': 'the shop has not asked for more time yet',
  'declined-from-awaiting-merchant': 'the request was declined',
  'declined-from-awaiting-receipt': 'the return was declined',
  shipped: 'order shipped',
  covered: 'type covered',
  'ruling-left': 'fewer than two rulings',
  'merchant-asked': 'the shop is asked',
  'buyer-asked': 'the buyer is asked',
  'one-asked': 'one side is asked',
  'both-asked': 'both sides are asked',
  'deadline-runs': 'a deadline of shop or buyer runs',
  'settlement-pending': 'payment pending',
  'settlement-failed': 'payment failed',
  'address-known': 'the shop has told a return address',
  'address-settled': 'nothing to send back, or the shop has told where to',
};
const PARTIES = {
  merchant: 'the shop',
  buyer: 'the buyer',
  staff: 'staff',
  host: 'the host’s backend',
  system: 'time',
};
const ENDINGS = {
  met: 'the request is met',
  'not-met': 'both sides leave it at that',
  withdrawn: 'withdrawn',
  lapsed: 'lapsed',
  'ruled-for-merchant': 'ruled for the shop',
};
const SETTLEMENTS = { pending: 'the payment is due', succeeded: 'the payment is made', failed: 'the payment failed' };
const INTERVENTIONS = {
  none: 'the platform’s part is over',
  requested: 'the platform intervenes',
  reviewing: 'staff review',
  'collecting-evidence': 'staff wait for evidence',
};

/** `awaiting-merchant` and `notMoreThanPaid` in words, without a capital. */
export function spaced(key) {
  if (!/^[a-z][A-Za-z0-9]*(-[a-z0-9]+)*$/.test(key))
    throw new Error(`"${key}" has no words: see scripts/docs/words.mjs.`);
  return key.replace(/-/g, ' ').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** `awaiting-merchant` as the name of a state. */
export function stateName(state) {
  return spaced(state).replace(/^./, (letter) => letter.toUpperCase());
}

export const guardWords = (name) => (Object.hasOwn(GUARD_WORDS, name) ? GUARD_WORDS[name] : spaced(name));
export const partyName = (party) => PARTIES[party] ?? spaced(party);
export const endingWords = (ending) => ENDINGS[ending] ?? spaced(ending);
export const settlementWords = (settlement) => SETTLEMENTS[settlement] ?? spaced(settlement);
export const interventionWords = (intervention) => INTERVENTIONS[intervention] ?? spaced(intervention);

/** English and the Chinese beside it. */
export const both = (labels) => `${label(labels, 'en')} ${label(labels, 'zh-CN')}`;

const list = (value) => (typeof value === 'string' ? [value] : value);
const hasAll = (some, all) => all.every((one) => some.includes(one));

/** The states that a row is for. */
export function fromWords(from) {
  const states = list(from);
  if (hasAll(states, WORKFLOW_STATES)) return 'any state';
  return hasAll(states, OPEN_STATES) ? 'any open state' : states.map(stateName).join(', ');
}

/** Where the platform stands when a row can be taken. */
export function duringWords(whileIntervention = ['none']) {
  if (hasAll(whileIntervention, INTERVENTION_STATES)) return 'intervening or not';
  if (hasAll(whileIntervention, INTERVENING)) return 'intervening';
  return whileIntervention.map((one) => (one === 'none' ? 'not intervening' : spaced(one))).join(', ');
}

/** A length of time in the largest unit that it is a whole number of. */
export function duration(ms) {
  const [size, unit] = [
    [86_400_000, 'day'],
    [3_600_000, 'hour'],
    [60_000, 'minute'],
    [1, 'millisecond'],
  ].find(([size]) => ms % size === 0);
  return `${ms / size} ${unit}${ms === size ? '' : 's'}`;
}

const graphemes = (min, max) => (min === max ? `${max} characters` : `${min}–${max} characters`);
const options = (field) => field.options.map(({ key, labels }) => `\`${key}\` ${both(labels)}`).join(' · ');

/** What a field takes, by kind. A kind that is not here is described by its members. */
/** What caps an amount, by what it counts towards. */
const MOST = {
  refund: 'what is left to refund',
  postage: 'what the policy leaves of postage',
  compensation: 'what the policy leaves of compensation',
  fee: 'what was paid for the order',
};
const KINDS = {
  text: ({ min, max, multiline }) => `text of ${graphemes(min, max)}${multiline ? '' : ', one line'}`,
  reason: () => 'one of the reasons',
  choice: (field) =>
    field.options.length > 0
      ? `one of ${options(field)}`
      : field.from === 'commitments'
        ? 'one of the shop’s commitments'
        : 'one of those that run',
  choices: (field) => `one or more of ${options(field)}`,
  money: ({ floor, of = 'refund' }) =>
    `an amount in the order’s currency, ${floor === 'requested' ? 'at least what was asked' : 'more than nothing'}, at most ${MOST[of] ?? of}`,
  boolean: () => 'yes or no',
  percentage: () => 'a percentage from 0 to 100, with at most one decimal',
  number: ({ min, max }) => `a whole number from ${min} to ${max}`,
  address: ({ book }) => `an address${book ? `; the form offers the shop’s ${spaced(book)}` : ''}`,
  carrier: () => `a carrier’s name of ${graphemes(2, 40)}`,
  tracking: () => 'a tracking number: letters, digits and hyphens',
  items: ({ of }) =>
    `items of the order, of each at most as many as were ${of === 'requested' ? 'asked for' : 'bought'}`,
  date: ({ fromDays, toDays }) => `a day from ${fromDays} to ${toDays} days from today`,
  pictures: ({ max }) => `up to ${max} pictures, where the server takes any`,
};
const FIELD_BASE = ['key', 'kind', 'labels', 'optional', 'optionalIf', 'readBy'];

export function fieldWords(field) {
  const words = Object.hasOwn(KINDS, field.kind)
    ? KINDS[field.kind](field)
    : [spaced(field.kind), ...others(field, FIELD_BASE)].join(', ');
  return field.readBy ? `${words}; read by ${partyName(field.readBy)}` : words;
}

/** Members that have no words of their own yet, as they are. */
export function others(object, known) {
  return Object.entries(object)
    .filter(([key, value]) => !known.includes(key) && typeof value !== 'function')
    .map(([key, value]) => `${spaced(key)} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`);
}
