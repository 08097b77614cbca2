import type { JsonSchema, TicketTypes } from '@sidecard/core/authoring';
import { PICTURE_TYPES, PROBLEM_STATUS, type ProblemCode } from '@sidecard/core/wire';
import type * as v from 'valibot';
import { archiveCountQuery, archiveExportQuery, archiveQuery } from '../schemas/archive.js';
import {
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
import { componentsOf, parametersOf, ref } from './components.js';

interface Operation {
  readonly summary: string;
  readonly query?: v.GenericSchema;
  /** Takes an `Idempotency-Key`. */
  readonly write?: true;
  /** Schema name of the JSON body; `picture` stands for a picture's file, `export` for a table or a ZIP file. */
  readonly body?: string;
  /** Status and schema name of the answer; no name means no content. */
  readonly answer: readonly [status: number, schema?: string];
  readonly refusals?: readonly ProblemCode[];
  /** Needs no token. */
  readonly open?: true;
}

const WRITE = ['body-invalid', 'body-too-large', 'idempotency-key-missing', 'idempotency-key-reused'] as const;
const MOVE = ['not-found', 'field-invalid', 'permission-missing', 'move-not-allowed'] as const;

/** Every operation, by path and method. */
const OPERATIONS: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
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
        'Opens the account’s event stream; resume with Last-Event-ID. Frames: ready, ticket, staff-message, reset, card, reply, accounts, presence, notes.',
      answer: [200, 'text/event-stream'],
      refusals: ['not-found', 'rate-limited'],
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
        'Cards and replies that nobody has acknowledged, in order, for a backend that posts them to the chat. Only for tokens of the party `messenger`, which may request nothing but this and acknowledgements.',
      query: feedQuery,
      answer: [200, 'FeedPage'],
      refusals: ['not-found', 'body-invalid', 'cursor-expired', 'rate-limited'],
    },
  },
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
      summary: 'The process is running and reaches its database.',
      open: true,
      answer: [200, 'Health'],
      refusals: ['unavailable'],
    },
  },
};

/** Returns the OpenAPI 3.1 document of the API, with the request forms of its ticket types. */
export function openApiDocument(types: TicketTypes): JsonSchema {
  return {
    openapi: '3.1.0',
    info: { title: 'Sidecard', version: '1', description: 'After-sales tickets inside any chat window.' },
    paths: Object.fromEntries(
      Object.entries(OPERATIONS).map(([path, methods]) => [
        path,
        {
          ...pathParametersOf(path),
          ...Object.fromEntries(Object.entries(methods).map(([method, operation]) => [method, operationOf(operation)])),
        },
      ]),
    ),
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'Signed by the host’s own backend.',
        },
      },
      schemas: componentsOf(types),
    },
    security: [{ token: [] }],
  };
}

/** Returns the parameters in a path's braces. */
function pathParametersOf(path: string): JsonSchema {
  const [, name] = /\{(\w+)\}/.exec(path) ?? [];
  return name ? { parameters: [{ name, in: 'path', required: true, schema: { type: 'string' } }] } : {};
}

function operationOf({ summary, query, write, body, answer, refusals = [], open }: Operation): JsonSchema {
  const key = { name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', maxLength: 200 } };
  const codes: readonly ProblemCode[] = open ? refusals : [...refusals, 'unauthenticated'];
  const statuses = [...new Set(codes.map((code) => PROBLEM_STATUS[code]))].sort();
  const [status, schema] = answer;
  return {
    summary,
    ...(open ? { security: [] } : {}),
    parameters: [...(query ? parametersOf(query) : []), ...(write ? [key] : [])],
    ...(body ? { requestBody: { required: true, content: contentOf(body) } } : {}),
    responses: {
      [status]: { description: summary, ...(schema ? { content: contentOf(schema) } : {}) },
      ...Object.fromEntries(
        statuses.map((refused) => [
          refused,
          {
            description: codes.filter((code) => PROBLEM_STATUS[code] === refused).join(', '),
            content: { 'application/problem+json': { schema: ref('Problem') } },
          },
        ]),
      ),
    },
  };
}

function contentOf(schema: string): JsonSchema {
  if (schema === 'text/event-stream') return { 'text/event-stream': { schema: { type: 'string' } } };
  if (schema === 'export') return { 'text/csv': {}, 'application/zip': {} };
  if (schema === 'picture') return Object.fromEntries(PICTURE_TYPES.map((type) => [type, {}]));
  return { 'application/json': { schema: ref(schema) } };
}
