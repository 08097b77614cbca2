/** Limits of the panel's width, in pixels. */
const NARROWEST = 320;
const WIDEST = 640;
/** What the panel leaves to the chat, as in its style sheet. */
const CHAT = 440;
const STEP = 16;
const STORED_AS = 'sidecard.panel-width';

/** Returns the width that the user last chose. */
export function rememberedWidth(): number | undefined {
  try {
    const stored = Number(localStorage.getItem(STORED_AS));
    return stored >= NARROWEST && stored <= WIDEST ? stored : undefined;
  } catch {
    // Storage may be unavailable: in a sandboxed frame, or blocked by the browser.
    return undefined;
  }
}

/** Makes a frame's edge a separator that can be dragged or moved by keys. */
export class PanelWidth {
  readonly #frame: HTMLElement;
  readonly #edge: HTMLElement;

  constructor(frame: HTMLElement, edge: HTMLElement, label: string) {
    this.#frame = frame;
    this.#edge = edge;
    edge.tabIndex = 0;
    const values = { role: 'separator', 'aria-orientation': 'vertical', 'aria-label': label };
    for (const [name, value] of Object.entries(values)) edge.setAttribute(name, value);
    edge.ariaValueMin = String(NARROWEST);
    const width = rememberedWidth();
    if (width !== undefined) this.#show(width);
    for (const type of ['pointerdown', 'pointermove', 'pointerup', 'keydown']) edge.addEventListener(type, this);
  }

  /** Announces the frame's width and its limit once it is visible. */
  measure(): void {
    const room = this.#frame.matches(':modal')
      ? WIDEST
      : (this.#frame.ownerDocument.defaultView?.innerWidth ?? WIDEST) - CHAT;
    this.#edge.ariaValueMax = String(Math.min(WIDEST, room));
    this.#edge.ariaValueNow = String(Math.round(this.#frame.getBoundingClientRect().width));
  }

  /** Handles events of the edge. */
  handleEvent(event: Event): void {
    if (event.type === 'keydown') this.#handleKey(event as KeyboardEvent);
    else this.#handlePointer(event as PointerEvent);
  }

  #handlePointer({ type, pointerId, clientX, isPrimary }: PointerEvent): void {
    if (!isPrimary) return;
    if (type === 'pointerdown') this.#edge.setPointerCapture(pointerId);
    if (type !== 'pointermove' || !this.#edge.hasPointerCapture(pointerId)) return;
    const { left, right } = this.#frame.getBoundingClientRect();
    this.#set(this.#rtl ? clientX - left : right - clientX);
  }

  #handleKey(event: KeyboardEvent): void {
    const { width } = this.#frame.getBoundingClientRect();
    const wider = this.#rtl ? 'ArrowRight' : 'ArrowLeft';
    const narrower = this.#rtl ? 'ArrowLeft' : 'ArrowRight';
    const widths: Readonly<Record<string, number>> = {
      [wider]: width + STEP,
      [narrower]: width - STEP,
      Home: NARROWEST,
      End: WIDEST,
    };
    const next = widths[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.#set(next);
  }

  #set(width: number): void {
    const kept = Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)));
    this.#show(kept);
    this.measure();
    try {
      localStorage.setItem(STORED_AS, String(kept));
    } catch {
      // Storage is unavailable: do not remember it.
    }
  }

  #show(width: number): void {
    // By script, because a style attribute would violate a strict CSP.
    this.#frame.style.setProperty('--_inline-size', `${width}px`);
  }

  get #rtl(): boolean {
    return getComputedStyle(this.#frame).direction === 'rtl';
  }
}
