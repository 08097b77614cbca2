// Descriptions of the keys in ticket types.
import { label } from '@sidecard/core';
import { INTERVENING, INTERVENTION_STATES, OPEN_STATES, WORKFLOW_STATES } from '@sidecard/core/wire';

/** Descriptions of guards. A guard without one is described by its name. */
export const GUARD_WORDS = {
  'goods-with-merchant': 'goods with the shop',
  'goods-with-buyer': 'goods with the buyer',
  'nothing-sent': 'no parcel sent by either side',
  'parcel-out': 'the shop has sent its parcel',
  'nothing-out': 'no parcel of the shop, except the buyer’s own goods',
  'goods-owed': 'the goods go back to the buyer',
  'goods-not-owed': 'the goods do not go back as they came',
  'goods-owed-after-withdrawal': 'the goods went back after a withdrawal',
  'goods-owed-after-ruling': 'the goods went back after a ruling',
  'goods-owed-with-refund': 'the goods went back, and a part is refunded',
  'buyer-has-both': 'the buyer has the goods and their replacement',
  appealed: 'the first ruling was appealed',
  'fee-proposed': 'a fee was proposed',
  'payment-owed': 'the buyer owes a payment',
  'no-ruling-left': 'two rulings',
  'refund-only': 'the buyer keeps the goods',
  'something-came': 'the parcel was not empty or missing',
  'nothing-came': 'the parcel was empty or missing',
  'proposal-made': 'a proposal was made',
  'refund-agreed': 'a refund was agreed',
  advance: 'the replacement ships first',
  'declined-from-awaiting-fulfilment': 'the agreed solution failed',
  'nothing-promised': 'no agreement yet',
  appealable: 'ruled on once, nobody has appealed',
  'not-appealed': 'nobody has appealed',
  'appealed-by-merchant': 'the shop has appealed',
  'not-appealed-by-merchant': 'the shop has not appealed',
  'proof-asked': 'the shop has asked for proof',
  'proof-not-asked': 'the shop has not asked for proof yet',
  'first-ruling': 'no ruling yet',
  'never-extended': 'not extended yet',
  'declined-from-awaiting-merchant': 'the request was declined',
  'replacement-out': 'the replacement was sent',
  'agreed-by-silence': 'not shipped, and silence agrees by policy',
  'not-on-its-way': 'no agreement to intercept the parcel yet',
  'declined-from-awaiting-receipt': 'the return was declined',
  shipped: 'order shipped',
  covered: 'type covered',
  'ruling-left': 'fewer than two rulings',
  'merchant-asked': 'evidence requested from the shop',
  'buyer-asked': 'evidence requested from the buyer',
  'one-asked': 'from one side',
  'both-asked': 'from both sides',
  'deadline-runs': 'a deadline of the shop or buyer is running',
  'paid-on-silence': 'needs no negotiation, and the promise was not kept',
  'settlement-pending': 'payment pending',
  'settlement-failed': 'payment failed',
  'address-known': 'the shop has a return address',
  'address-settled': 'no return needed, or the return address is known',
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
  'not-met': 'closed by agreement',
  withdrawn: 'withdrawn',
  lapsed: 'lapsed',
  'ruled-for-merchant': 'ruled for the shop',
};
const SETTLEMENTS = { pending: 'payment due', succeeded: 'payment made', failed: 'payment failed' };
const INTERVENTIONS = {
  none: 'intervention ends',
  requested: 'intervention requested',
  reviewing: 'staff review',
  'collecting-evidence': 'staff collect evidence',
};

