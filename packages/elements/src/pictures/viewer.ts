import type { Client } from '@sidecard/client';
import { html, type LitElement, nothing, render, type TemplateResult } from 'lit';
import { format } from '../locales/message.js';
import type { PictureWords } from '../locales/picture-catalogue.js';
import { icon } from '../theme/icons.js';
import { paintPicture } from './paint.js';
import { painted } from './painted.js';

/** What an overlay tells the document when it is shown. */
const OVERLAY_SHOWN = 'sidecard-overlay-shown';
const MAX_ZOOM = 8;
/** How far a finger moves to turn the page, in pixels. */
const SWIPE_PX = 48;

/**
 * Opens pictures in a modal dialog over the page: arrow keys and swipes turn them, plus, minus and double clicks zoom. Focus returns to
 * where it was.
 *
 * @param opener - an element in the shadow root that the dialog joins
 */
export function openViewer(
  opener: HTMLElement,
  ids: readonly string[],
  first: number,
  client: Client,
  texts: PictureWords,
): void {
  const root = opener.getRootNode() as ShadowRoot;
  const words = texts.pictures;
  const dialog = root.ownerDocument.createElement('dialog');
  dialog.className = 'viewer letters';
  let at = first;
  let zoom = 1;
  /** Width at which the picture fits, in pixels. */
  let fitted = 0;
  let state: 'loading' | 'shown' | 'failed' = 'loading';
  let pressedAt: number | undefined;
  let findings: TemplateResult | undefined;

  function draw(): void {
    render(template(), dialog);
    const canvas = dialog.querySelector('canvas');
    if (!canvas) return;
    if (zoom === 1) canvas.removeAttribute('style');
    else {
      canvas.style.inlineSize = `${fitted * zoom}px`;
      canvas.style.maxInlineSize = canvas.style.maxBlockSize = 'none';
      // Its middle stays in the middle.
      const stage = canvas.parentElement;
      stage?.scrollTo((stage.scrollWidth - stage.clientWidth) / 2, (stage.scrollHeight - stage.clientHeight) / 2);
    }
  }

  function show(next: number): void {
    at = (next + ids.length) % ids.length;
    zoom = 1;
    state = 'loading';
    findings = undefined;
    draw();
    dialog.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    const canvas = dialog.querySelector('canvas');
    const id = ids[at];
    if (!canvas || id === undefined) return;
    void paintPicture(canvas, client, id, 'show').then((shown) => {
      if (ids[at] !== id) return;
      state = shown ? 'shown' : 'failed';
      draw();
    });
    if (client.session.get()?.party === 'staff') void showFindings(id);
  }

  /** Platform staff are told what is known about the picture. */
  async function showFindings(id: string): Promise<void> {
    const { findingsOf, findingsTemplate } = await import('./findings.js');
    const found = await findingsOf(client, id);
    if (!found || ids[at] !== id) return;
    findings = findingsTemplate(found, texts);
    draw();
  }

  function zoomTo(next: number): void {
    if (state !== 'shown') return;
    if (zoom === 1) fitted = dialog.querySelector('canvas')?.clientWidth ?? 0;
    zoom = Math.min(MAX_ZOOM, Math.max(1, next));
    draw();
  }

  /** Shows the picture at the right (1) or the left (-1). */
  function turn(step: number): void {
    show(at + (getComputedStyle(dialog).direction === 'rtl' ? -step : step));
  }

  function handleKey(event: KeyboardEvent): void {
    // Nothing behind the dialog hears its keys.
    event.stopPropagation();
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step !== undefined && ids.length > 1) turn(step);
    else if (event.key === '+' || event.key === '=') zoomTo(zoom * 1.5);
    else if (event.key === '-') zoomTo(zoom / 1.5);
    else if (event.key === '0') zoomTo(1);
    else return;
    event.preventDefault();
  }

  function handlePointer(event: PointerEvent): void {
    if (event.type === 'pointerdown') pressedAt = event.clientX;
    else {
      const moved = event.clientX - (pressedAt ?? event.clientX);
      pressedAt = undefined;
      if (zoom === 1 && ids.length > 1 && Math.abs(moved) > SWIPE_PX) turn(moved < 0 ? 1 : -1);
    }
  }

  const button = (name: string, drawing: TemplateResult | string, onClick: () => void, more = '') =>
    html`<button class="btn ico ${more}" type="button" aria-label=${name} title=${name} @click=${onClick}>
      ${drawing}
    </button>`;

  /** All of them. Not stops of Tab: the arrow keys turn. */
  const strip = () =>
    html`<div class="viewer-strip">
      ${ids.map(
        (id, index) =>
          html`<button
            class="pic"
            type="button"
            tabindex="-1"
            aria-label=${format(words.view, { number: index + 1, count: ids.length })}
            aria-current=${(index === at ? 'true' : nothing) as 'true'}
            @click=${() => show(index)}
          >
            <canvas
              aria-hidden="true"
              ${painted((thumb) => void paintPicture(thumb, client, id, 'thumb').then((shown) => thumb.classList.toggle('gone', !shown)))}
            ></canvas>
          </button>`,
      )}
    </div>`;

  function template(): TemplateResult {
    const count = ids.length;
    return html`<div class="viewer-tools">
        <p role="status">${format(words.position, { number: at + 1, count })}</p>
        ${button(words.zoomOut, '−', () => zoomTo(zoom / 1.5))} ${button(words.zoomIn, '+', () => zoomTo(zoom * 1.5))}
        ${button(words.close, icon('close'), () => dialog.close())}
      </div>
      <div
        class="viewer-stage"
        role="group"
        tabindex="0"
        aria-label=${format(words.view, { number: at + 1, count })}
        @pointerdown=${handlePointer}
        @pointerup=${handlePointer}
        @dblclick=${() => zoomTo(zoom > 1 ? 1 : 2)}
      >
        <canvas
          role="img"
          ?hidden=${state !== 'shown'}
          aria-label=${format(words.view, { number: at + 1, count })}
        ></canvas>
        ${state === 'shown' ? '' : html`<p>${state === 'failed' ? words.missing : words.loading}</p>`}
      </div>
      ${findings ?? ''}
      ${
        count > 1
          ? html`${button(words.previous, icon('chevron-down'), () => show(at - 1), 'turn back')}
            ${button(words.next, icon('chevron-down'), () => show(at + 1), 'turn forth')} ${strip()}`
          : ''
      }`;
  }

  /** The panel goes to the top of the page once more, where the window gets narrow or wide: this stays above it. */
  const stayAbove = () =>
    queueMicrotask(() => {
      if (!dialog.open) return;
      dialog.close();
      dialog.showModal();
    });

  /** It goes with what has opened it: the panel leaves or moves to another document, or shows another ticket or account. */
  const follow = {
    hostDisconnected: () => dialog.close(),
    hostUpdated: () => opener.isConnected || dialog.close(),
  };
  const host = root.host as LitElement;
  host.addController(follow);

  const page = root.ownerDocument;
  page.addEventListener(OVERLAY_SHOWN, stayAbove);
  dialog.addEventListener('keydown', handleKey);
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  dialog.addEventListener('close', () => {
    // it was only shown again
    if (dialog.open) return;
    host.removeController(follow);
    page.removeEventListener(OVERLAY_SHOWN, stayAbove);
    dialog.remove();
    opener.focus();
  });
  dialog.setAttribute('aria-label', words.title);
  dialog.lang = texts.locale;
  root.append(dialog);
  dialog.showModal();
  show(at);
}
