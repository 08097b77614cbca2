import { label } from '@sidecard/core/card';
import type { ArchiveEntryView } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ArchiveWords } from '../locales/archive-catalogue.js';
import { formatDate } from '../locales/format.js';
import { format } from '../locales/message.js';
import { paintPicture } from '../pictures/paint.js';
import { painted } from '../pictures/painted.js';
import { openViewer } from '../pictures/viewer.js';
import { icon } from '../theme/icons.js';
import { type ArchiveData, keyOf } from './archive-data.js';

/** What the tiles need besides the data. */
export interface TilesModel {
  readonly texts: ArchiveWords;
  /** Whether the reader may change the archive, and so select entries. */
  readonly mayManage: boolean;
  readonly onSelect: () => void;
  /** Opens a ticket. */
  readonly onOpen: (ticketId: string) => void;
}

/** Entries of a product with a defect. */
interface Group {
  readonly product: string;
  readonly title: string;
  readonly defect: string;
  readonly entries: ArchiveEntryView[];
}

/** Renders the entries, grouped by product and defect, in the order in which each was met first. */
export function tiles(data: ArchiveData, model: TilesModel): TemplateResult {
  const byProduct = new Map<string, Map<string, Group>>();
  for (const entry of data.entries) {
    const { product, title, defect } = entry;
    const groups = byProduct.get(product) ?? new Map<string, Group>();
    byProduct.set(product, groups);
    const group = groups.get(defect) ?? { product, title, defect, entries: [] };
    groups.set(defect, group);
    group.entries.push(entry);
  }
  return html`${repeat(
    byProduct,
    ([product]) => product,
    ([product, groups]) =>
      html`<section class="product" aria-label=${data.products.get(product) ?? product}>
        <h3><bdi>${[...groups.values()][0]?.title}</bdi></h3>
        ${repeat(
          groups.values(),
          ({ defect }) => defect,
          (group) => groupOf(data, group, model),
        )}
      </section>`,
  )}`;
}

function groupOf(data: ArchiveData, { title, defect, entries }: Group, model: TilesModel): TemplateResult {
  const { archive, locale } = model.texts;
  const known = data.defects.find(({ key }) => key === defect);
  const name = known ? label(known.labels, locale) : defect;
  const text = format(archive.group, { defect: name, count: entries.length });
  const all = entries.every((entry) => data.selected.has(keyOf(entry)));
  const some = entries.some((entry) => data.selected.has(keyOf(entry)));
  return html`<h4>
      ${
        model.mayManage
          ? html`<label>
              <input
                type="checkbox"
                aria-label=${format(archive.selectGroup, { defect: name, product: title })}
                .checked=${all}
                .indeterminate=${some && !all}
                @change=${() => {
                  for (const entry of entries) {
                    if (all) data.selected.delete(keyOf(entry));
                    else data.selected.add(keyOf(entry));
                  }
                  model.onSelect();
                }}
              />
              <span>${text}</span>
            </label>`
          : text
      }
    </h4>
    <ul class="tiles">
      ${repeat(entries, keyOf, (entry) => tile(data, entry, model))}
    </ul>`;
}

function tile(data: ArchiveData, entry: ArchiveEntryView, model: TilesModel): TemplateResult {
  const { texts, mayManage, onSelect, onOpen } = model;
  const { archive } = texts;
  const { number, title, options, atMs, quantity, chosen, ticketId } = entry;
  const key = keyOf(entry);
  const details = [
    formatDate(atMs, { texts, nowMs: data.client.now() }),
    format(archive.pieces, { count: quantity }),
    ...(chosen ? [] : [archive.suggested]),
  ];
  return html`<li class="tile-of ${data.selected.has(key) ? 'chosen' : ''}" data-entry=${key}>
    ${pictureOf(data, entry, texts)}
    ${
      mayManage
        ? html`<label class="pick">
            <input
              type="checkbox"
              aria-label=${format(archive.select, { number, title })}
              .checked=${data.selected.has(key)}
              @change=${({ target }: Event) => {
                if ((target as HTMLInputElement).checked) data.selected.add(key);
                else data.selected.delete(key);
                onSelect();
              }}
            />
          </label>`
        : nothing
    }
    <button class="case" type="button" @click=${() => onOpen(ticketId)}>${format(archive.openCase, { number })}</button>
    ${options === undefined ? nothing : html`<span class="s cut" title=${options}><bdi>${options}</bdi></span>`}
    <span class="s muted">${details.join(' · ')}</span>
  </li>`;
}

function pictureOf(
  { client }: ArchiveData,
  { number, pictures }: ArchiveEntryView,
  texts: ArchiveWords,
): TemplateResult {
  const { archive } = texts;
  const ids = pictures.map(({ id }) => id);
  const [first] = ids;
  if (first === undefined) {
    return html`<span class="shot none">${icon('picture')}<span class="s">${archive.noPictures}</span></span>`;
  }
  return html`<button
    class="shot"
    type="button"
    aria-label=${format(archive.viewPictures, { number, count: ids.length })}
    @click=${(event: Event) => openViewer(event.currentTarget as HTMLElement, ids, 0, client, texts)}
  >
    <canvas
      aria-hidden="true"
      ${painted((canvas) => void paintPicture(canvas, client, first, 'thumb').then((shown) => canvas.classList.toggle('gone', !shown)))}
    ></canvas>
    ${ids.length > 1 ? html`<span class="count-of">${ids.length}</span>` : nothing}
  </button>`;
}
