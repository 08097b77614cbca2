import {
  AUDIT_ACTIONS,
  INTERVENTION_STATES,
  OBSTACLES,
  PARTIES,
  PAYMENT_DIRECTIONS,
  PAYMENT_KINDS,
  PAYMENT_STATES,
  PICTURE_TYPES,
  PROBLEM_STATUS,
  QUEUES,
  STAFF_MESSAGE_PURPOSES,
  TEMPLATE_SCOPES,
  WORKFLOW_STATES,
  type AccountView,
  type AuditEntry,
  type AuditPage,
  type ErasureAnswer,
  type ColleagueList,
  type ColleagueView,
  type DataProblem,
  type DescribedOption,
  type DescribedTransition,
  type HistoryPage,
  type Note,
  type NoteList,
  type OrderAnswer,
  type Payment,
  type PaymentPage,
  type Problem,
  type RequestOption,
  type RequestOptionsAnswer,
  type ReplyTemplate,
  type Session,
  type StaffMessageAnswer,
  type StaffMessageView,
  type StaffThread,
  type TemplateList,
  type TicketAnswer,
  type TicketPage,
  type TicketTypeDescription,
  type UploadedPicture,
} from '@sidecard/core/wire';
import type { Labels, ShopCommitments } from '@sidecard/core';
import * as v from 'valibot';
import {
  actor,
  boolean,
  count,
  cursor,
  labels,
  loosely,
  optional,
  string,
  strings,
  texts,
  words,
} from './answer-parts.js';
import { archiveAnswers } from './archive-answers.js';
import { eventPage } from './event-answers.js';
import { feedPage } from './feed-answers.js';
import { webhookAnswers } from './webhooks.js';
import { pictureFindings } from './picture-answers.js';
import { permission } from './bodies.js';
import { commitment } from './commitments.js';
import { address, money, order } from './order.js';
import { queues, summaryPage, ticketSummary } from './list-answers.js';
import { type Entries, id, time } from './parts.js';
import { historyEntry, sentMessage, ticket } from './ticket-answers.js';

// What the server answers. Only described, never checked; a newer server has more members.

const option = v.object({ key: string, labels: words } satisfies Entries<DescribedOption>);
const fields = loosely<TicketTypeDescription['request']>({
  type: 'array',
  items: {
    type: 'object',
    properties: { key: { type: 'string' }, kind: { type: 'string' }, labels: { type: 'object' } },
    required: ['key', 'kind', 'labels'],
  },
});

const ticketType = v.object({
  key: string,
  version: string,
  queue: v.picklist(QUEUES),
  labels: words,
  request: fields,
  reasons: v.object({ buyer: v.array(option), merchant: v.array(option) }),
  deadlines: v.record(string, v.object({ of: v.picklist(['merchant', 'buyer', 'staff']), labels: words })),
  transitions: v.array(
    v.object({
      key: string,
      command: string,
      choice: optional(string),
      by: v.picklist(PARTIES),
      labels: optional(words),
      fields: optional(fields),
      message: optional(words),
    } satisfies Entries<DescribedTransition>),
  ),
} satisfies Entries<TicketTypeDescription>);

const staffMessage = v.object({
  id,
  ticketId: id,
  atMs: time,
  by: actor,
  purpose: optional(v.picklist(STAFF_MESSAGE_PURPOSES)),
  text: string,
  pictures: optional(v.array(id)),
} satisfies Entries<StaffMessageView>);

const template = v.object({
  id,
  name: string,
  text: v.pipe(string, v.description('With variables in braces.')),
  scope: v.picklist(TEMPLATE_SCOPES),
  types: optional(strings),
  reasons: optional(strings),
  savedAtMs: time,
} satisfies Entries<ReplyTemplate>);

const colleague = v.object({ accountId: string, name: string, online: boolean } satisfies Entries<ColleagueView>);

const note = v.object({
  id,
  ticketId: id,
  atMs: time,
  by: v.object({ accountId: string, name: string }),
  text: string,
} satisfies Entries<Note>);