/** Turns `awaiting-merchant` and `notMoreThanPaid` into lower-case words. */
export function spaced(key) {
  if (!/^[a-z][A-Za-z0-9]*(-[a-z0-9]+)*$/.test(key))
    throw new Error(`"${key}" cannot be turned into words. See scripts/docs/words.mjs.`);
  return key.replace(/-/g, ' ').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** Turns `awaiting-merchant` into the name of a state. */
export function stateName(state) {
  return spaced(state).replace(/^./, (letter) => letter.toUpperCase());
}

export const guardWords = (name) => (Object.hasOwn(GUARD_WORDS, name) ? GUARD_WORDS[name] : spaced(name));
export const partyName = (party) => PARTIES[party] ?? spaced(party);
export const endingWords = (ending) => ENDINGS[ending] ?? spaced(ending);
export const settlementWords = (settlement) => SETTLEMENTS[settlement] ?? spaced(settlement);
export const interventionWords = (intervention) => INTERVENTIONS[intervention] ?? spaced(intervention);

/** Returns the English label with the Chinese one after it. */
export const both = (labels) => `${label(labels, 'en')} ${label(labels, 'zh-CN')}`;

const list = (value) => (typeof value === 'string' ? [value] : value);
const hasAll = (some, all) => all.every((one) => some.includes(one));

/** Describes a transition's source states. */
export function fromWords(from) {
  const states = list(from);
  if (hasAll(states, WORKFLOW_STATES)) return 'any state';
  return hasAll(states, OPEN_STATES) ? 'any open state' : states.map(stateName).join(', ');
}

/** Describes the intervention states in which a transition is possible. */
export function interventionFilter(whileIntervention = ['none']) {
  if (hasAll(whileIntervention, INTERVENTION_STATES)) return 'intervening or not';
  if (hasAll(whileIntervention, INTERVENING)) return 'intervening';
  return whileIntervention.map((one) => (one === 'none' ? 'not intervening' : spaced(one))).join(', ');
}

/** Formats a duration in the largest unit that divides it. */
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

/** What limits an amount, by the budget it counts towards. */
const MOST = {
  refund: 'the remaining refundable amount',
  postage: 'the remaining postage budget',
  compensation: 'the remaining compensation budget',
  goodwill: 'the remaining goodwill budget',
  fee: 'the amount paid for the order',
  charge: 'what was paid for the items of the case',
};
const KINDS = {
  text: ({ min, max, multiline }) => `text of ${graphemes(min, max)}${multiline ? '' : ', one line'}`,
  reason: () => 'one of the reasons',
  choice: (field) =>
    field.options.length > 0
      ? `one of ${options(field)}`
      : field.from === 'commitments'
        ? 'one of the shop’s commitments'
        : field.from === 'paying-commitments'
          ? 'one of the shop’s commitments that pay money'
          : 'one of the running deadlines',
  choices: (field) => `one or more of ${options(field)}`,
  money: ({ floor, of = 'refund' }) =>
    `an amount in the order’s currency, ${floor === 'requested' ? 'at least the requested amount' : 'greater than zero'}, at most ${MOST[of] ?? of}`,
  boolean: () => 'yes or no',
  percentage: () => 'a percentage from 0 to 100, with at most one decimal',
  number: ({ min, max }) => `a whole number from ${min} to ${max}`,
  address: ({ book }) => `an address${book ? `; the form offers the shop’s ${spaced(book)}` : ''}`,
  carrier: () => `a carrier’s name of ${graphemes(2, 40)}`,
  tracking: () => 'a tracking number: letters, digits and hyphens',
  items: ({ of }) =>
    of === 'part'
      ? 'some of the pieces of the case; the others go on in a linked ticket'
      : `items of the order, each up to the quantity ${of === 'requested' ? 'requested' : 'bought'}`,
  receipt: (field) =>
    `pieces of the case that did not come as agreed, with a state and a text of up to ${field.max} characters${field.arrived ? '; some piece must have arrived' : ''}: one of ${options(field)}`,
  date: ({ fromDays, toDays }) => `a day from ${fromDays} to ${toDays} days from today`,
  pictures: ({ max }) => `up to ${max} pictures, if the server accepts uploads`,
};
const FIELD_BASE = ['key', 'kind', 'labels', 'optional', 'optionalIf', 'readBy'];

export function fieldWords(field) {
  const words = Object.hasOwn(KINDS, field.kind)
    ? KINDS[field.kind](field)
    : [spaced(field.kind), ...others(field, FIELD_BASE)].join(', ');
  return field.readBy ? `${words}; read by ${partyName(field.readBy)}` : words;
}

/** Describes members without a description of their own. */
export function others(object, known) {
  return Object.entries(object)
    .filter(([key, value]) => !known.includes(key) && typeof value !== 'function')
    .map(([key, value]) => `${spaced(key)} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`);
}
