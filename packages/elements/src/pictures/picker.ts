import { PICTURE_TYPES } from '@sidecard/core/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import type { PictureWords } from '../locales/picture-catalogue.js';
import { format } from '../locales/message.js';
import { icon } from '../theme/icons.js';
import { paintFile, paintPicture } from './paint.js';
import { painted } from './painted.js';
import {
  addPictures,
  type PicturePlace,
  removePicture,
  retryUpload,
  type TypedPicture,
  typedPictures,
  type Upload,
  uploadOf,
  watchUploads,
} from './uploads.js';

/** What the picker is drawn from. */
export interface PickerInput {
  readonly place: PicturePlace;
  readonly id: string;
  readonly typed: unknown;
  readonly max: number;
  readonly described: string;
  readonly invalid: 'true' | 'false';
  readonly redraw: () => void;
  /** Leaves out how else pictures are added, where it is said elsewhere in the form. */
  readonly brief?: boolean;
}

/** Pictures that were chosen, and buttons that add more; files can be dropped on its form, or pasted into it. */
export function picker(input: PickerInput, texts: PictureWords): TemplateResult {
  const { place, id, max, described, invalid, redraw, brief } = input;
  const typed = typedPictures(input.typed);
  const words = texts.pictures;
  const room = Math.max(0, max - typed.length);
  const add = (files: Iterable<File>) => {
    const pictures = [...files].filter(({ type }) => type.startsWith('image/')).slice(0, room);
    if (pictures.length > 0) addPictures(place, pictures);
    return pictures.length > 0;
  };
  const choose = (event: Event) => {
    const chooser = event.currentTarget as HTMLInputElement;
    add(chooser.files ?? []);
    // The same file can be chosen again.
    chooser.value = '';
  };
  const chooser = (label: string, first: boolean) =>
    html`<label class="btn small">
      ${icon('picture')}${label}
      <input
        class="vh"
        id=${first ? id : `${id}-camera`}
        type="file"
        accept=${first ? PICTURE_TYPES.join(',') : 'image/*'}
        capture=${first ? nothing : 'environment'}
        ?multiple=${first}
        ?disabled=${room === 0}
        aria-describedby=${described}
        aria-invalid=${invalid}
        @change=${choose}
      />
    </label>`;
  watchUploads(place, redraw);
  return html`<div class="pics" ${painted((list) => queueMicrotask(() => receive(list, add)))}>
      ${typed.map((one, i) => entry(one, i, input, words))}
    </div>
    <div class="acts add-pictures">
      ${chooser(words.add, true)}<span class="camera">${chooser(words.camera, false)}</span>
      <span class="aside">${typed.length}/${max}</span>
    </div>
    ${brief ? nothing : html`<p class="help">${words.hint}</p>`}`;
}

function entry(
  typed: TypedPicture,
  index: number,
  { place, redraw }: PickerInput,
  words: PictureWords['pictures'],
): TemplateResult {
  const upload = typeof typed === 'string' ? undefined : uploadOf(place, typed.upload);
  const number = index + 1;
  const wrong = typeof typed === 'string' ? undefined : upload ? problemOf(upload, words) : words.interrupted;
  const state = wrong ? 'failed' : upload ? 'sending' : 'ready';
  const remove = () => {
    removePicture(place, typed);
    redraw();
  };
  const again = () => {
    if (upload) retryUpload(place, upload.key);
    redraw();
  };
  return html`<div class="pic" role="group" aria-label=${format(words.picture, { number })} data-state=${state}>
      <canvas aria-hidden="true" ${painted((canvas) => paintEntry(canvas, place, typed))}></canvas>
      ${
        state === 'sending'
          ? html`<progress max="1" value=${upload?.share ?? 0} aria-label=${words.uploading}></progress>`
          : nothing
      }
      ${
        upload?.error && !PERMANENT.has(upload.error.code)
          ? html`<button
              class="btn ico again"
              type="button"
              aria-label=${words.again}
              title=${words.again}
              @click=${again}
            >
              ${icon('refresh')}
            </button>`
          : nothing
      }
      <button class="btn ico" type="button" aria-label=${format(words.remove, { number })} @click=${remove}>
        ${icon('close')}
      </button>
    </div>
    ${wrong ? html`<p class="error" role="alert">${icon('warning')}<span>${wrong}</span></p>` : nothing}`;
}

/** Says why an upload failed, and what to do; nothing while it goes on. */
function problemOf({ error }: Upload, { problems }: PictureWords['pictures']): string | undefined {
  if (!error) return undefined;
  return Object.hasOwn(problems, error.code) ? problems[error.code] : problems['other'];
}

/** The same file would be refused again. */
const PERMANENT: ReadonlySet<string> = new Set([
  'picture-empty',
  'picture-too-large',
  'picture-type',
  'picture-unreadable',
  'picture-too-many-pixels',
]);

/** Paints an entry: the file that is being sent, or the uploaded picture. */
function paintEntry(canvas: HTMLCanvasElement, place: PicturePlace, typed: TypedPicture): void {
  if (typeof typed === 'string') void paintPicture(canvas, place.client, typed, 'thumb');
  else {
    const file = uploadOf(place, typed.upload)?.file;
    if (file) void paintFile(canvas, typed.upload, file, 'thumb');
  }
}

type Add = (files: Iterable<File>) => boolean;

/** Forms that take files. */
const forms = new WeakSet<Element>();
/** Adds files to what a list of pictures shows. */
const lists = new WeakMap<Element, Add>();

/**
 * Lets the form around a list take files that are dropped on it, or pasted into it. Files at a part are for the list of that part, others
 * for the form's own list, or the only one. They never go to one of several that the reader may not have meant.
 */
function receive(list: Element, add: Add): void {
  const form = list.closest('.form, form');
  if (!form) return;
  lists.set(list, add);
  if (forms.has(form)) return;
  forms.add(form);
  const take = (event: Event, data: DataTransfer | null) => {
    if (!data || data.files.length === 0) return;
    const part = (event.target as Element).closest('.part');
    const all = [...form.querySelectorAll('.pics')].filter((one) => lists.has(one));
    const own = all.find((shown) => !shown.closest('.part')) ?? (all.length === 1 ? all[0] : undefined);
    const one = part ? all.find((shown) => part.contains(shown)) : own;
    if (one && lists.get(one)?.(data.files)) event.preventDefault();
  };
  form.addEventListener('paste', (event) => take(event, (event as ClipboardEvent).clipboardData));
  form.addEventListener('drop', (event) => {
    const data = (event as DragEvent).dataTransfer;
    // Else the browser leaves the page for a file that is not taken.
    if (data && data.files.length > 0) event.preventDefault();
    take(event, data);
  });
  form.addEventListener('dragover', (event) => {
    if ((event as DragEvent).dataTransfer?.types.includes('Files')) event.preventDefault();
  });
}
