import type { ReplyTemplate, TemplateContent, TemplateList } from '@sidecard/core/wire';
import type { ReadableAtom } from 'nanostores';
import type { ClientRefusal } from '../model/client-refusal.js';
import type { Ports } from '../ports/ports.types.js';
import type { Api } from '../transport/api.js';
import { isObject, objectWith } from '../transport/checks.js';
import { newId } from '../util/ids.js';
import type { RetryTimer } from '../util/retry-timer.js';
import { createFetchedList, type FetchedList } from './fetched-list.js';
import type { ObservedStore } from './observed-store.js';

/** Texts that the account inserts into answers. */
export interface Templates {
  /** The shop’s templates and the account’s own, by name. Loaded for the first listener; empty for accounts that have none. */
  readonly list: ReadableAtom<readonly ReplyTemplate[]>;
  /**
   * Saves a new template, or replaces the one with this id. Sharing one with the shop requires `account.manage`.
   *
   * @param id - of the template to replace. @default a new one
   * @returns never rejects; the server’s problem codes include `body-invalid`, `permission-missing` and `too-many-templates`
   */
  save(
    template: TemplateContent,
    id?: string,
  ): Promise<
    { readonly ok: true; readonly template: ReplyTemplate } | { readonly ok: false; readonly error: ClientRefusal }
  >;
  /** Deletes a template: the account’s own, or the shop’s. Repeating it has no effect. @returns never rejects */
  remove(
    template: Pick<ReplyTemplate, 'id' | 'scope'>,
  ): Promise<{ readonly ok: true } | { readonly ok: false; readonly error: ClientRefusal }>;
}

/** The store behind {@link Templates}. */
export interface TemplatesStore extends Pick<Templates, 'save' | 'remove'>, FetchedList {}

const isTemplate = objectWith<ReplyTemplate>({ id: 'string', name: 'string', text: 'string', scope: 'string' });
const isTemplateList = objectWith<TemplateList>({ templates: [isTemplate] });

/** Creates the store of a list that is not loaded yet. */
export function createTemplates(
  ports: Ports,
  api: Api,
  retryTimer: RetryTimer,
  store: ObservedStore<readonly ReplyTemplate[]>,
): TemplatesStore {
  const list = createFetchedList(api, retryTimer, store, '/v1/templates', isTemplateList, (body) => body.templates);
  const pathOf = (id: string) => `/v1/templates/${encodeURIComponent(id)}`;

  return {
    ...list,
    async save(template, id = newId(ports)) {
      const answer = await api({ method: 'PUT', path: pathOf(id), body: template }, isTemplate);
      if (!answer.ok) return { ok: false, error: answer.error };
      void list.refresh();
      return { ok: true, template: answer.body };
    },
    async remove({ id, scope }) {
      const answer = await api({ method: 'DELETE', path: `${pathOf(id)}?scope=${scope}` }, isObject);
      if (!answer.ok) return { ok: false, error: answer.error };
      void list.refresh();
      return { ok: true };
    },
  };
}
