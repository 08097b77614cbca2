import { archiveCountQuery, archiveExportQuery, archiveQuery } from '../schemas/archive.js';
import {
  auditQuery,
  eventQuery,
  feedQuery,
  historyQuery,
  paymentQuery,
  pictureQuery,
  sessionQuery,
  summaryQuery,
  templateQuery,
  ticketQuery,
  ticketTypeQuery,
} from '../schemas/queries.js';
import type { Operations } from './operation.js';
import { WEBHOOK_OPERATIONS } from './webhook-operations.js';

const WRITE = ['body-invalid', 'body-too-large', 'idempotency-key-missing', 'idempotency-key-reused'] as const;
const MOVE = ['not-found', 'field-invalid', 'permission-missing', 'move-not-allowed'] as const;

/** Every operation, by path and method. */
export const OPERATIONS: Operations = {
  '/v1/session': {
    get: {
      summary: 'The signed-in account, and the server’s capabilities.',
      query: sessionQuery,
      answer: [200, 'Session'],
    },
  },
  '/v1/tickets': {
    get: {
      summary: 'Lists tickets, latest change first.',
      query: ticketQuery,
      answer: [200, 'TicketPage'],
      refusals: ['body-invalid'],
    },
    post: {
      summary:
        'Creates a ticket. By buyers (of their own orders), staff and the host’s backend; by the shop for some types.',
      write: true,
      body: 'CreateBody',
      answer: [201, 'TicketAnswer'],
      refusals: [
        ...WRITE,
        'not-found',
        'field-invalid',
        'type-unknown',
        'command-unknown',
        'permission-missing',
        'request-not-allowed',
        'order-fact-invalid',
        'unavailable',
      ],
    },
  },
  '/v1/tickets/{id}': {
    get: { summary: 'Reads a ticket.', answer: [200, 'TicketAnswer'], refusals: ['not-found'] },
  },
  '/v1/tickets/{id}/history': {
    get: {
      summary: 'Reads a ticket’s history in pages, latest page first; entries are oldest first.',
      query: historyQuery,
      answer: [200, 'HistoryPage'],
      refusals: ['not-found', 'body-invalid'],
    },
  },
  '/v1/tickets/{id}/commands': {
    post: {
      summary: 'Runs a command: one of the ticket’s actions.',
      write: true,
      body: 'CommandBody',
      answer: [200, 'TicketAnswer'],
      refusals: [
        ...WRITE,
        ...MOVE,
        'command-unknown',
        'type-unknown',
        'version-conflict',
        'request-not-allowed',
        'order-fact-invalid',
        'unavailable',
      ],
    },
  },
  '/v1/tickets/{id}/staff-messages': {
    get: {
      summary: 'Reads the thread between the shop and platform staff, oldest first.',
      answer: [200, 'StaffThread'],
      refusals: ['not-found', 'permission-missing'],
    },
    post: {
      summary: 'Sends a message to platform staff or, as staff, to the shop.',
      write: true,
      body: 'StaffMessageBody',
      answer: [201, 'StaffMessageAnswer'],
      refusals: [...WRITE, ...MOVE],
    },
  },
  '/v1/orders/{id}': {
    get: {
      summary: 'Reads an order as it is stored. For the host’s backend.',
      answer: [200, 'OrderAnswer'],
      refusals: ['not-found'],
    },
    put: {
      summary:
        'Stores an order as the host has it, for all of its tickets. What is only for display is corrected; what is missing stays as it is. For the host’s backend.',
      write: true,
      body: 'Order',
      answer: [200, 'OrderAnswer'],
      refusals: [...WRITE, 'not-found', 'order-fact-invalid'],
    },
  },
  '/v1/orders/{id}/request-options': {
    get: {
      summary:
        'Lists the ticket types that the account can open for an order, with the limits of their forms, and why others are not possible now.',
      answer: [200, 'RequestOptions'],
      refusals: ['not-found', 'unavailable'],
    },
  },
  '/v1/orders/{id}/facts': {
    post: {
      summary: 'Records facts about an order, all or none, for all of its tickets. For the host’s backend.',
      write: true,
      body: 'OrderFactsBody',
      answer: [200, 'OrderAnswer'],
      refusals: [...WRITE, 'not-found', 'order-fact-invalid'],
    },
  },
  '/v1/ticket-types/{key}': {
    get: {
      summary:
        'Describes a ticket type: forms, texts, deadlines. A version never changes and can be cached permanently.',
      query: ticketTypeQuery,
      answer: [200, 'TicketType'],
      refusals: ['not-found', 'body-invalid'],
    },
  },
  '/v1/summaries': {
    get: {
      summary: 'Lists tickets as rows: filtered, searched, sorted and counted. For merchant accounts and staff.',
      query: summaryQuery,
      answer: [200, 'SummaryPage'],
      refusals: ['body-invalid', 'not-found'],
    },
  },
  '/v1/queues': {
    get: {
      summary:
        'Counts the open tickets of each queue, those that wait for the merchant, and the tickets of each view of the account.',
      answer: [200, 'Queues'],
      refusals: ['not-found'],
    },
  },
  '/v1/payments': {
    get: {
      summary: 'Lists what the shop’s tickets pay their buyers, for the host’s backend. `limit` counts tickets.',
      query: paymentQuery,
      answer: [200, 'PaymentPage'],
      refusals: ['not-found', 'body-invalid'],
    },
  },
  '/v1/events': {
    get: {
      summary:
        'Opens the account’s event stream; resume with Last-Event-ID. Frames: ready, ticket, related (if Accept has the parameter frames=related), staff-message, reset, closed, card, reply, accounts, presence, notes. With Accept: application/json it is a long poll with the same frames.',
      query: eventQuery,
      answer: [200, 'events'],
      refusals: ['not-found', 'body-invalid', 'rate-limited'],
    },
  },
  '/v1/deliveries/{id}/ack': {
    post: {
      summary: 'Acknowledges that a card or reply has been shown or posted.',
      answer: [204],
      refusals: ['not-found'],
    },
  },
  '/v1/feed': {
    get: {
      summary:
        'Cards and replies that nobody has acknowledged, and what happened to tickets, in order, for a backend that posts to the chat or follows tickets. Only for tokens of the party `messenger`, which may request nothing but this and acknowledgements.',
      query: feedQuery,
      answer: [200, 'FeedPage'],
      refusals: ['not-found', 'body-invalid', 'cursor-expired', 'rate-limited'],
    },
  },
  ...WEBHOOK_OPERATIONS,
  '/v1/attachments': {
    post: {
      summary:
        'Uploads a picture of at most 5 MB and 40 million pixels, to be used once in a form. Only if the session’s capabilities include `attachments`.',
      write: true,
      body: 'picture',
      answer: [201, 'UploadedPicture'],
      refusals: [
        'idempotency-key-missing',
        'idempotency-key-reused',
        'picture-empty',
        'picture-too-large',
        'picture-type',
        'picture-unreadable',
        'picture-too-many-pixels',
        'length-differs',
        'too-many-uploads',
        'not-found',
        'unavailable',
      ],
    },
  },
  '/v1/attachments/{id}': {
    get: {
      summary: 'Reads a picture, for those who read what it hangs on; until it is used, for its uploader.',
      query: pictureQuery,
      answer: [200, 'picture'],
      refusals: ['body-invalid', 'not-found'],
    },
  },
  '/v1/attachments/{id}/findings': {
    get: {
      summary: 'Reads what was recorded with a picture’s file, and hints. For platform staff who read the picture.',
      answer: [200, 'PictureFindings'],
      refusals: ['not-found'],
    },
  },
  '/v1/tickets/{id}/notes': {
    get: {
      summary: 'Reads a ticket’s internal notes, oldest first. For accounts that may handle tasks.',
      answer: [200, 'NoteList'],
      refusals: ['permission-missing', 'not-found'],
    },
    post: {
      summary: 'Adds an internal note. Notes cannot be changed or deleted.',
      write: true,
      body: 'NoteBody',
      answer: [201, 'Note'],
      refusals: [...WRITE, 'permission-missing', 'not-found', 'too-many-notes'],
    },
  },
  '/v1/tickets/{id}/presence': {
    post: {
      summary:
        'Reports that the account looks at a ticket, writes an answer, or has left it. A report lasts 30 seconds; nothing is stored.',
      body: 'PresenceBody',
      answer: [204],
      refusals: ['permission-missing', 'not-found', 'body-invalid', 'body-too-large'],
    },
  },
  '/v1/colleagues': {
    get: {
      summary:
        'Lists the accounts to which the account can hand a ticket over, those online first. For accounts that may handle tasks.',
      answer: [200, 'ColleagueList'],
      refusals: ['permission-missing', 'not-found'],
    },
  },
  '/v1/audit': {
    get: {
      summary:
        'Lists who changed permissions and who looked at full addresses, latest first. For main accounts of the shop and platform staff.',
      query: auditQuery,
      answer: [200, 'AuditPage'],
      refusals: ['not-found', 'body-invalid'],
    },
  },
  '/v1/buyers/{id}': {
    delete: {
      summary:
        'Deletes the tickets of a buyer that have ended, with everything that hangs on them, and orders and pictures of the buyer without a ticket. For the host’s backend.',
      answer: [200, 'Erasure'],
      refusals: ['not-found'],
    },
  },
  '/v1/templates': {
    get: {
      summary: 'Lists the shop’s templates and the account’s own, by name. For accounts that may handle tasks.',
      answer: [200, 'TemplateList'],
      refusals: ['permission-missing', 'not-found'],
    },
  },
  '/v1/templates/{id}': {
    put: {
      summary:
        'Saves a template under an id that the client chooses. Each account has ids of its own. Templates of the shop require the permission to manage accounts.',
      body: 'TemplateBody',
      answer: [200, 'Template'],
      refusals: ['permission-missing', 'not-found', 'body-invalid', 'body-too-large', 'too-many-templates'],
    },
    delete: {
      summary: 'Deletes a template, if there is one. Templates of the shop require the permission to manage accounts.',
      query: templateQuery,
      answer: [204],
      refusals: ['permission-missing', 'not-found', 'body-invalid'],
    },
  },
  '/v1/archive': {
    get: {
      summary: 'Lists filed pictures and cases, latest case first. For the shop’s accounts.',
      query: archiveQuery,
      answer: [200, 'ArchivePage'],
      refusals: ['not-found', 'permission-missing', 'body-invalid'],
    },
  },
  '/v1/archive/counts': {
    get: {
      summary:
        'Counts filed cases by product, defect and period, in the shop’s time zone. The latest 12 periods unless `from` names others.',
      query: archiveCountQuery,
      answer: [200, 'ArchiveCounts'],
      refusals: ['not-found', 'permission-missing', 'body-invalid'],
    },
  },
  '/v1/archive/changes': {
    post: {
      summary:
        'Changes up to 100 entries by hand, or files tickets. Requires the permission to manage the archive. A change that is refused leaves the others alone.',
      write: true,
      body: 'ArchiveChangesBody',
      answer: [200, 'ArchiveChangesAnswer'],
      refusals: [...WRITE, 'not-found', 'permission-missing'],
    },
  },
  '/v1/archive/export': {
    get: {
      summary:
        'Exports filed cases without anything about the buyers, as a table or with pictures. Requires the permission to manage the archive.',
      query: archiveExportQuery,
      answer: [200, 'export'],
      refusals: ['not-found', 'permission-missing', 'body-invalid'],
    },
  },
  '/v1/accounts': {
    get: {
      summary: 'Lists the shop’s accounts. Requires the permission to manage them.',
      answer: [200, 'AccountList'],
      refusals: ['permission-missing', 'not-found'],
    },
  },
  '/v1/accounts/{id}': {
    patch: {
      summary: 'Sets an account’s permissions. Granting task handling includes messages to staff.',
      body: 'PermissionsBody',
      answer: [200, 'Account'],
      refusals: ['permission-missing', 'not-found', 'body-invalid', 'body-too-large'],
    },
  },
  '/v1/accounts/{id}/ask': {
    post: {
      summary: 'Requests permission to handle tasks from the main account. `id` is `me` or the account’s own.',
      answer: [204],
      refusals: ['not-found'],
    },
  },
  '/v1/card-keys': {
    get: {
      summary:
        'The public keys that verify the signatures of card messages, newest first. Any page may read them; cache them according to Cache-Control.',
      open: true,
      answer: [200, 'CardKeys'],
    },
  },
  '/healthz': { get: { summary: 'The process is running.', open: true, answer: [200, 'Health'] } },
  '/readyz': {
    get: {
      summary:
        'The server should get requests: it reaches its database, whose disk is not full, and is not about to stop.',
      open: true,
      answer: [200, 'Health'],
      refusals: ['unavailable'],
    },
  },
};
