import { type Audience, partyOf } from '../model/audience.js';
import { reads } from '../model/event-kinds.js';
import type { Party } from '../model/states.js';
import type { Texts } from '../values/labels.js';
import type { DescribedTransition, TicketTypeDescription } from './description.js';
import type { TicketType } from './ticket-type.js';
import { type Transition, transitionKey } from './transition.js';

/** The audience whose description a party gets. A host may show tickets to anyone, so it gets the buyer's. */
const AUDIENCE_OF: Readonly<Record<Party, Audience>> = {
  buyer: 'buyer',
  merchant: 'handlers',
  staff: 'staff',
  host: 'buyer',
  system: 'buyer',
};

/**
 * Describes a type for a party's clients. Transitions of threads, or with events, that the party does not read are left out (R24).
 *
 * @param locales - languages of the texts, BCP 47 tags; by default all of the type's. A text without any of them keeps all of its
 *   languages. The version does not depend on them
 */
export function describeTicketType(type: TicketType, party: Party, locales?: readonly string[]): TicketTypeDescription {
  const whole = wholeDescription(type, AUDIENCE_OF[party]);
  return locales ? (inLanguages(whole, new Set(locales)) as TicketTypeDescription) : whole;
}

/** Returns the version of a type's description for an audience. It changes exactly when the description does. */
export function typeVersion(type: TicketType, audience: Audience): string {
  return wholeDescription(type, AUDIENCE_OF[partyOf(audience)]).version;
}

const described = new WeakMap<TicketType, Map<Audience, TicketTypeDescription>>();

function wholeDescription(type: TicketType, audience: Audience): TicketTypeDescription {
  const known = described.get(type) ?? new Map<Audience, TicketTypeDescription>();
  described.set(type, known);
  let description = known.get(audience);
  if (!description) {
    const { key, queue, labels, request, reasons, deadlines } = type;
    const content = {
      ...{ key, queue, labels, request, reasons },
      deadlines: Object.fromEntries(
        Object.entries(deadlines)
          // Other parties do not see how long staff may take.
          .filter(([, rule]) => rule.of !== 'staff' || audience === 'staff')
          .map(([name, rule]) => [name, { of: rule.of, labels: rule.labels }]),
      ),
      transitions: type.transitions
        .filter((transition) => mayKnow(transition, audience))
        .map((transition) => describeTransition(transition, audience)),
    };
    description = { ...content, version: fingerprint(JSON.stringify(content)) };
    known.set(audience, description);
  }
  return description;
}

function mayKnow({ thread = 'case', event }: Transition, audience: Audience): boolean {
  return (audience !== 'buyer' || thread === 'case') && (event === undefined || reads(audience, event));
}

function describeTransition(transition: Transition, audience: Audience): DescribedTransition {
  const { command, choice, by, labels, fields, message } = transition;
  return {
    ...{ key: transitionKey(transition), command, by },
    ...(choice === undefined ? {} : { choice }),
    ...(labels ? { labels } : {}),
    ...(fields?.length ? { fields } : {}),
    ...(message && by === partyOf(audience) ? { message } : {}),
  };
}

/** Members with texts by language. */
const TEXTS = ['labels', 'message'];

function inLanguages(value: unknown, locales: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => inLanguages(item, locales));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      TEXTS.includes(name) && isTexts(member) ? chosen(member, locales) : inLanguages(member, locales),
    ]),
  );
}

/** A deadline can be named `labels`, too. */
function isTexts(value: unknown): value is Texts {
  return typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');
}

function chosen(texts: Texts, locales: ReadonlySet<string>): Texts {
  const found = Object.entries(texts).filter(([locale]) => locales.has(locale));
  return found.length > 0 ? Object.fromEntries(found) : texts;
}

/** A 64-bit hash of a text: FNV-1a with two different seeds. */
function fingerprint(text: string): string {
  return [0x811c9dc5, 0x2f0b4c47]
    .map((start) => {
      let bits = start;
      for (let i = 0; i < text.length; i++) bits = Math.imul(bits ^ text.charCodeAt(i), 0x01000193);
      return (bits >>> 0).toString(36).padStart(7, '0');
    })
    .join('');
}
