import { countQueues, type QueuesAnswer } from '@sidecard/core';
import type { Hono } from 'hono';
import { problem } from '../http/problem.js';
import { json } from '../http/respond.js';
import type { ServerParts } from '../server-parts.js';
import { cursorOf, headOf } from '../storage/streams.js';
import { countTickets } from '../storage/tickets.js';
import type { Env } from './env.js';

const PATH = '/v1/queues';

/** `GET /v1/queues`: how much there is to do in the shop, by queue (R38, R39). For the shop's accounts and staff; to others there is no such path. */
export function queueRoutes(app: Hono<Env>, parts: ServerParts): void {
  app.use(PATH, async (context, next) => {
    const { party } = context.get('caller').actor;
    if (party !== 'merchant' && party !== 'staff') throw problem('not-found');
    await next();
  });
  app.get(PATH, async (context) => {
    const { merchantId, stream } = context.get('caller');
    const answer = await parts.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (tx): Promise<QueuesAnswer> => {
        const head = await headOf(tx, merchantId, stream, parts.newId);
        const queues = countQueues(await countTickets(tx, merchantId), parts.types);
        return { queues, cursor: cursorOf(head) };
      });
    return json(answer);
  });
}
