import { threadAccess, threadFor, type StaffMessageAnswer, type StaffThread } from '@sidecard/core';
import type { Context, Hono } from 'hono';
import { runCommand } from '../commands/command.js';
import { permissionMissing } from '../commands/refusal.js';
import { invalid, onlyMembers, readBody, textMember } from '../http/body.js';
import { problem } from '../http/problem.js';
import { json } from '../http/respond.js';
import { writeOf } from '../http/write.js';
import type { ServerParts } from '../server-parts.js';
import { cursorOf, headOf } from '../storage/streams.js';
import { findWithRelated, staffThread } from '../storage/tickets.js';
import { messageViewFor } from '../views.js';
import { idOf, type Env } from './env.js';

const PATH = '/v1/tickets/:id/staff-messages';

/**
 * `/v1/tickets/{id}/staff-messages`: between the merchant and platform staff alone (R25). To everybody else there is no such path,
 * whatever the method (R24).
 */
export function staffMessageRoutes(app: Hono<Env>, parts: ServerParts): void {
  app.use(PATH, async (context, next) => {
    const { party } = context.get('caller').actor;
    if (party !== 'merchant' && party !== 'staff') throw problem('not-found');
    await next();
  });
  app.get(PATH, (context) => read(context, parts));
  app.post(PATH, (context) => leave(context, parts));
}

async function read(context: Context<Env>, parts: ServerParts): Promise<Response> {
  const caller = context.get('caller');
  const id = idOf(context);
  const policy = await parts.policyOf(caller.merchantId);
  const thread = await parts.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx): Promise<StaffThread> => {
      const head = await headOf(tx, caller.merchantId, caller.stream, parts.newId);
      if (!(await findWithRelated(tx, caller.scope, id))) throw problem('not-found');
      if (!threadAccess(caller.actor, policy)) throw await permissionMissing(tx, caller, 'task.handle', policy);
      const messages = await staffThread(tx, caller.merchantId, id);
      return {
        messages: threadFor(messages, caller.actor, policy).map((message) => messageViewFor(message, caller.audience)),
        cursor: cursorOf(head),
      };
    });
  return json(thread);
}

async function leave(context: Context<Env>, parts: ServerParts): Promise<Response> {
  const caller = context.get('caller');
  const id = idOf(context);
  const { values, bytes } = await readBody(context.req.raw);
  const write = await writeOf(context.req.raw, bytes);
  onlyMembers(values, ['purpose', 'text']);
  const purpose = textMember(values, 'purpose', 60);
  const text = values['text'];
  if (text !== undefined && typeof text !== 'string') throw invalid('"text" is to be a text.');
  const { message, head, replayed } = await runCommand(
    parts,
    caller,
    id,
    {
      thread: 'staff',
      fields: { ...(purpose === undefined ? {} : { purpose }), ...(text === undefined ? {} : { text }) },
    },
    write,
  );
  if (!message) throw new TypeError(`No message came of a write to the staff thread of ticket ${id}.`);
  const body: StaffMessageAnswer = { message: messageViewFor(message, caller.audience), cursor: cursorOf(head) };
  return json(body, 201, replayed ? { 'Idempotent-Replayed': 'true' } : {});
}
