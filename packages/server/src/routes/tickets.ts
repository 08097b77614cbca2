import { isQueue, QUEUES, typesOf, type FieldValues, type TicketAnswer, type TicketPage } from '@sidecard/core';
import type { Context, Hono } from 'hono';
import type { Caller } from '../auth/caller.js';
import { isId } from '../auth/principal.js';
import type { Carried } from '../commands/carry-out.js';
import { runCommand } from '../commands/command.js';
import { createTicket } from '../commands/create.js';
import { invalid, isRecord, onlyMembers, readBody, textMember, type Body } from '../http/body.js';
import { problem } from '../http/problem.js';
import { json } from '../http/respond.js';
import { writeOf } from '../http/write.js';
import { checkOrder } from '../orders/check-order.js';
import type { ServerParts } from '../server-parts.js';
import { cursorOf, headOf } from '../storage/streams.js';
import { findWithRelated, listTickets, ticketsOfOrders, type TicketFilter } from '../storage/tickets.js';
import { viewFor } from '../views.js';
import { idOf, type Env } from './env.js';
import { DEFAULT_LIMIT, MAX_LIMIT } from './limits.js';

/** `/v1/tickets`: create, list, read, command. */
export function ticketRoutes(app: Hono<Env>, parts: ServerParts): void {
  app.get('/v1/tickets', (context) => list(context, parts));
  app.post('/v1/tickets', (context) => create(context, parts));
  app.get('/v1/tickets/:id', (context) => read(context, parts));
  app.post('/v1/tickets/:id/commands', (context) => command(context, parts));
}

async function list(context: Context<Env>, parts: ServerParts): Promise<Response> {
  const caller = context.get('caller');
  const query = context.req.query();
  const limit = limitOf(query['limit']);
  const filter = {
    ...caller.scope,
    ...(query['open'] === undefined ? {} : { open: booleanOf(query['open']) }),
    orderId: filterOf(query['orderId']),
    conversationId: filterOf(query['conversationId']),
    type: filterOf(query['type']),
    types: typesIn(query['queue'], parts),
    after: pageOf(query['cursor']),
    limit: limit + 1,
  };
  const policy = await parts.policyOf(caller.merchantId);
  const page = await parts.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx): Promise<TicketPage> => {
      const head = await headOf(tx, caller.merchantId, caller.stream, parts.newId);
      const found = await listTickets(tx, filter);
      const tickets = found.slice(0, limit);
      const orders = tickets.map(({ order }) => order.id);
      const byOrder = await ticketsOfOrders(tx, caller.merchantId, orders);
      const [last] = tickets.slice(-1);
      const now = parts.clock.now();
      return {
        tickets: tickets.map((ticket) => {
          const related = byOrder.filter((other) => other.order.id === ticket.order.id && other.id !== ticket.id);
          return viewFor(ticket, related, readerOf(caller), { types: parts.types, policy, now });
        }),
        ...(last && found.length > limit ? { next: `${last.updatedAtMs}.${last.id}` } : {}),
        cursor: cursorOf(head),
      };
    });
  return json(page);
}

async function read(context: Context<Env>, parts: ServerParts): Promise<Response> {
  const caller = context.get('caller');
  const id = idOf(context);
  const policy = await parts.policyOf(caller.merchantId);
  const answer = await parts.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx): Promise<TicketAnswer> => {
      const head = await headOf(tx, caller.merchantId, caller.stream, parts.newId);
      const known = await findWithRelated(tx, caller.scope, id);
      if (!known) throw problem('not-found');
      const view = { types: parts.types, policy, now: parts.clock.now() };
      return {
        ticket: viewFor(known.found.ticket, known.related, readerOf(caller), view),
        cursor: cursorOf(head),
      };
    });
  return json(answer);
}

