import { type Order, ORDER_FACTS, type OrderFactInput, PERMISSIONS } from '@sidecard/core';
import { isRecord, noteProblem, templateProblems, tidyText } from '@sidecard/core/server';
import {
  type FieldValues,
  NOTE_LIMITS,
  type Occasion,
  PRESENCE_STATES,
  STAFF_MESSAGE_PURPOSES,
  TEMPLATE_LIMITS,
  TEMPLATE_SCOPES,
  TEMPLATE_VARIABLES,
} from '@sidecard/core/wire';
import * as v from 'valibot';
import { explain, messageOf, together } from './check.js';
import { items, money, order } from './order.js';
import { closed, id, languageTag, list, oneOf, text, time } from './parts.js';

const optional = v.exactOptional;

/** Of any shape: core checks every value against the ticket type. */
const fields = explain(
  v.pipe(v.custom<FieldValues>(isRecord), v.metadata({ type: 'object', description: 'Values by field.' })),
  'Must be an object with a value for each field.',
);

const create = {
  // Core refuses an unknown or missing type.
  type: optional(text(60), ''),
  orderId: id,
  request: optional(fields, {}),
  locale: optional(languageTag),
  occasion: optional(
    v.pipe(
      // Core checks the link.
      explain(
        v.custom<Occasion>((value) => isRecord(value)),
        'Must be an object with kind and url.',
      ),
      v.metadata({
        type: 'object',
        properties: { kind: { enum: ['review'] }, url: { type: 'string', maxLength: 2000, pattern: '^https://' } },
        required: ['kind', 'url'],
        description: 'What led to the request, shown to the shop and platform staff.',
      }),
    ),
  ),
};

/** `POST /v1/tickets` of a buyer, of staff, or of a merchant account. */
export const createBody = v.pipe(
  closed(create),
  v.transform((body) => ({ ...body, order: undefined as Order | undefined })),
);

/** `POST /v1/tickets` by the host's backend, which can include the order. */
export const hostCreateBody = v.pipe(
  closed({
    ...create,
    orderId: optional(v.pipe(id, v.description('Optional if `order` is present.'))),
    order: optional(order),
  }),
  v.transform((body) => ({ ...body, order: body.order, orderId: body.orderId ?? body.order?.id ?? '' })),
  v.forward(
    v.check(
      ({ orderId, order: sent }) => orderId !== '' && (!sent || sent.id === orderId),
      messageOf('wrong', 'Must be the id of the order.'),
    ),
    ['orderId'],
  ),
);

/** `POST /v1/tickets/{id}/commands`. */
export const commandBody = closed({
  command: v.pipe(text(60, 1), v.description('The command of one of the ticket’s actions.')),
  version: optional(
    v.pipe(
      explain(v.pipe(v.number(), v.safeInteger()), 'Must be a whole number.'),
      v.description('The version that the sender saw. Unversioned actions ignore it, all others require it.'),
    ),
  ),
  choice: optional(text(60)),
  fields: optional(fields, {}),
});

/** `POST /v1/tickets/{id}/staff-messages`. What the text must be is up to core, as for any field. */
export const staffMessageBody = closed({
  purpose: optional(
    v.pipe(
      text(60),
      v.metadata({
        enum: STAFF_MESSAGE_PURPOSES,
        description: 'Only in messages by the merchant, not in staff’s answers.',
      }),
    ),
  ),
  text: optional(
    v.pipe(
      explain(v.string(), 'Must be a text.'),
      v.metadata({ minLength: 1, maxLength: 4000, description: '1 to 500 graphemes.' }),
    ),
  ),
  pictures: optional(v.pipe(list(id, 50), v.description('Ids of at most 9 uploaded pictures.'))),
});

const VARIABLES = TEMPLATE_VARIABLES.map((name) => `{${name}}`).join(', ');
const TEMPLATE_TEXTS = {
  name: `Must be a readable line of 1 to ${TEMPLATE_LIMITS.name} graphemes.`,
  text: `Must be a readable text of 1 to ${TEMPLATE_LIMITS.text} graphemes.`,
};

