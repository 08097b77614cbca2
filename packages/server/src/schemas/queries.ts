import { MAX_SEARCH_LENGTH } from '@sidecard/core/list';
import { isLanguageTag } from '@sidecard/core/server';
import {
  FEED_WAIT_S,
  LIST_SORTS,
  LIST_VIEWS,
  PAYMENT_STATES,
  PICTURE_SIZES,
  QUEUES,
  TEMPLATE_SCOPES,
} from '@sidecard/core/wire';
import * as v from 'valibot';
import { explain } from './check.js';
import { closed, id, oneOf, open, text } from './parts.js';

/** Default number of tickets or entries per page. */
export const DEFAULT_LIMIT = 50;
/** Maximum number of tickets or entries per page. */
export const MAX_LIMIT = 200;

const optional = v.exactOptional;

/** A query without other parameters: a misspelled filter would be ignored, and the answer contain too much. */
export function filters<const E extends v.ObjectEntries>(entries: E) {
  const names = `The parameters are: ${Object.keys(entries).join(', ')}.`;
  return closed(entries, { unknown: [`Unknown parameter. ${names}`, 'unknown-member'] });
}

/** The number of entries of a page. */
export const limit = explain(
  v.pipe(
    v.string(),
    v.check((text) => /^\d{1,3}$/.test(text)),
    v.metadata({
      ...{ type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT },
      description: 'Maximum number of entries per page.',
    }),
    v.transform(Number),
    v.minValue(1),
    v.maxValue(MAX_LIMIT),
  ),
  `Must be between 1 and ${MAX_LIMIT}.`,
);

const cursor = explain(
  v.pipe(
    v.string(),
    v.check((text) => /^\d{1,15}\.[^\s\p{C}]{1,128}$/u.test(text)),
    v.description('The `next` of the previous page.'),
    v.transform((text) => {
      const dot = text.indexOf('.');
      return { updatedAtMs: Number(text.slice(0, dot)), id: text.slice(dot + 1) };
    }),
  ),
  'Must be the `next` of a page.',
);

const trueOrFalse = (description: string) =>
  explain(
    v.pipe(
      v.picklist(['true', 'false']),
      v.metadata({ type: 'boolean', enum: undefined, description }),
      v.transform((text) => text === 'true'),
    ),
    'Must be true or false.',
  );

const openness = trueOrFalse('Only open tickets, or only those that have ended.');

const moment = (description: string) =>
  explain(
    v.pipe(
      v.string(),
      v.check((text) => /^\d{1,15}$/.test(text)),
      v.metadata({ type: 'integer', minimum: 0, description }),
      v.transform(Number),
    ),
    'Must be a time in whole milliseconds since the Unix epoch.',
  );

const wait = (seconds: number, description: string) =>
  optional(
    explain(
      v.pipe(
        v.string(),
        v.check((text) => /^\d{1,2}$/.test(text)),
        v.metadata({ type: 'integer', minimum: 0, maximum: FEED_WAIT_S, default: seconds, description }),
        v.transform(Number),
        v.maxValue(FEED_WAIT_S),
      ),
      `Must be between 0 and ${FEED_WAIT_S}.`,
    ),
  );

/** `GET /v1/events` as a long poll. */
export const eventQuery = filters({
  poll: optional(
    v.pipe(
      v.string(),
      v.maxLength(160),
      v.description('`poll` of the previous answer, which continues its reader. Only with `Accept: application/json`.'),
    ),
  ),
  wait: wait(FEED_WAIT_S, 'How many seconds to wait if there is no frame. Only with `Accept: application/json`.'),
});

/** `GET /v1/feed`. */
export const feedQuery = filters({
  after: optional(
    v.pipe(
      v.string(),
      v.maxLength(160),
      v.description(
        'The `cursor` of the previous page. Without it, the feed starts with everything that is still open, of the last seven days.',
      ),
    ),
  ),
  wait: wait(0, 'How many seconds to wait if there is nothing.'),
  limit: optional(limit),
  events: optional(trueOrFalse('Whether the answer has `events`, too: what happened to tickets.')),
});

/** `GET /v1/tickets`. */
export const ticketQuery = filters({
  open: optional(openness),
  orderId: optional(v.pipe(id, v.description('Only tickets of this order.'))),
  conversationId: optional(v.pipe(id, v.description('Only tickets of this conversation.'))),
  type: optional(v.pipe(id, v.description('Only tickets of this type.'))),
  queue: optional(v.pipe(oneOf(QUEUES), v.description('Only tickets of the types of this queue.'))),
  limit: optional(limit),
  cursor: optional(cursor),
});

