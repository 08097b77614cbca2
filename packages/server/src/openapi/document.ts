import type { JsonSchema, TicketTypes } from '@sidecard/core/authoring';
import { PICTURE_TYPES, PROBLEM_STATUS, type ProblemCode } from '@sidecard/core/wire';
import { budgetOf } from '../wire/limited.js';
import { componentsOf, parametersOf, ref } from './components.js';
import type { Operation } from './operation.js';
import { OPERATIONS } from './operations.js';

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
          ...Object.fromEntries(
            Object.entries(methods).map(([method, operation]) => [method, operationOf(operation, method, path)]),
          ),
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

const RETRY_AFTER = {
  'Retry-After': { description: 'After how many seconds to try again.', schema: { type: 'integer', minimum: 1 } },
};

/** Returns the parameters in a path's braces. */
function pathParametersOf(path: string): JsonSchema {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const parameters = names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  return names.length > 0 ? { parameters } : {};
}

function operationOf(
  { summary, query, write, body, answer, refusals = [], open }: Operation,
  method: string,
  path: string,
): JsonSchema {
  const key = { name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', maxLength: 200 } };
  const limited = !open && budgetOf(method.toUpperCase(), path) !== undefined;
  const more: readonly ProblemCode[] = [...(limited ? ['rate-limited' as const] : []), 'unauthenticated'];
  const codes: readonly ProblemCode[] = open ? refusals : [...new Set([...refusals, ...more])];
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
            ...(refused === PROBLEM_STATUS['rate-limited'] ? { headers: RETRY_AFTER } : {}),
            content: { 'application/problem+json': { schema: ref('Problem') } },
          },
        ]),
      ),
    },
  };
}

function contentOf(schema: string): JsonSchema {
  if (schema === 'events') {
    return {
      'text/event-stream': { schema: { type: 'string' } },
      'application/json': { schema: ref('EventPage') },
    };
  }
  if (schema === 'export') return { 'text/csv': {}, 'application/zip': {} };
  if (schema === 'picture') return Object.fromEntries(PICTURE_TYPES.map((type) => [type, {}]));
  return { 'application/json': { schema: ref(schema) } };
}
