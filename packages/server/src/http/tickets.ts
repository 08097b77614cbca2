import { typesOf } from '@sidecard/core/server';
import { commandBody, createBody, hostCreateBody } from '../schemas/bodies.js';
import { DEFAULT_LIMIT, historyQuery, ticketQuery } from '../schemas/queries.js';
import { ticketAnswer } from '../use-cases/answers.js';
import { createTicket } from '../use-cases/create-ticket.js';
import { listTickets, readHistory, readTicket } from '../use-cases/read-tickets.js';
import { runCommand } from '../use-cases/run-command.js';
import { readBody, validate } from './body.js';
import { idOf, type AddRoutes } from './env.js';
import { queryOf } from './query.js';
import { json, written } from './respond.js';
import { writeKeyOf } from './write.js';

/** `/v1/tickets`: create, list, read, history, command. */
export const ticketRoutes: AddRoutes = (app, context) => {
  app.get('/v1/tickets', async (c) => {
    const { open, queue, cursor, limit = DEFAULT_LIMIT, ...only } = queryOf(c, ticketQuery);
    const filter = {
      ...only,
      ...(open === undefined ? {} : { open }),
      types: queue && typesOf(queue, context.types),
      after: cursor,
      limit,
    };
    const page = await listTickets(context, c.get('request'), filter);
    context.audit.addressRead(c.get('request'), { where: 'list' });
    return json(page);
  });

  app.post('/v1/tickets', async (c) => {
    const request = c.get('request');
    const { values, bytes } = readBody(c.req.raw);
    const write = await writeKeyOf(c.req.raw, bytes);
    const { locale, ...body } = validate(request.actor.party === 'host' ? hostCreateBody : createBody, values);
    const create = { ...body, locale };
    const result = await createTicket(context, request, create, write);
    // Relative: a router may have taken a prefix from the address.
    const location = `tickets/${encodeURIComponent(result.ticket.id)}`;
    return written(result, ticketAnswer(context, request, result), 201, { Location: location });
  });

  app.get('/v1/tickets/:id', async (c) => {
    const answer = await readTicket(context, c.get('request'), idOf(c));
    context.audit.addressRead(c.get('request'), { where: 'ticket', ticketId: answer.ticket.id });
    return json(answer);
  });

  app.get('/v1/tickets/:id/history', async (c) => {
    const { before, limit = DEFAULT_LIMIT } = queryOf(c, historyQuery);
    const page = await readHistory(context, c.get('request'), idOf(c), { before, limit });
    context.audit.addressRead(c.get('request'), { where: 'ticket', ticketId: idOf(c) });
    return json(page);
  });

  app.post('/v1/tickets/:id/commands', async (c) => {
    const request = c.get('request');
    const id = idOf(c);
    const { values, bytes } = readBody(c.req.raw);
    const write = await writeKeyOf(c.req.raw, bytes);
    const command = { ...validate(commandBody, values), thread: 'case' as const };
    const result = await runCommand(context, request, id, command, write);
    return written(result, ticketAnswer(context, request, result), 200);
  });
};