const listCursor = explain(
  v.pipe(
    v.string(),
    v.check((text) => new RegExp(`^(${LIST_SORTS.join('|')})\\.\\d{1,16}\\.[^\\s\\p{C}]{1,128}$`, 'u').test(text)),
    v.description('The `next` of the previous page.'),
    v.transform((text) => {
      const [sort = '', key = '', ...id] = text.split('.');
      return { sort, key: Number(key), id: id.join('.') };
    }),
  ),
  'Must be the `next` of a page.',
);

/** `GET /v1/summaries`. */
export const summaryQuery = filters({
  view: optional(v.pipe(oneOf(LIST_VIEWS), v.description('Which tickets. Defaults to all.'))),
  queue: optional(v.pipe(oneOf(QUEUES), v.description('Only tickets of the types of this queue.'))),
  type: optional(v.pipe(id, v.description('Only tickets of this type.'))),
  owner: optional(
    v.pipe(id, v.description('Only tickets of this account, or of `me`; `nobody`: those that nobody has claimed.')),
  ),
  buyerId: optional(v.pipe(id, v.description('Only tickets of this buyer.'))),
  orderId: optional(v.pipe(id, v.description('Only tickets of this order.'))),
  conversationId: optional(v.pipe(id, v.description('Only tickets of this conversation.'))),
  openedFromMs: optional(moment('Only tickets opened at this time or later, in milliseconds since the Unix epoch.')),
  openedBeforeMs: optional(moment('Only tickets opened before this time.')),
  search: optional(
    v.pipe(
      text(MAX_SEARCH_LENGTH, 1),
      v.description('Words of goods and request, the buyer’s name, and numbers of tickets, orders and parcels.'),
    ),
  ),
  sort: optional(
    v.pipe(
      oneOf(LIST_SORTS),
      v.description('Earliest deadline, latest change or newest ticket first. Defaults to `changed`.'),
    ),
  ),
  limit: optional(limit),
  cursor: optional(listCursor),
});

/** `GET /v1/payments`. */
export const paymentQuery = filters({
  state: optional(v.pipe(oneOf(PAYMENT_STATES), v.description('Only payments in this state. Defaults to `due`.'))),
  limit: optional(limit),
  cursor: optional(cursor),
});

/** `GET /v1/tickets/{id}/history`. */
export const historyQuery = filters({
  before: optional(v.pipe(id, v.description('The `next` of the later page, or the id of any entry.'))),
  limit: optional(limit),
});

const MAX_LOCALES = 10;

/** `GET /v1/ticket-types/{key}`. */
export const ticketTypeQuery = open({
  version: optional(v.pipe(v.string(), v.description('A ticket’s `typeVersion`. Defaults to the current version.'))),
  locale: optional(
    explain(
      v.pipe(
        v.string(),
        v.description('Languages of the texts, separated by commas. Defaults to all.'),
        v.transform((text) => text.split(',', MAX_LOCALES + 1)),
        v.maxLength(MAX_LOCALES),
        v.everyItem((tag) => isLanguageTag(tag)),
      ),
      `Must be at most ${MAX_LOCALES} language tags, separated by commas, such as "en,zh-CN".`,
    ),
  ),
});

/** `GET /v1/session`. Nothing is refused: core ignores invalid parts (R27). */
export const sessionQuery = open({
  protocol: optional(
    v.pipe(v.string(), v.metadata({ type: 'integer', minimum: 1, description: 'The client’s protocol version.' })),
  ),
  features: optional(
    v.pipe(v.string(), v.description('The client’s features beyond the first release, separated by commas.')),
  ),
});

/** `GET /v1/attachments/{id}`. */
export const pictureQuery = open({
  size: optional(
    v.pipe(
      oneOf(PICTURE_SIZES),
      v.description(
        'A copy of at most 320 or 2048 pixels without metadata, or the file as it was uploaded: only for its uploader and platform staff. Defaults to `show`.',
      ),
    ),
  ),
});

/** `DELETE /v1/templates/{id}` */
export const templateQuery = filters({
  scope: v.pipe(oneOf(TEMPLATE_SCOPES), v.description('Whose it is: the account’s own, or the shop’s.')),
});

/** `GET /v1/audit`. */
export const auditQuery = filters({
  by: optional(v.pipe(id, v.description('Only what this account did.'))),
  limit: optional(limit),
  cursor: optional(cursor),
});
