import { PERMISSIONS, type TicketType } from '@sidecard/core';
import { formSchema, type TicketTypes } from '@sidecard/core/authoring';
import {
  ENDINGS,
  INTERVENTION_STATES,
  OBSTACLES,
  ORDER_MOMENTS,
  PAID_FROM,
  PARTIES,
  PROBLEM_STATUS,
  QUEUES,
  SETTLEMENT_STATES,
  STAFF_MESSAGE_PURPOSES,
  WORKFLOW_STATES,
} from '@sidecard/core/wire';

/** A JSON Schema (draft 2020-12), as OpenAPI 3.1 takes it. */
export type Schema = Readonly<Record<string, unknown>>;

const string: Schema = { type: 'string' };
const boolean: Schema = { type: 'boolean' };
const id: Schema = { type: 'string', minLength: 1, maxLength: 128, pattern: '^\\S+$' };
const time: Schema = { type: 'integer', description: 'Milliseconds since the Unix epoch, by the server’s clock.' };
const objects: Schema = { type: 'array', items: { type: 'object' } };
const strings: Schema = { type: 'array', items: string };
const texts: Schema = { type: 'object', additionalProperties: string, description: 'A text by language.' };

/** A reference to one of {@link schemasOf}. */
export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** An object whose listed members are there; others may be (a newer server says more). */
function object(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
  return { type: 'object', properties, required: Object.keys(properties).filter((key) => !optional.includes(key)) };
}

/** What a sender may put in, and nothing else. */
function body(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
  return { ...object(properties, optional), additionalProperties: false };
}

/** Everything that goes over the wire, by name. */
export function schemasOf(types: TicketTypes): Readonly<Record<string, Schema>> {
  return {
    Money: body({
      amountMinor: { type: 'integer', minimum: 0, description: 'In the smallest unit of the currency.' },
      currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    }),
    Address: object({ name: string, phone: string, region: string, street: string, postcode: string }, ['postcode']),
    ItemQuantity: object({ itemId: string, quantity: { type: 'integer', minimum: 1 } }),
    Permission: { enum: PERMISSIONS },
    Cursor: { type: 'string', description: 'Where a stream stands; opaque.' },
    Actor: object({ party: { enum: PARTIES }, accountId: string, name: string }, ['accountId', 'name']),
    Order: order(),
    CreateBody: { oneOf: [...types.values()].map((type) => createBody(type)) },
    CommandBody: body(
      {
        command: { type: 'string', minLength: 1, maxLength: 60, description: 'One of the ticket’s offers.' },
        version: { type: 'integer', description: 'The version that the sender saw. Moves need it, appends ignore it.' },
        choice: { type: 'string', maxLength: 60 },
        fields: { type: 'object', description: 'The fields of the offer’s row.' },
      },
      ['version', 'choice', 'fields'],
    ),
    StaffMessageBody: body(
      {
        purpose: {
          enum: STAFF_MESSAGE_PURPOSES,
          description: 'Of a message by the merchant; staff’s answers have none.',
        },
        text: { type: 'string', minLength: 1, maxLength: 4000, description: '1 to 500 graphemes.' },
      },
      ['purpose'],
    ),
    PermissionsBody: body({ permissions: { type: 'array', uniqueItems: true, items: ref('Permission') } }),
    Session: object(
      {
        party: { enum: PARTIES },
        accountId: string,
        name: string,
        merchantId: string,
        main: boolean,
        permissions: { type: 'array', items: ref('Permission') },
        serverTimeMs: time,
        protocol: { const: 1 },
        capabilities: strings,
        degraded: { ...strings, description: 'What does not work as it could, for the client that asked.' },
        epoch: string,
        permissionGuideUrl: string,
        grantedBy: strings,
        returnAddresses: { type: 'array', items: ref('Address') },
        staffThread: { enum: ['streamed', 'on-request'] },
        shop: {
          ...object({ timeZone: string, commitments: { type: 'array', items: ref('Commitment') } }),
          description: 'What the shop promises all its buyers, and the IANA time zone in which its days are counted.',
        },
      },
      ['grantedBy', 'returnAddresses', 'staffThread'],
    ),
    Commitment: commitment(),
    Ticket: ticket(),
    TicketType: ticketType(),
    TicketAnswer: object(
      { ticket: ref('Ticket'), cursor: ref('Cursor'), sentMessage: object({ messageId: string, text: string }) },
      ['sentMessage'],
    ),
    TicketPage: object({ tickets: { type: 'array', items: ref('Ticket') }, next: string, cursor: ref('Cursor') }, [
      'next',
    ]),
    StaffMessage: object(
      { id, ticketId: id, atMs: time, by: ref('Actor'), purpose: { enum: STAFF_MESSAGE_PURPOSES }, text: string },
      ['purpose'],
    ),
    HistoryEntry: object(
      {
        ...{
          id,
          kind: string,
          command: string,
          choice: string,
          atMs: time,
          by: ref('Actor'),
          fields: { type: 'object' },
        },
        sentMessage: object({ messageId: string, text: string }),
        status: { type: 'string', description: 'The status that it led to, when it changed.' },
      },
      ['choice', 'fields', 'sentMessage', 'status'],
    ),
    HistoryPage: object({ entries: { type: 'array', items: ref('HistoryEntry') }, next: string }, ['next']),
    StaffThread: object({ messages: { type: 'array', items: ref('StaffMessage') }, cursor: ref('Cursor') }),
    StaffMessageAnswer: object({ message: ref('StaffMessage'), cursor: ref('Cursor') }),
    Queues: object({
      queues: {
        type: 'array',
        items: object({ queue: { enum: QUEUES }, open: { type: 'integer' }, merchantsTurn: { type: 'integer' } }),
      },
      cursor: ref('Cursor'),
    }),
    Account: object(
      {
        accountId: string,
        name: string,
        main: boolean,
        permissions: { type: 'array', items: ref('Permission') },
        online: boolean,
        askedAtMs: time,
      },
      ['askedAtMs'],
    ),
    AccountList: object({ accounts: { type: 'array', items: ref('Account') } }),
    Problem: problem(),
  };
}

