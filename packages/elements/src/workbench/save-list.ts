import type { Client, Draft, Preference } from '@sidecard/client';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { isComposing } from '../events/composing.js';
import { format } from '../locales/message.js';
import type { WorkbenchWords } from '../locales/workbench-catalogue.js';
import { draftsBeside, keptSections } from '../ticket/kept-draft.js';
import { formatAddress, type ListFilter, sameFilter, sortOf } from './address.js';
import { drawing } from './icons.js';
import { MAX_NAME, saveList, savedLists } from './saved-lists.js';

/** Where the name is kept that is being typed, in place of a ticket and its form. */
export const NAME_DRAFT = ['lists', 'name'] as const;

/** What saving a list needs. */
export interface SaveList {
  readonly client: Client;
  readonly texts: WorkbenchWords;
  readonly filter: ListFilter;
  readonly preferences: ReadonlyMap<string, Preference> | undefined;
  /** Drafts beside that of {@link NAME_DRAFT}, by form. */
  readonly drafts: ReadonlyMap<string, Draft> | undefined;
  /** Called once it is saved, with what to say. */
  readonly onSaved: (text: string) => void;
}

/** Saves a list that the reader has narrowed, unless it is saved already. Its name is asked for in place. */
export function saveListForm(model: SaveList): TemplateResult | typeof nothing {
  const { client, texts, filter, preferences, drafts, onSaved } = model;
  const [place, form] = NAME_DRAFT;
  const path = formatAddress({ page: 'list', filter });
  const { view, queue } = filter;
  const isPlain = sameFilter(filter, { view, sort: sortOf(view), ...(queue === undefined ? {} : { queue }) });
  if (isPlain || savedLists(preferences).some((list) => list.path === path)) return nothing;
  const { save, saveName, saved } = texts.list;
  return html`<details class="save" @toggle=${focusField}>
    <summary class="btn quiet small">${drawing('bookmark')}${save}</summary>
    <form
      @keydown=${close}
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        const [field] = (event.target as HTMLFormElement).elements;
        const name = (field as HTMLInputElement).value.trim();
        if (!name) return;
        saveList(client, { name, path });
        client.drafts.clear(...NAME_DRAFT);
        onSaved(format(saved, { name }));
      }}
    >
      <input
        aria-label=${saveName}
        placeholder=${saveName}
        maxlength=${MAX_NAME}
        required
        autocomplete="off"
        .value=${live(drafts?.get(form)?.['name'] ?? '')}
        @input=${({ target }: Event) => client.drafts.set(...NAME_DRAFT, { name: (target as HTMLInputElement).value })}
      />
      <button class="btn fill small">${save}</button>
    </form>
    ${keptSections(draftsBeside(drafts, form), texts, undefined, (other) => client.drafts.clear(place, other))}
  </details>`;
}

/** Escape folds the form again. */
function close(event: KeyboardEvent): void {
  const form = event.currentTarget as HTMLElement;
  if (event.key !== 'Escape' || isComposing(event)) return;
  event.preventDefault();
  form.closest('details')?.removeAttribute('open');
  form.closest('details')?.querySelector('summary')?.focus();
}

/** Puts the focus into what has just been folded out. */
function focusField({ target }: Event): void {
  const details = target as HTMLDetailsElement;
  if (details.open) details.querySelector('input')?.focus();
}
