import { type Order, PERMISSIONS } from '@sidecard/core';
import { isRecord } from '@sidecard/core/server';
import { type FieldValues, STAFF_MESSAGE_PURPOSES } from '@sidecard/core/wire';
import * as v from 'valibot';
import { explain, messageOf } from './check.js';
import { order } from './order.js';
import { closed, id, languageTag, list, oneOf, text } from './parts.js';

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
};

/** `POST /v1/tickets` of a buyer or of staff. */
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
});

/** A permission of a merchant account. */
export const permission = oneOf(PERMISSIONS);

/** `PATCH /v1/accounts/{id}`. */
export const permissionsBody = closed({
  permissions: v.pipe(list(permission, 100), v.metadata({ uniqueItems: true })),
});
