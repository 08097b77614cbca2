import type { JsonSchema } from '../values/json-schema.js';
import { FORBIDDEN_KEYS } from '../values/plain.js';
import type { CardMessage } from './envelope.js';
import { CARD_SHAPE, MAX_CARD, type Shape } from './shape.js';

const TIME = 'Milliseconds since the Unix epoch, by the server’s clock.';

type PlaceOf<T> = T extends object
  ? { [K in keyof T & string]-?: K | `${K}.${PlaceOf<NonNullable<T[K]>>}` }[keyof T & string]
  : never;
/** What the members are, by their place. */
const DESCRIPTIONS: Readonly<Partial<Record<PlaceOf<CardMessage>, string>>> = {
  sidecard: 'The version of the format. A reader refuses a later one, and shows its `text`.',
  merchantId: 'The shop whose ticket it is. A client of another shop does not take the signature for valid.',
  ticketId: 'The card is keyed by it: the same ticket twice is one card.',
  text: 'For a client that cannot draw the card, in the ticket’s language. Shop and buyer both read it.',
  texts: 'The same in every language that ships, for a client that knows its reader’s.',
  signature:
    'The server’s signature: a compact JWS (RFC 7515) with detached content. It covers the canonical JSON (RFC 8785) of every other member; `GET /v1/card-keys` has the keys.',
  snapshot: 'The facts as they were when the card was sent. Live data takes their place.',
  'snapshot.type': 'Key of the ticket type. Open: a host has its own.',
  'snapshot.typeLabels': 'The type’s name, shown only from a message whose signature is valid.',
  'snapshot.displayStatus': 'The status to show (R15).',
  'snapshot.moveOf': 'Whose move it is; none when the ticket is over.',
  'snapshot.createdAtMs': TIME,
  'snapshot.amount': 'What is asked, or what the order cost.',
  'snapshot.amount.amountMinor': 'In the smallest unit of the currency.',
  'snapshot.amount.currency': 'ISO 4217.',
  'snapshot.reason': 'Key of the buyer’s reason; the type has its words.',
  'snapshot.words': 'The buyer’s own words, shortened.',
  'snapshot.version': 'Of the ticket: how many case events it has had.',
  'snapshot.deadline.of': 'Whose deadline it is.',
  'snapshot.deadline.startedAtMs': TIME,
  'snapshot.deadline.dueAtMs': TIME,
  'snapshot.item': 'The order’s first item.',
  'snapshot.item.pictureUrl': 'A web address, or a path on the page’s own origin.',
};

/**
 * The JSON Schema of the card message, made of the table that {@link parseCardMessage} walks: what it refuses, the parser refuses; what it takes,
 * the parser takes unless the message is over its limits of size, which a schema cannot say.
 */
export function cardMessageSchema(): JsonSchema {
  const { units, values, depth } = MAX_CARD;
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:sidecard:card-message:1',
    title: 'Sidecard card message, version 1',
    description:
      `The message that announces an after-sales ticket in a chat. At most ${units} UTF-16 code units of texts and keys, ${values} values and ` +
      `${depth} levels. Members that are not listed are kept. Everything in it may be read by the buyer.`,
    ...schemaOf(CARD_SHAPE, ''),
    allOf: [{ $ref: '#/$defs/unarmed' }],
    $defs: {
      unarmed: {
        description: 'At every level: keys that could reach an object’s prototype are refused.',
        propertyNames: { not: { enum: FORBIDDEN_KEYS } },
        additionalProperties: { $ref: '#/$defs/unarmed' },
        items: { $ref: '#/$defs/unarmed' },
      },
    },
  };
}

function schemaOf(shape: Shape, place: string): JsonSchema {
  const description = (DESCRIPTIONS as Readonly<Record<string, string | undefined>>)[place];
  return { ...(description ? { description } : {}), ...ruleOf(shape, place) };
}

function ruleOf(shape: Shape, place: string): JsonSchema {
  if ('values' in shape) return shape.values.length === 1 ? { const: shape.values[0] } : { enum: shape.values };
  if ('from' in shape) return { type: 'integer', minimum: shape.from, maximum: shape.to };
  if ('max' in shape) {
    const { max, pattern } = shape;
    return { type: 'string', minLength: 1, maxLength: max, ...(pattern ? { pattern: pattern.source } : {}) };
  }
  const members = Object.entries(shape.members);
  return {
    type: 'object',
    properties: Object.fromEntries(
      members.map(([key, member]) => [key, schemaOf(member, place ? `${place}.${key}` : key)]),
    ),
    required: members.filter(([, { optional }]) => !optional).map(([key]) => key),
  };
}
