import { MAX_COUNT, QUEUES } from '@sidecard/core/list';
import type { ListView, QueuesAnswer } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import { format } from '../locales/message.js';
import type { WorkbenchWords } from '../locales/workbench-catalogue.js';
import { FIRST_LIST, formatAddress, type ListFilter, sortOf, type WorkbenchAddress } from './address.js';
import { drawing } from './icons.js';
import type { SavedList } from './saved-lists.js';

/** What the navigation shows. */
export interface Rail {
  readonly texts: WorkbenchWords;
  readonly address: WorkbenchAddress;
  /** `undefined` until they have loaded. */
  readonly counts: QueuesAnswer | undefined;
  readonly saved: readonly SavedList[];
  readonly hasArchive: boolean;
  readonly hasAccounts: boolean;
  /** Attributes of a link to an address, or of a button if the host has no addresses. */
  readonly link: (path: string, content: TemplateResult, current: boolean) => TemplateResult;
  readonly onForget: (name: string) => void;
}

const ICONS: Readonly<Record<string, string>> = {
  open: 'ticket',
  'needs-answer': 'move',
  'due-soon': 'warning',
  mine: 'person',
  intervening: 'platform',
  'waiting-for-buyer': 'waiting',
  resolved: 'resolved',
  'returns-and-exchanges': 'type-exchange',
  logistics: 'type-delivery-issue',
  other: 'inbox',
};

/** Lists above the groups. */
const FIRST: readonly ListView[] = ['open', 'needs-answer', 'due-soon', 'mine'];
const STATUS: readonly ListView[] = ['intervening', 'waiting-for-buyer', 'resolved'];

/** Renders the navigation: lists with their counts, saved lists, archive and accounts. */
export function rail(model: Rail): TemplateResult {
  const { texts, address, counts, saved } = model;
  const { workbench: words } = texts;
  const count = (text: string, urgent = false): TemplateResult =>
    html`<span class="count num ${urgent ? 'urgent' : ''}">${text}</span>`;
  const limited = (total: number) => countText(Math.min(total, MAX_COUNT), texts, total >= MAX_COUNT);
  const entry = (path: string, icon: string, name: string, total: TemplateResult | typeof nothing, current: boolean) =>
    html`<li>${model.link(path, html`${drawing(icon)}<span class="name">${name}</span>${total}`, current)}</li>`;
  const list = (filter: ListFilter, key: string, name: string, total: TemplateResult | typeof nothing) =>
    entry(
      formatAddress({ page: 'list', filter }),
      ICONS[key] ?? 'ticket',
      name,
      total,
      (address.page === 'list' || address.page === 'task') && sameList(address.filter, filter),
    );
  const ofView = (view: ListView): TemplateResult => {
    const total = counts?.views?.[view];
    return list(
      { view, sort: sortOf(view) },
      view,
      words.views[view],
      total === undefined ? nothing : count(limited(total), view === 'due-soon' && total > 0),
    );
  };
  const page = (key: 'archive' | 'accounts', icon: string): TemplateResult =>
    entry(`/${key}`, icon, words[key], nothing, address.page === key);
  return html`<nav class="rail" part="navigation" aria-label=${words.navigation}>
    <slot name="start"><h2 class="brand">${words.title}</h2></slot>
    <ul>
      ${FIRST.map(ofView)}
    </ul>
    <h3>${words.groups.queues}</h3>
    <ul>
      ${QUEUES.map((queue) =>
        list(
          { ...FIRST_LIST, queue },
          queue,
          words.queues[queue],
          counts ? count(limited(counts.queues.find((one) => one.queue === queue)?.open ?? 0)) : nothing,
        ),
      )}
    </ul>
    <h3>${words.groups.status}</h3>
    <ul>
      ${STATUS.map(ofView)}
    </ul>
    ${
      saved.length > 0
        ? html`<h3>${words.groups.saved}</h3>
            <ul>
              ${saved.map(
                ({ name, path }) =>
                  html`<li class="saved">
                    ${model.link(
                      path,
                      html`${drawing('bookmark')}<span class="name"><bdi>${name}</bdi></span>`,
                      address.page === 'list' && formatAddress(address) === path,
                    )}
                    <button
                      class="btn ico small"
                      type="button"
                      aria-label=${format(texts.list.forget, { name })}
                      title=${format(texts.list.forget, { name })}
                      @click=${() => model.onForget(name)}
                    >
                      ${drawing('close')}
                    </button>
                  </li>`,
              )}
            </ul>`
        : nothing
    }
    ${
      model.hasArchive || model.hasAccounts
        ? html`<h3>${words.groups.shop}</h3>
            <ul>
              ${model.hasArchive ? page('archive', 'archive') : nothing}
              ${model.hasAccounts ? page('accounts', 'people') : nothing}
            </ul>`
        : nothing
    }
  </nav>`;
}

/** Writes a count in the reader's language: `474`, `1,000+`. */
export function countText(count: number, { locale, workbench }: WorkbenchWords, isMore: boolean): string {
  const text = new Intl.NumberFormat(locale).format(count);
  return isMore ? format(workbench.orMore, { count: text }) : text;
}

/** Whether a filter is a list of the navigation, narrowed or not. */
function sameList(current: ListFilter, { view, queue }: ListFilter): boolean {
  return current.view === view && current.queue === queue;
}