/** `POST /v1/tickets/{id}/notes`. */
export const noteBody = together(
  closed({
    text: v.pipe(
      explain(v.string(), 'Must be a text.'),
      v.transform(tidyText),
      v.metadata({ minLength: 1, description: `1 to ${NOTE_LIMITS.text} graphemes.` }),
    ),
  }),
  ({ text: words }, refuse) => {
    const found = noteProblem(words);
    if (found) refuse(found, `Must be a readable text of 1 to ${NOTE_LIMITS.text} graphemes.`, 'text');
  },
);

/** `POST /v1/tickets/{id}/presence`. */
export const presenceBody = closed({ state: oneOf(PRESENCE_STATES) });

/** A permission of a merchant account. */
export const permission = oneOf(PERMISSIONS);

/** `PATCH /v1/accounts/{id}`. */
export const permissionsBody = closed({
  permissions: v.pipe(list(permission, 100), v.metadata({ uniqueItems: true })),
});

/** `PUT /v1/templates/{id}`. What name and text must be is up to core. */
export const templateBody = together(
  closed({
    name: v.pipe(
      explain(v.string(), 'Must be a text.'),
      v.transform(tidyText),
      v.metadata({ minLength: 1, description: `1 to ${TEMPLATE_LIMITS.name} graphemes, on one line.` }),
    ),
    text: v.pipe(
      explain(v.string(), 'Must be a text.'),
      v.transform(tidyText),
      v.metadata({
        minLength: 1,
        description: `1 to ${TEMPLATE_LIMITS.text} graphemes. Variables: ${VARIABLES}.`,
      }),
    ),
    scope: oneOf(TEMPLATE_SCOPES),
    types: optional(v.pipe(list(text(60, 1), TEMPLATE_LIMITS.types), v.description('Only for these ticket types.'))),
    reasons: optional(v.pipe(list(text(60, 1), TEMPLATE_LIMITS.reasons), v.description('Only for these reasons.'))),
  }),
  (template, refuse) => {
    for (const { part, problem, variable } of templateProblems(template)) {
      const what = variable === undefined ? TEMPLATE_TEXTS[part] : `Must contain no variables but ${VARIABLES}.`;
      refuse(problem, what, part);
    }
  },
);

const atMs = v.pipe(time, v.description('When it happened.'));
const parcel = { carrier: optional(text(60, 1)), trackingNumber: optional(text(60, 1)) };

/** Facts by their members. */
const FACTS = [
  closed({ fact: v.picklist(['delivered', 'signed', 'confirmed', 'closed', 'cancelled']), atMs }),
  closed({ fact: v.literal('shipped'), atMs, ...parcel }),
  closed({ fact: v.literal('carrier'), atMs, ...parcel, carrier: text(60, 1) }),
  closed({ fact: v.literal('freight'), atMs, amount: money }),
  closed({ fact: v.literal('amended'), atMs, items }),
  closed({
    fact: v.literal('refunded-elsewhere'),
    atMs,
    amount: v.pipe(money, v.description('The total so far, for the line or for the order as a whole.')),
    itemId: optional(id),
  }),
] as const satisfies readonly v.GenericSchema<unknown, OrderFactInput>[];

/** The largest number of facts in a request. */
const MAX_FACTS = 50;
const oneFact = v.variant('fact', FACTS, messageOf('wrong', `"fact" must be one of: ${ORDER_FACTS.join(', ')}.`));

/** `POST /v1/orders/{id}/facts`. */
export const factsBody = closed({
  facts: v.pipe(
    list(oneFact, MAX_FACTS, [`Must be a list of 1 to ${MAX_FACTS} facts.`]),
    v.minLength(1, messageOf('wrong', `Must be a list of 1 to ${MAX_FACTS} facts.`)),
  ),
});
