import type { JsonSchema } from '../values/json-schema.js';
import { FORBIDDEN_KEYS } from '../values/plain.js';
import type { CardMessage } from './envelope.js';
import { CARD_SHAPE, MAX_CARD, type Shape } from './shape.js';

const TIME = 'Milliseconds since the Unix epoch, by the server’s clock.';

type PlaceOf<T> = T extends object
  ? { [K in keyof T & string]-?: K | `${K}.${PlaceOf<NonNullable<T[K]>>}` }[keyof T & string]
  : never;
/** Descriptions of the members, by path. */
const DESCRIPTIONS: Readonly<Partial<Record<PlaceOf<CardMessage>, string>>> = {
  sidecard: 'The version of the format. A reader refuses a newer version and shows its `text`.',
  merchantId: 'The ticket’s shop. The signature is not valid for clients of another shop.',
  ticketId: 'Identifies the card: there is one card per ticket.',
  text: 'Fallback for clients that cannot render the card, in the ticket’s language. Shop and buyer both read it.',
  texts: 'The fallback in every supported language, for clients that know their reader’s.',
  signature:
    'The server’s signature: a compact JWS (RFC 7515) with detached content. It covers the canonical JSON (RFC 8785) of every other member; `GET /v1/card-keys` has the keys.',
  snapshot: 'The facts as they were when the card was sent. Live data replaces them.',
  'snapshot.type': 'Key of the ticket type. Hosts can add their own.',
  'snapshot.typeLabels': 'The type’s name, shown only if the signature is valid.',
  'snapshot.displayStatus': 'The status to show (R15).',
  'snapshot.moveOf': 'Whose turn it is; missing when the ticket has ended.',
  'snapshot.createdAtMs': TIME,
  'snapshot.asked': 'What is asked: money, pieces, both, or neither. Missing from older servers.',
  'snapshot.asked.pieces': 'Number of pieces of the order’s goods.',
  'snapshot.amount': 'For readers of earlier releases: the requested amount, or the price of the order.',
  'snapshot.amount.amountMinor': 'In the smallest unit of the currency.',
  'snapshot.amount.currency': 'ISO 4217.',
  'snapshot.reason': 'Key of the buyer’s reason; the type has its label.',
  'snapshot.words': 'The buyer’s statement, shortened.',
  'snapshot.version': 'Version of the ticket: the number of its case events.',
  'snapshot.deadline.of': 'Whose deadline it is.',
  'snapshot.deadline.startedAtMs': TIME,
  'snapshot.deadline.dueAtMs': TIME,
  'snapshot.item':
    'The first item that is asked about, with its quantity; of a request without items, the order’s first.',
  'snapshot.item.pictureUrl': 'A URL, or a path on the page’s own origin.',
};

/**
 * Returns the JSON Schema of the card message, derived from the table that {@link parseCardMessage} uses. The parser refuses whatever the
 * schema refuses, and accepts whatever the schema accepts unless the message exceeds its size limits, which a schema cannot express.
 */
export function cardMessageSchema(): JsonSchema {
  const { units, values, depth } = MAX_CARD;
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:sidecard:card-message:1',
    title: 'Sidecard card message, version 1',
    description:
      `The message that announces an after-sales ticket in a chat. At most ${units} UTF-16 code units of texts and keys, ${values} values and ` +
      `${depth} levels. Unlisted members are kept. The buyer may read everything in it.`,
    ...schemaOf(CARD_SHAPE, ''),
    allOf: [{ $ref: '#/$defs/unarmed' }],
    $defs: {
      unarmed: {
        description: 'Keys that could reach an object’s prototype are refused at every level.',
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
