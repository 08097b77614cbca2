import type { Client } from '@sidecard/client';
import { label } from '@sidecard/core/card';
import type { ExportFormat } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import type { ArchiveWords } from '../locales/archive-catalogue.js';
import { format } from '../locales/message.js';
import { icon } from '../theme/icons.js';
import { ArchiveData } from './archive-data.js';
import { chart } from './chart.js';
import { filters, search } from './filters.js';
import { tiles } from './tiles.js';

/** What the page needs from the element that shows it. */
export interface ArchivePageModel {
  readonly client: Client;
  /** Identifies the client's account: another one has chosen and selected nothing. */
  readonly account: string | undefined;
  readonly texts: ArchiveWords;
  /** Whether the account holds `archive.manage`. */
  readonly mayManage: boolean;
  /** Opens a ticket. */
  readonly onOpen: (ticketId: string) => void;
  /** Announces the outcome of a change. */
  readonly say: (text: string) => void;
}

/** The page of the picture archive (R40, R41). It keeps what the reader has chosen and selected, for one account of a client. */
export class ArchivePage {
  readonly #onChange: () => void;
  #data: ArchiveData | undefined;
  #account: string | undefined;

  /** @param onChange - renders again */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Loads again, for example because the reader comes back to the page. */
  reload(): void {
    void this.#data?.load();
  }

  render(model: ArchivePageModel): TemplateResult {
    const data = this.#dataOf(model);
    const { texts, mayManage } = model;
    const { archive } = texts;
    return html`<div class="page archive">
      <header class="toolbar">
        <h2 tabindex="-1" data-focus="page">${archive.title}</h2>
        ${data.status === 'denied' ? nothing : html`${filters(data, texts)} ${search(data, texts)}`}
      </header>
      ${mayManage && data.selected.size > 0 ? this.#renderSelection(data, model) : nothing}
      <div class="scroller padded" tabindex="-1" aria-busy=${data.status === 'loading'}>
        ${this.#renderContent(data, model)}
      </div>
      ${mayManage && data.status === 'ready' && data.entries.length > 0 ? this.#renderExport(data, model) : nothing}
    </div>`;
  }

  #renderContent(data: ArchiveData, model: ArchivePageModel): TemplateResult {
    const { texts, mayManage, onOpen } = model;
    const { archive } = texts;
    const { status, entries, counts } = data;
    if (status === 'denied') return notice('lock', archive.denied);
    if (status === 'failed') {
      return notice('offline', archive.failed, undefined, [texts.state.retry, () => void data.load()]);
    }
    // What is on the screen stays while something else loads.
    if (status === 'loading' && entries.length === 0) {
      return html`<p class="vh" role="status">${archive.loading}</p>
        <div class="tiles" aria-hidden="true">${[0, 1, 2, 3].map(() => html`<span class="shot skel"></span>`)}</div>`;
    }
    if (entries.length === 0) {
      if (!data.isNarrowed) return notice('picture', archive.empty, archive.emptyHelp);
      const isRemoved = data.choice.removed && Object.keys(data.choice).length === 1;
      return notice('search', isRemoved ? archive.nothingRemoved : archive.nothingFound, undefined, [
        archive.clear,
        () => data.clear(),
      ]);
    }
    return html`${counts && !data.choice.removed ? chart(counts, texts, data.client.now()) : nothing}
    ${tiles(data, { texts, mayManage, onOpen, onSelect: this.#onChange })}
    ${
      data.next === undefined
        ? nothing
        : html`<div class="row">
            <button class="btn" type="button" @click=${() => void data.more()}>${archive.more}</button>
          </div>`
    }`;
  }

  #renderSelection(data: ArchiveData, { texts, say }: ArchivePageModel): TemplateResult {
    const { archive, locale } = texts;
    const change = async (what: Parameters<ArchiveData['change']>[0]): Promise<void> => {
      const changed = await data.change(what);
      if (!changed) say(archive.changeFailed);
      else if (changed.refused === 0) say(format(archive.changed, { count: changed.made }));
      else say(format(archive.changedPartly, { count: changed.made, failed: changed.refused }));
    };
    return html`<form
      class="selection"
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        const form = event.currentTarget as HTMLFormElement;
        const defect = form.querySelector('select')?.value;
        focusHeading(form);
        if (defect) void change({ defect });
      }}
    >
      <b>${format(archive.selected, { count: data.selected.size })}</b>
      <span class="chip-select">
        <select aria-label=${archive.chooseDefect}>
          ${data.defects.map(({ key, labels }) => html`<option value=${key}>${label(labels, locale)}</option>`)}
        </select>
        ${icon('chevron-down')}
      </span>
      <button class="btn fill small">${archive.apply}</button>
      <button
        class="btn small"
        type="button"
        @click=${(event: Event) => {
          focusHeading(event.currentTarget as HTMLElement);
          void change({ action: data.choice.removed ? 'restore' : 'remove' });
        }}
      >
        ${data.choice.removed ? archive.restore : archive.remove}
      </button>
      <button
        class="btn quiet small"
        type="button"
        @click=${(event: Event) => {
          focusHeading(event.currentTarget as HTMLElement);
          data.selected.clear();
          this.#onChange();
        }}
      >
        ${archive.clearSelection}
      </button>
    </form>`;
  }

  #renderExport(data: ArchiveData, { texts, say }: ArchivePageModel): TemplateResult {
    const { archive, locale } = texts;
    const button = (name: ExportFormat, text: string): TemplateResult =>
      html`<button
        class="btn small"
        type="button"
        data-export=${name}
        aria-disabled=${data.exporting ? 'true' : 'false'}
        @click=${async () => {
          if (data.exporting) return;
          const file = await data.export(name, locale);
          say(file ? archive.exported : archive.exportFailed);
          if (file) save(file, `${archive.title}.${name}`);
        }}
      >
        ${data.exporting === name ? archive.exporting : text}
      </button>`;
    return html`<footer class="foot">
      ${button('zip', archive.exportPictures)} ${button('csv', archive.exportTable)}
    </footer>`;
  }

  #dataOf({ client, account }: ArchivePageModel): ArchiveData {
    if (this.#data?.client === client && this.#account === account) return this.#data;
    this.#account = account;
    const data = new ArchiveData(client, this.#onChange);
    this.#data = data;
    // Not while rendering.
    queueMicrotask(() => void data.load());
    return data;
  }
}

function notice(
  name: string,
  title: string,
  help?: string,
  action?: readonly [text: string, run: () => void],
): TemplateResult {
  return html`<div class="empty" role="status">
    <span class="tile">${icon(name)}</span>
    <h3>${title}</h3>
    ${help === undefined ? nothing : html`<p>${help}</p>`}
    ${action ? html`<div class="row"><button class="btn" type="button" @click=${action[1]}>${action[0]}</button></div>` : nothing}
  </div>`;
}

/** The bar with the pressed button goes: the focus stays on the page. */
function focusHeading(from: HTMLElement): void {
  from.closest('.archive')?.querySelector<HTMLElement>('[data-focus=page]')?.focus();
}

/** Saves a file on the reader's device. */
function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Browsers read it after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
