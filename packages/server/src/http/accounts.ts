import { permissionsBody } from '../schemas/bodies.js';
import { askForPermission, changePermissions, listAccounts, mustManageAccounts } from '../use-cases/manage-accounts.js';
import { readBody, validate } from './body.js';
import { idOf, type AddRoutes } from './env.js';
import { json, noContent } from './respond.js';

/** `/v1/accounts`: permissions of the shop's accounts. For accounts that may manage others; any account may request access. */
export const accountRoutes: AddRoutes = (app, context) => {
  app.get('/v1/accounts', async (c) => {
    const request = c.get('request');
    await mustManageAccounts(context, request);
    return json({ accounts: await listAccounts(context, request) });
  });

  app.patch('/v1/accounts/:id', async (c) => {
    const request = c.get('request');
    await mustManageAccounts(context, request);
    const id = idOf(c);
    const { values } = readBody(c.req.raw);
    const { permissions } = validate(permissionsBody, values);
    return json(await changePermissions(context, request, id, permissions));
  });

  app.post('/v1/accounts/:id/ask', async (c) => {
    await askForPermission(context, c.get('request'), idOf(c));
    return noContent();
  });
};
