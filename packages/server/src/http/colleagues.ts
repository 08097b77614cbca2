import { listColleagues } from '../use-cases/list-colleagues.js';
import type { AddRoutes } from './env.js';
import { handlersOnly } from './handlers-only.js';
import { json } from './respond.js';

const PATH = '/v1/colleagues';

/** `/v1/colleagues`: to whom a ticket can be handed over. For other parties the path does not exist, with any method. */
export const colleagueRoutes: AddRoutes = (app, context) => {
  handlersOnly(app, context, PATH);
  app.get(PATH, async (c) => json(await listColleagues(context, c.get('request'))));
};