/** What its request lets through the server may still refuse for the order's sake, as `field-invalid`. */
function createBody({ key, request, reasons }: TicketType): Schema {
  const asked = request.filter(({ kind }) => kind === 'reason');
  const options = reasons.buyer.map((reason) => reason.key);
  return {
    title: key,
    ...body(
      {
        type: { const: key },
        orderId: { ...id, description: 'May be left out where `order` is there.' },
        request: formSchema(request, Object.fromEntries(asked.map((field) => [field.key, { options }]))),
        locale: { type: 'string', maxLength: 35, description: 'The buyer’s language, a BCP 47 tag.' },
        order: { ...ref('Order'), description: 'By the host’s backend alone.' },
      },
      ['orderId', 'locale', 'order'],
    ),
  };
}

function commitment(): Schema {
  const kind: Schema = { type: 'object', properties: { kind: string }, required: ['kind'] };
  return object(
    {
      key: string,
      labels: { type: 'object', additionalProperties: string },
      needs: strings,
      trigger: kind,
      window: object({ from: { enum: ORDER_MOMENTS }, until: { type: 'object' } }, ['until']),
      claim: object({ days: { type: 'integer' } }),
      needsFailedNegotiation: boolean,
      needsGoodsAsAgreed: boolean,
      gives: { enum: ['return', 'resend'] },
      postageBy: { enum: ['merchant', 'buyer'] },
      compensation: kind,
      paidFrom: { enum: PAID_FROM },
    },
    [
      'needs',
      'claim',
      'needsFailedNegotiation',
      'needsGoodsAsAgreed',
      'gives',
      'postageBy',
      'compensation',
      'paidFrom',
    ],
  );
}

function order(): Schema {
  const item = object(
    {
      id,
      title: string,
      options: string,
      quantity: { type: 'integer', minimum: 1 },
      paid: ref('Money'),
      pictureUrl: { type: 'string', format: 'uri' },
    },
    ['options', 'pictureUrl'],
  );
  const promised = object(
    { shipByMs: time, deliverByMs: time, carrier: string, returnUntilMs: time, resendUntilMs: time },
    ['shipByMs', 'deliverByMs', 'carrier', 'returnUntilMs', 'resendUntilMs'],
  );
  return object(
    {
      id,
      buyer: object({ id, name: string }),
      conversationId: id,
      items: { type: 'array', minItems: 1, maxItems: 200, items: item },
      paidAtMs: time,
      shippedAtMs: time,
      signedAtMs: time,
      confirmedAtMs: time,
      closedAtMs: time,
      carrier: string,
      trackingNumber: string,
      shipTo: ref('Address'),
      promised: { ...promised, description: 'What the shop promised the buyer with this order.' },
    },
    ['shippedAtMs', 'signedAtMs', 'confirmedAtMs', 'closedAtMs', 'carrier', 'trackingNumber', 'shipTo', 'promised'],
  );
}

