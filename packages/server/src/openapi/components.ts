import type { TicketType } from '@sidecard/core';
import { formSchema, type JsonSchema, type TicketTypes } from '@sidecard/core/authoring';
import {
  type ConversionConfig,
  type JsonSchema as Converted,
  toJsonSchema,
  toJsonSchemaDefs,
} from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { answers } from '../schemas/answers.js';
import {
  commandBody,
  factsBody,
  hostCreateBody,
  noteBody,
  permissionsBody,
  presenceBody,
  staffMessageBody,
  templateBody,
} from '../schemas/bodies.js';
import { archiveChangesBody } from '../schemas/archive.js';
import { webhookBody, webhookReplayBody } from '../schemas/webhooks.js';

/** Omit checks that JSON Schema cannot express: the description then accepts more than the server. */
const CONVERSION: ConversionConfig = {
  target: 'draft-2020-12',
  typeMode: 'input',
  errorMode: 'ignore',
  overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
};

/** A reference to one of {@link componentsOf}. */
export const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** Returns the schemas of everything on the wire, by name, as JSON Schema. */
export function componentsOf(types: TicketTypes): Readonly<Record<string, object>> {
  const bodies = {
    CreateBody: hostCreateBody,
    CommandBody: commandBody,
    StaffMessageBody: staffMessageBody,
    PermissionsBody: permissionsBody,
    TemplateBody: templateBody,
    NoteBody: noteBody,
    PresenceBody: presenceBody,
    OrderFactsBody: factsBody,
    ArchiveChangesBody: archiveChangesBody,
    WebhookBody: webhookBody,
    WebhookReplayBody: webhookReplayBody,
  };
  const { CreateBody: create, ...components } = toJsonSchemaDefs({ ...answers, ...bodies }, CONVERSION);
  return { ...components, CreateBody: { oneOf: [...types.values()].map((type) => createBody(type, create)) } };
}

/** Describes the parameters of a query. */
export function parametersOf(query: v.GenericSchema): readonly JsonSchema[] {
  const { properties = {} } = toJsonSchema(query, CONVERSION);
  return Object.entries(properties).map(([name, member]) => {
    const { description, ...schema } = member as Converted;
    return { name, in: 'query', schema, description };
  });
}

/** Describes a create request. The server may still refuse it because of the order, as `field-invalid`. */
function createBody({ key, request, reasons }: TicketType, create: Converted): JsonSchema {
  const options = reasons.buyer.map((reason) => reason.key);
  const asked = request.filter(({ kind }) => kind === 'reason').map((field) => [field.key, { options }] as const);
  return {
    title: key,
    ...create,
    properties: {
      ...create.properties,
      type: { const: key },
      request: formSchema(request, Object.fromEntries(asked)),
    },
    required: ['type', 'request'],
  };
}
