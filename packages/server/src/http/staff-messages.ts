import { messageAnswer } from '../use-cases/answers.js';
import { readStaffThread } from '../use-cases/read-tickets.js';
import { runCommand } from '../use-cases/run-command.js';
import { staffMessageBody } from '../schemas/bodies.js';
import { problem } from '../wire/problem.js';
import { readBody, validate } from './body.js';
import { idOf, type AddRoutes } from './env.js';
import { json, written } from './respond.js';
import { writeKeyOf } from './write.js';

const PATH = '/v1/tickets/:id/staff-messages';

/**
 * `/v1/tickets/{id}/staff-messages`: only between the merchant and platform staff (R25). For everyone else the path does not exist, with
 * any method (R24).
 */
export const staffMessageRoutes: AddRoutes = (app, context) => {
  app.use(PATH, async (c, next) => {
    const { party } = c.get('request').actor;
    if (party !== 'merchant' && party !== 'staff') throw problem('not-found');
    await next();
  });

  app.get(PATH, async (c) => json(await readStaffThread(context, c.get('request'), idOf(c))));

  app.post(PATH, async (c) => {
    const request = c.get('request');
    const id = idOf(c);
    const { values, bytes } = readBody(c.req.raw);
    const write = await writeKeyOf(c.req.raw, bytes);
    const fields = validate(staffMessageBody, values);
    const result = await runCommand(context, request, id, { thread: 'staff', fields }, write);
    return written(result, messageAnswer(request, result), 201);
  });
};
