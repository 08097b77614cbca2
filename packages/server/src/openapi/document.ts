import type { JsonSchema, TicketTypes } from '@sidecard/core/authoring';
import { PROBLEM_STATUS, type ProblemCode } from '@sidecard/core/wire';
import type * as v from 'valibot';
import { historyQuery, sessionQuery, ticketQuery, ticketTypeQuery } from '../schemas/queries.js';
import { componentsOf, parametersOf, ref } from './components.js';

interface Operation {
  readonly summary: string;
  readonly query?: v.GenericSchema;
  /** Takes an `Idempotency-Key`. */
  readonly write?: true;
  readonly body?: string;
  /** Status and name of what comes back; no name, no content. */
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
      summary: 'Who the caller is, and what the server can do.',
      query: sessionQuery,
      answer: [200, 'Session'],
    },
  },
  '/v1/tickets': {
    get: {
      summary: 'The caller’s tickets, newest change first.',
      query: ticketQuery,
      answer: [200, 'TicketPage'],
      refusals: ['body-invalid'],
    },
    post: {
      summary: 'Creates a ticket. By buyers (of their own orders), staff and the host’s backend.',
      write: true,
      body: 'CreateBody',
      answer: [201, 'TicketAnswer'],
      refusals: [
        ...WRITE,
        'not-found',
        'field-invalid',
        'type-unknown',
        'command-unknown',
        'request-not-allowed',
        'unavailable',
      ],
    },
  },
  '/v1/tickets/{id}': {
    get: { summary: 'A ticket, as the caller may see it.', answer: [200, 'TicketAnswer'], refusals: ['not-found'] },
  },
  '/v1/tickets/{id}/history': {
    get: {
      summary: 'The history of a ticket by pages, the latest first; each page is oldest first.',
      query: historyQuery,
      answer: [200, 'HistoryPage'],
      refusals: ['not-found', 'body-invalid'],
    },
  },
  '/v1/tickets/{id}/commands': {
    post: {
      summary: 'Does something with a ticket: one of its offers.',
      write: true,
      body: 'CommandBody',
      answer: [200, 'TicketAnswer'],
      refusals: [...WRITE, ...MOVE, 'command-unknown', 'type-unknown', 'version-conflict', 'request-not-allowed'],
    },
  },
  '/v1/tickets/{id}/staff-messages': {
    get: {
      summary: 'The thread between the shop and platform staff, as far as the caller reads it, oldest first.',
      answer: [200, 'StaffThread'],
      refusals: ['not-found', 'permission-missing'],
    },
    post: {
      summary: 'Leaves a message to staff, or as staff answers the shop.',
      write: true,
      body: 'StaffMessageBody',
      answer: [201, 'StaffMessageAnswer'],
      refusals: [...WRITE, ...MOVE],
    },
  },
  '/v1/ticket-types/{key}': {
    get: {
      summary: 'A ticket type as data: forms, words, deadlines. A version never changes, and may be cached for good.',
      query: ticketTypeQuery,
      answer: [200, 'TicketType'],
      refusals: ['not-found', 'body-invalid'],
    },
  },
  '/v1/queues': {
    get: {
      summary: 'How many open tickets each queue has, and how many of them wait for the merchant.',
      answer: [200, 'Queues'],
      refusals: ['not-found'],
    },
  },
  '/v1/events': {
    get: {
      summary:
        'The caller’s one event stream, resumed by Last-Event-ID. Frames: ready, ticket, staff-message, reset, card, reply, accounts.',
      answer: [200, 'text/event-stream'],
      refusals: ['not-found', 'rate-limited'],
    },
  },
  '/v1/deliveries/{id}/ack': {
    post: { summary: 'A card or reply has been shown or posted.', answer: [204], refusals: ['not-found'] },
  },
  '/v1/accounts': {
    get: {
      summary: 'The shop’s accounts. For whoever may manage them.',
      answer: [200, 'AccountList'],
      refusals: ['permission-missing', 'not-found'],
    },
  },
  '/v1/accounts/{id}': {
    patch: {
      summary: 'Sets what an account may do. Newly given task handling brings messages to staff along.',
      body: 'PermissionsBody',
      answer: [200, 'Account'],
      refusals: ['permission-missing', 'not-found', 'body-invalid', 'body-too-large'],
    },
  },
  '/v1/accounts/{id}/ask': {
    post: {
      summary: 'Asks the main account for permission to handle tasks. `id` is `me` or one’s own.',
      answer: [204],
      refusals: ['not-found'],
    },
  },
  '/v1/card-keys': {
    get: {
      summary:
        'The public keys that verify the signatures of card messages, newest first. Any page may read them; keep them for as long as Cache-Control says.',
      open: true,
      answer: [200, 'CardKeys'],
    },
  },
  '/healthz': { get: { summary: 'The process lives.', open: true, answer: [200, 'Health'] } },
  '/readyz': {
    get: { summary: 'The process can work.', open: true, answer: [200, 'Health'], refusals: ['unavailable'] },
  },
};

/** Describes the server's interface, with the request forms of its ticket types. OpenAPI 3.1. */
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

/** What stands in braces in a path. */
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
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: ref(body) } } } } : {}),
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
  return { 'application/json': { schema: ref(schema) } };
}