async function create(context: Context<Env>, parts: ServerParts): Promise<Response> {
  const caller = context.get('caller');
  const { values, bytes } = await readBody(context.req.raw);
  const write = await writeOf(context.req.raw, bytes);
  const byHost = caller.actor.party === 'host';
  onlyMembers(values, ['type', 'orderId', 'request', 'locale', ...(byHost ? ['order'] : [])]);
  const order = values['order'] === undefined ? undefined : checkOrder(values['order'], 'order');
  const orderId = order && values['orderId'] === undefined ? order.id : values['orderId'];
  if (!isId(orderId) || (order && order.id !== orderId)) throw invalid('"orderId" is to name the order.');
  const type = textMember(values, 'type', 60) ?? '';
  const request = fieldsOf(values, 'request');
  const locale = localeOf(values);
  const carried = await createTicket(parts, caller, { type, orderId, order, request, locale }, write);
  return answer(parts, caller, carried, 201, { Location: `/v1/tickets/${encodeURIComponent(carried.ticket.id)}` });
}

async function command(context: Context<Env>, parts: ServerParts): Promise<Response> {
  const caller = context.get('caller');
  const id = idOf(context);
  const { values, bytes } = await readBody(context.req.raw);
  const write = await writeOf(context.req.raw, bytes);
  onlyMembers(values, ['command', 'version', 'choice', 'fields']);
  const name = textMember(values, 'command', 60);
  const choice = textMember(values, 'choice', 60);
  const version = values['version'];
  if (!name) throw invalid('"command" is missing.');
  if (version !== undefined && !Number.isSafeInteger(version)) throw invalid('"version" is to be a whole number.');
  const carried = await runCommand(
    parts,
    caller,
    id,
    {
      command: name,
      thread: 'case',
      fields: fieldsOf(values, 'fields'),
      ...(typeof version === 'number' ? { version } : {}),
      ...(choice === undefined ? {} : { choice }),
    },
    write,
  );
  return answer(parts, caller, carried, 200);
}

async function answer(
  parts: ServerParts,
  caller: Caller,
  { ticket, related, head, event, replayed }: Carried,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const context = { types: parts.types, policy: await parts.policyOf(caller.merchantId), now: parts.clock.now() };
  const sentMessage = event.entry?.sentMessage;
  const body: TicketAnswer = {
    ticket: viewFor(ticket, related, readerOf(caller), context),
    cursor: cursorOf(head),
    ...(sentMessage ? { sentMessage } : {}),
  };
  return json(body, status, { ...headers, ...(replayed ? { 'Idempotent-Replayed': 'true' } : {}) });
}

const readerOf = ({ audience, actor }: Caller) => ({ audience, party: actor.party });

function fieldsOf(values: Body['values'], key: string): FieldValues {
  const fields = values[key];
  if (fields === undefined) return {};
  if (!isRecord(fields)) throw invalid(`"${key}" is to be an object.`);
  // Of any shape: core's checks take every value of every type.
  return fields as FieldValues;
}

function localeOf(values: Body['values']): string | undefined {
  const locale = textMember(values, 'locale', 35);
  if (locale !== undefined && !/^[A-Za-z]{2,8}(-[A-Za-z\d]{1,8})*$/.test(locale)) {
    throw invalid('"locale" is to be a language tag.');
  }
  return locale;
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_LIMIT) throw invalid(`"limit" is to be from 1 to ${MAX_LIMIT}.`);
  return limit;
}

function booleanOf(text: string): boolean {
  if (text !== 'true' && text !== 'false') throw invalid('"open" is to be true or false.');
  return text === 'true';
}

function filterOf(text: string | undefined): string | undefined {
  if (text !== undefined && !isId(text)) throw invalid('A filter is to be an id.');
  return text;
}

function typesIn(queue: string | undefined, { types }: ServerParts): TicketFilter['types'] {
  if (queue === undefined) return undefined;
  if (!isQueue(queue)) throw invalid(`"queue" is to be one of: ${QUEUES.join(', ')}.`);
  return typesOf(queue, types);
}

function pageOf(cursor: string | undefined): { updatedAtMs: number; id: string } | undefined {
  if (cursor === undefined) return undefined;
  const match = /^(\d{1,15})\.(.+)$/s.exec(cursor);
  const [, at, id] = match ?? [];
  if (at === undefined || !isId(id)) throw invalid('"cursor" is to be the `next` of a page.');
  return { updatedAtMs: Number(at), id };
}
