import type { TicketTypes } from '@sidecard/core/authoring';
import { typesOf } from '@sidecard/core/server';
import { isQueue, QUEUES, type FieldValues } from '@sidecard/core/wire';
import { checkOrder } from '../orders/check-order.js';
import type { TicketFilter } from '../storage/records.js';
import { ticketAnswer } from '../use-cases/answers.js';
import { createTicket } from '../use-cases/create-ticket.js';
import { DEFAULT_LIMIT, listTickets, MAX_LIMIT, readHistory, readTicket } from '../use-cases/read-tickets.js';
import { runCommand } from '../use-cases/run-command.js';
import { invalid } from '../wire/problem.js';
import { isId, isRecord } from '../wire/values.js';
import { onlyMembers, readBody, textMember, type Body } from './body.js';
import { idOf, type AddRoutes } from './env.js';
import { json, written } from './respond.js';
import { writeKeyOf } from './write.js';

/** `/v1/tickets`: create, list, read, history, command. */
export const ticketRoutes: AddRoutes = (app, context) => {
  app.get('/v1/tickets', async (c) => {
    const query = c.req.query();
    const limit = limitIn(query['limit']);
    const open = query['open'];
    const filter = {
      ...(open === undefined ? {} : { open: booleanIn(open) }),
      orderId: filterIn(query['orderId']),
      conversationId: filterIn(query['conversationId']),
      type: filterIn(query['type']),
      types: typesIn(query['queue'], context.types),
      after: pageIn(query['cursor']),
      limit,
    };
    return json(await listTickets(context, c.get('request'), filter));
  });

  app.post('/v1/tickets', async (c) => {
    const request = c.get('request');
    const { values, bytes } = await readBody(c.req.raw);
    const write = await writeKeyOf(c.req.raw, bytes);
    const byHost = request.actor.party === 'host';
    onlyMembers(values, ['type', 'orderId', 'request', 'locale', ...(byHost ? ['order'] : [])]);
    const order = values['order'] === undefined ? undefined : checkOrder(values['order'], 'order');
    const orderId = order && values['orderId'] === undefined ? order.id : values['orderId'];
    if (!isId(orderId) || (order && order.id !== orderId)) throw invalid('"orderId" must be the id of the order.');
    const type = textMember(values, 'type', 60) ?? '';
    const fields = fieldsIn(values, 'request');
    const create = { type, orderId, order, request: fields, locale: localeIn(values) };
    const result = await createTicket(context, request, create, write);
    const location = `/v1/tickets/${encodeURIComponent(result.ticket.id)}`;
    return written(result, ticketAnswer(context, request, result), 201, { Location: location });
  });

  app.get('/v1/tickets/:id', async (c) => json(await readTicket(context, c.get('request'), idOf(c))));

  app.get('/v1/tickets/:id/history', async (c) => {
    const { before, limit } = c.req.query();
    if (before !== undefined && !isId(before)) throw invalid('"before" must be an id.');
    return json(await readHistory(context, c.get('request'), idOf(c), { before, limit: limitIn(limit) }));
  });

  app.post('/v1/tickets/:id/commands', async (c) => {
    const request = c.get('request');
    const id = idOf(c);
    const { values, bytes } = await readBody(c.req.raw);
    const write = await writeKeyOf(c.req.raw, bytes);
    onlyMembers(values, ['command', 'version', 'choice', 'fields']);
    const name = textMember(values, 'command', 60);
    const choice = textMember(values, 'choice', 60);
    const version = values['version'];
    if (!name) throw invalid('"command" is missing.');
    if (version !== undefined && !Number.isSafeInteger(version)) throw invalid('"version" must be a whole number.');
    const command = {
      command: name,
      thread: 'case' as const,
      fields: fieldsIn(values, 'fields'),
      ...(typeof version === 'number' ? { version } : {}),
      ...(choice === undefined ? {} : { choice }),
    };
    const result = await runCommand(context, request, id, command, write);
    return written(result, ticketAnswer(context, request, result), 200);
  });
};

function fieldsIn(values: Body['values'], key: string): FieldValues {
  const fields = values[key];
  if (fields === undefined) return {};
  if (!isRecord(fields)) throw invalid(`"${key}" must be an object.`);
  // Of any shape: core checks every value against the ticket type.
  return fields as FieldValues;
}

function localeIn(values: Body['values']): string | undefined {
  const locale = textMember(values, 'locale', 35);
  if (locale !== undefined && !/^[A-Za-z]{2,8}(-[A-Za-z\d]{1,8})*$/.test(locale)) {
    throw invalid('"locale" must be a language tag.');
  }
  return locale;
}

function limitIn(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_LIMIT) throw invalid(`"limit" must be between 1 and ${MAX_LIMIT}.`);
  return limit;
}

function booleanIn(text: string): boolean {
  if (text !== 'true' && text !== 'false') throw invalid('"open" must be true or false.');
  return text === 'true';
}

function filterIn(text: string | undefined): string | undefined {
  if (text !== undefined && !isId(text)) throw invalid('A filter must be an id.');
  return text;
}

function typesIn(queue: string | undefined, types: TicketTypes): TicketFilter['types'] {
  if (queue === undefined) return undefined;
  if (!isQueue(queue)) throw invalid(`"queue" must be one of: ${QUEUES.join(', ')}.`);
  return typesOf(queue, types);
}

function pageIn(cursor: string | undefined): TicketFilter['after'] {
  if (cursor === undefined) return undefined;
  const match = /^(\d{1,15})\.(.+)$/s.exec(cursor);
  const [, at, id] = match ?? [];
  if (at === undefined || !isId(id)) throw invalid('"cursor" must be the `next` of a page.');
  return { updatedAtMs: Number(at), id };
}
