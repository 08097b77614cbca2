import { templateBody } from '../schemas/bodies.js';
import { templateQuery } from '../schemas/queries.js';
import { deleteTemplate, listTemplates, saveTemplate } from '../use-cases/templates.js';
import { readBody, validate } from './body.js';
import { idOf, type AddRoutes } from './env.js';
import { handlersOnly } from './handlers-only.js';
import { queryOf } from './query.js';
import { json, noContent } from './respond.js';

const PATHS = ['/v1/templates', '/v1/templates/:id'];

/** `/v1/templates`: texts that the shop’s handlers insert into answers. For other parties the paths do not exist, with any method. */
export const templateRoutes: AddRoutes = (app, context) => {
  handlersOnly(app, context, ...PATHS);

  app.get('/v1/templates', async (c) => json(await listTemplates(context, c.get('request'))));

  app.put('/v1/templates/:id', async (c) => {
    const id = idOf(c);
    const { values } = readBody(c.req.raw);
    return json(await saveTemplate(context, c.get('request'), id, validate(templateBody, values)));
  });

  app.delete('/v1/templates/:id', async (c) => {
    const { scope } = queryOf(c, templateQuery);
    await deleteTemplate(context, c.get('request'), idOf(c), scope);
    return noContent();
  });
};