function ticketType(): Schema {
  const option = object({ key: string, labels: texts });
  const options = { type: 'array', items: option };
  const fields = { type: 'array', items: object({ key: string, kind: string, labels: texts }) };
  const transition = object(
    { key: string, command: string, choice: string, by: string, labels: texts, fields, message: texts },
    ['choice', 'labels', 'fields', 'message'],
  );
  return object({
    key: string,
    version: string,
    queue: { enum: QUEUES },
    labels: texts,
    request: fields,
    reasons: object({ buyer: options, merchant: options }),
    deadlines: { type: 'object', additionalProperties: object({ of: string, labels: texts }) },
    transitions: { type: 'array', items: transition },
  });
}

/** The members that every reader has; what else there is depends on who reads, and on what has happened. */
function ticket(): Schema {
  const shipment = object({ carrier: string, trackingNumber: string, atMs: time });
  const relation = { enum: ['led-to', 'came-from'] };
  const link = object({ ticketId: id, number: string, type: string, typeLabels: texts, relation }, ['typeLabels']);
  return object(
    {
      id,
      number: string,
      merchantId: string,
      type: string,
      typeVersion: { type: 'string', description: 'Version of the type for `GET /v1/ticket-types/{type}`.' },
      typeLabels: texts,
      conversationId: string,
      locale: string,
      createdAtMs: time,
      updatedAtMs: time,
      version: { type: 'integer', minimum: 1 },
      order: ref('Order'),
      request: { type: 'object' },
      workflow: { enum: WORKFLOW_STATES },
      intervention: { enum: INTERVENTION_STATES },
      settlement: { enum: SETTLEMENT_STATES },
      ending: { enum: ENDINGS },
      displayStatus: { enum: [...WORKFLOW_STATES, 'platform-intervening'] },
      moveOf: { enum: ['merchant', 'buyer', 'staff'] },
      reasonLabels: { ...texts, description: 'Why the buyer asks, by language.' },
      covered: boolean,
      goodsWithMerchant: boolean,
      declinedFrom: { enum: WORKFLOW_STATES },
      endedAtMs: time,
      proposal: { type: 'object' },
      agreed: { type: 'object' },
      returnShipment: shipment,
      outgoing: { ...shipment, description: 'The merchant’s parcel to the buyer.' },
      links: { type: 'array', items: link },
      claim: object({ accountId: string, name: string, untilMs: time }),
      handledBy: ref('Actor'),
      asked: objects,
      evidence: objects,
      rulings: objects,
      deadlines: { type: 'array', items: object({ key: string, of: string, startedAtMs: time, dueAtMs: time }) },
      history: { type: 'array', items: ref('HistoryEntry'), description: 'The latest entries, oldest first.' },
      earlierEntries: { type: 'integer', description: 'How many more `GET /v1/tickets/{id}/history` has.' },
      disagreed: { const: true, description: 'The sides tried to agree and did not, or the platform had to come in.' },
      actions: {
        type: 'array',
        items: object({ command: string, transition: string, slot: string, unversioned: { const: true } }, [
          'unversioned',
        ]),
      },
    },
    [
      'ending',
      'moveOf',
      'typeVersion',
      'typeLabels',
      'reasonLabels',
      'declinedFrom',
      'endedAtMs',
      'proposal',
      'agreed',
      'returnShipment',
      'outgoing',
      'links',
      'claim',
      'handledBy',
      'earlierEntries',
      'disagreed',
    ],
  );
}

function problem(): Schema {
  return object(
    {
      type: string,
      title: string,
      status: { type: 'integer' },
      code: { enum: Object.keys(PROBLEM_STATUS) },
      detail: string,
      problems: { type: 'array', items: object({ field: string, problem: string }) },
      because: {
        type: 'string',
        examples: Object.keys(OBSTACLES),
        description:
          'Of `move-not-allowed` and `request-not-allowed`. Open: a ticket type can have obstacles of its own.',
      },
      becauseLabels: { type: 'object', additionalProperties: string, description: 'The reason in words, by language.' },
      workflow: { enum: WORKFLOW_STATES },
      intervention: { enum: INTERVENTION_STATES },
      needs: ref('Permission'),
      grantedBy: strings,
      permissionGuideUrl: string,
      ticket: ref('Ticket'),
      cursor: ref('Cursor'),
      changed: object({ by: ref('Actor'), kind: string, atMs: time }),
    },
    [
      'detail',
      'problems',
      'because',
      'becauseLabels',
      'workflow',
      'intervention',
      'needs',
      'grantedBy',
      'permissionGuideUrl',
      'ticket',
      'cursor',
      'changed',
    ],
  );
}
