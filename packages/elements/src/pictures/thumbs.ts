import type { Client } from '@sidecard/client';
import { html, nothing, type TemplateResult } from 'lit';
import { format } from '../locales/message.js';
import type { PictureWords } from '../locales/picture-catalogue.js';
import { paintPicture } from './paint.js';
import { painted } from './painted.js';
import { openViewer } from './viewer.js';

/** The pictures of a request or an event: a button for each opens the viewer. */
export function thumbs(ids: readonly string[], client: Client, texts: PictureWords): TemplateResult {
  const isStaff = client.session.get()?.party === 'staff';
  return html`<span class="pics">
    ${ids.map((id, i) => {
      const name = format(texts.pictures.view, { number: i + 1, count: ids.length });
      return html`<button
        class="pic"
        type="button"
        aria-label=${name}
        ${isStaff ? painted((thumb) => void import('./findings.js').then(({ markThumb }) => markThumb(thumb, client, id, name, texts))) : nothing}
        @click=${(event: Event) => openViewer(event.currentTarget as HTMLElement, ids, i, client, texts)}
      >
        <canvas
          aria-hidden="true"
          ${painted((canvas) => void paintPicture(canvas, client, id, 'thumb').then((shown) => canvas.classList.toggle('gone', !shown)))}
        ></canvas>
      </button>`;
    })}
  </span>`;
}
