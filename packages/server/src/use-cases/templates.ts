import { permits } from '@sidecard/core/server';
import {
  type ReplyTemplate,
  TEMPLATE_LIMITS,
  type TemplateContent,
  type TemplateList,
  type TemplateScope,
} from '@sidecard/core/wire';
import type { RequestContext, ServerContext } from '../context/context.js';
import type { AccountRef } from '../storage/records.js';
import type { AccountReads } from '../storage/store.js';
import { invalid, problem } from '../wire/problem.js';
import { permissionMissing } from './refusal.js';

/** Lists the shop’s templates and the account’s own, which replace the shop’s with the same id. Call `mustHandle` first. */
export async function listTemplates({ store }: ServerContext, request: RequestContext): Promise<TemplateList> {
  const templates = await store.listTemplates(accountOf(request));
  const own = new Set(templates.flatMap(({ owner, template }) => (owner === '' ? [] : [template.id])));
  const shown = templates.filter(({ owner, template }) => owner !== '' || !own.has(template.id));
  return { templates: shown.map(({ template }) => viewOf(template)) };
}

/**
 * Saves a template, in place of the one with the same id that the account sees. Repeating it has no effect. Call `mustHandle`
 * first.
 *
 * @throws ProblemError `permission-missing` without `account.manage`, if it is or was shared; `body-invalid` if it names an unknown type;
 *   `too-many-templates`
 */
export async function saveTemplate(
  context: ServerContext,
  request: RequestContext,
  id: string,
  content: TemplateContent,
): Promise<ReplyTemplate> {
  const { store, types, clock } = context;
  const { merchantId, accountId } = accountOf(request);
  const unknown = (content.types ?? []).flatMap((key, index) => (types.has(key) ? [] : [index]));
  if (unknown.length > 0) {
    const text = 'Must be the key of a ticket type.';
    throw invalid(...unknown.map((index) => ({ path: `types[${index}]`, code: 'type-unknown', text })));
  }
  const owner = content.scope === 'shop' ? '' : accountId;
  return store.transaction(merchantId, async (unit) => {
    const count = await unit.lockTemplates(merchantId, owner);
    const before = await unit.findTemplate({ merchantId, accountId }, id);
    if (owner === '' || before?.owner === '') await mustShare(unit, request);
    if (before && before.owner === owner && isSame(before.template, content)) return viewOf(before.template);
    const most = owner === '' ? TEMPLATE_LIMITS.perShop : TEMPLATE_LIMITS.perAccount;
    if (before?.owner !== owner && count >= most) throw problem('too-many-templates');
    const template = viewOf({ ...content, id, savedAtMs: clock.now() });
    if (before && before.owner !== owner) await unit.dropTemplate(merchantId, before.owner, id);
    await unit.putTemplate({ merchantId, owner, template });
    return template;
  });
}

/**
 * Deletes a template of the account, or one of the shop. Without one, nothing happens. Call `mustHandle` first.
 *
 * @param scope - whose it is: repeating the deletion of the account's own must not delete the shop's, which it replaced
 * @throws ProblemError `permission-missing` without `account.manage`, if it is shared
 */
export async function deleteTemplate(
  context: ServerContext,
  request: RequestContext,
  id: string,
  scope: TemplateScope,
): Promise<void> {
  const { merchantId, accountId } = accountOf(request);
  await context.store.transaction(merchantId, async (unit) => {
    if (scope === 'shop') await mustShare(unit, request);
    await unit.dropTemplate(merchantId, scope === 'shop' ? '' : accountId, id);
  });
}

const accountOf = ({ merchantId, actor: { accountId } }: RequestContext): AccountRef => ({ merchantId, accountId });

/** Orders the members, because the database has its own order. */
function viewOf({ id, name, text, scope, types, reasons, savedAtMs }: ReplyTemplate): ReplyTemplate {
  return { id, name, text, scope, ...(types ? { types } : {}), ...(reasons ? { reasons } : {}), savedAtMs };
}

/** A text that every agent sends in the shop’s name is up to those who manage the accounts. */
async function mustShare(reads: AccountReads, request: RequestContext): Promise<void> {
  if (!permits(request.actor, 'account.manage')) throw await permissionMissing(reads, request, 'account.manage');
}

function isSame(before: ReplyTemplate, after: TemplateContent): boolean {
  const partsOf = ({ name, text, types, reasons }: TemplateContent) =>
    JSON.stringify([name, text, types ?? null, reasons ?? null]);
  return partsOf(before) === partsOf(after);
}