const account = v.object({
  accountId: string,
  name: string,
  main: boolean,
  permissions: v.array(permission),
  online: boolean,
  askedAtMs: optional(time),
} satisfies Entries<AccountView>);

const session = v.object({
  party: v.picklist(PARTIES),
  accountId: string,
  name: string,
  merchantId: string,
  main: boolean,
  permissions: v.array(permission),
  serverTimeMs: time,
  protocol: v.literal(1),
  capabilities: strings,
  degraded: loosely<Session['degraded']>({
    ...{ type: 'array', items: { type: 'string' } },
    description: 'What is unavailable to this client.',
  }),
  epoch: string,
  permissionGuideUrl: string,
  grantedBy: optional(strings),
  returnAddresses: optional(v.array(address)),
  shopName: optional(string),
  staffThread: optional(v.picklist(['streamed', 'on-request'])),
  shop: optional(
    v.pipe(
      v.object({ timeZone: string, commitments: v.array(commitment) } satisfies Entries<ShopCommitments>),
      v.description('The shop’s commitments, and the IANA time zone in which its days are counted.'),
    ),
  ),
} satisfies Entries<Session>);

const dataProblem = v.object({
  path: v.pipe(string, v.description('Location, such as `order.items[0].paid`.')),
  code: string,
  text: v.pipe(string, v.description('What the part must be.')),
} satisfies Entries<DataProblem>);

const problem = v.object({
  type: string,
  title: string,
  status: count,
  code: v.picklist(Object.keys(PROBLEM_STATUS) as (keyof typeof PROBLEM_STATUS)[]),
  detail: optional(string),
  errors: optional(v.pipe(v.array(dataProblem), v.description('Of `body-invalid` and `order-fact-invalid`.'))),
  problems: optional(
    loosely<NonNullable<Problem['problems']>>({
      type: 'array',
      items: {
        type: 'object',
        properties: { field: { type: 'string' }, problem: { type: 'string' }, part: { type: 'string' } },
        required: ['field', 'problem'],
      },
      description: 'Of `field-invalid`.',
    }),
  ),
  because: optional(
    v.pipe(
      string,
      v.examples(Object.keys(OBSTACLES)),
      v.description(
        'Of `move-not-allowed` and `request-not-allowed`. Open: a ticket type can have obstacles of its own.',
      ),
    ),
  ),
  becauseLabels: optional(texts<Labels>('The label of the reason, by language.')),
  workflow: optional(v.picklist(WORKFLOW_STATES)),
  intervention: optional(v.picklist(INTERVENTION_STATES)),
  needs: optional(permission),
  grantedBy: optional(strings),
  permissionGuideUrl: optional(string),
  ticket: optional(ticket),
  cursor: optional(cursor),
  changed: optional(
    v.object({
      by: actor,
      kind: loosely<NonNullable<Problem['changed']>['kind']>({ type: 'string' }),
      atMs: time,
    }),
  ),
} satisfies Entries<Problem>);

const cardKey = v.object({
  kid: v.pipe(string, v.description('Named by the signature’s header.')),
  kty: v.literal('EC'),
  crv: v.literal('P-256'),
  x: string,
  y: string,
  alg: v.literal('ES256'),
  use: v.literal('sig'),
});

/** Everything that the server answers, by the names that the description of the interface refers to. */
export const answers = {
  Money: money,
  Address: address,
  Order: order,
  Permission: permission,
  Cursor: cursor,
  Actor: actor,
  Commitment: commitment,
  Session: session,
  HistoryEntry: historyEntry,
  Ticket: ticket,
  TicketType: ticketType,
  TicketAnswer: v.object({
    ticket,
    cursor,
    sentMessage: optional(sentMessage),
  } satisfies Entries<TicketAnswer>),
  OrderAnswer: v.object({
    order,
    mended: optional(
      v.pipe(
        v.array(v.object({ path: string, text: string })),
        v.description('Of `PUT`: what was corrected or left out, because it was only for display.'),
      ),
    ),
  } satisfies Entries<OrderAnswer>),
  RequestOptions: v.object({
    order,
    options: v.array(
      v.object({
        type: string,
        typeVersion: v.pipe(string, v.description('For `GET /v1/ticket-types/{type}`; `request` there is the form.')),
        typeLabels: labels,
        covered: boolean,
        limits: v.pipe(
          loosely<RequestOption['limits']>({ type: 'object' }),
          v.description('Limits that depend on the order, by field key.'),
        ),
        disabledReason: optional(string),
        disabledLabels: optional(labels),
      } satisfies Entries<RequestOption>),
    ),
  } satisfies Entries<RequestOptionsAnswer>),
  TicketPage: v.object({ tickets: v.array(ticket), next: optional(string), cursor } satisfies Entries<TicketPage>),
  HistoryPage: v.object({ entries: v.array(historyEntry), next: optional(string) } satisfies Entries<HistoryPage>),
  StaffMessage: staffMessage,
  StaffThread: v.object({ messages: v.array(staffMessage), cursor } satisfies Entries<StaffThread>),
  StaffMessageAnswer: v.object({ message: staffMessage, cursor } satisfies Entries<StaffMessageAnswer>),
  UploadedPicture: v.object({
    id: v.pipe(id, v.description('A value for a field of kind `pictures`. Can be used once.')),
    type: v.pipe(v.picklist(PICTURE_TYPES), v.description('What the file contains, whatever its header says.')),
    bytes: count,
    width: v.pipe(count, v.description('In pixels, after rotation.')),
    height: count,
  } satisfies Entries<UploadedPicture>),
  PictureFindings: pictureFindings,
  Queues: queues,
  TicketSummary: ticketSummary,
  SummaryPage: summaryPage,
  PaymentPage: v.object({
    payments: v.array(
      v.object({
        ticketId: id,
        orderId: id,
        direction: v.picklist(PAYMENT_DIRECTIONS),
        kind: v.picklist(PAYMENT_KINDS),
        amount: money,
        state: v.picklist(PAYMENT_STATES),
        commitment: optional(v.pipe(string, v.description('Key of the commitment under which it is paid.'))),
        fromDeposit: optional(v.pipe(v.literal(true), v.description('Paid from the merchant’s deposit first.'))),
        dueSinceMs: time,
        version: v.pipe(count, v.description('The ticket’s version, for `record-settlement`.')),
      } satisfies Entries<Payment>),
    ),
    next: optional(string),
  } satisfies Entries<PaymentPage>),
  Template: template,
  TemplateList: v.object({ templates: v.array(template) } satisfies Entries<TemplateList>),
  ColleagueList: v.object({ colleagues: v.array(colleague) } satisfies Entries<ColleagueList>),
  AuditPage: v.object({
    entries: v.array(
      v.object({
        id,
        atMs: time,
        by: v.object({ party: v.picklist(PARTIES), accountId: string, name: string }),
        action: v.picklist(AUDIT_ACTIONS),
        accountId: optional(v.pipe(string, v.description('Whose permissions were changed.'))),
        granted: optional(v.array(permission)),
        revoked: optional(v.array(permission)),
        where: optional(v.picklist(['ticket', 'order', 'list', 'stream'])),
        ticketId: optional(id),
        orderId: optional(id),
        tickets: optional(v.pipe(count, v.description('How many tickets were deleted.'))),
      } satisfies Entries<AuditEntry>),
    ),
    next: optional(string),
  } satisfies Entries<AuditPage>),
  Erasure: v.object({
    erased: v.pipe(count, v.description('How many tickets were deleted.')),
    open: v.pipe(count, v.description('How many stay because they have not ended, or their money is not settled.')),
  } satisfies Entries<ErasureAnswer>),
  Note: note,
  NoteList: v.object({ notes: v.array(note) } satisfies Entries<NoteList>),
  EventPage: eventPage,
  FeedPage: feedPage,
  ...webhookAnswers,
  ...archiveAnswers,
  Account: account,
  AccountList: v.object({ accounts: v.array(account) }),
  DataProblem: dataProblem,
  Problem: problem,
  CardKey: cardKey,
  CardKeys: v.pipe(v.object({ keys: v.array(cardKey) }), v.description('A JWK Set (RFC 7517).')),
  Health: v.object({ status: v.literal('ok') }),
};
