import { INSET } from './inset.js';

/** A column that would keep less than this, in pixels, is left as it is. */
const USABLE = 200;
const OWN = ['box-sizing', 'min-inline-size', 'border-inline-start', 'border-inline-end'];

/**
 * Keeps the content of your chat's column beside the task panel: while the panel is open, the column gets a transparent border as wide as the
 * panel covers it. Nothing inside moves but what is laid out in the column; elements with `position: fixed` are yours. A column that would
 * keep less than 200 px, such as a chat docked at the end of the window, gets none: move it aside instead.
 *
 * @param column - the element that contains the message list and the composer, such as the chat kit's container
 * @returns a function that stops it and restores the column
 */
export function besidePanel(column: HTMLElement): () => void {
  if (!column) throw new TypeError('besidePanel needs an element, the column of your chat.');
  const { style } = column;
  let page: Document | undefined;
  let panel: Cover | undefined;
  const own = OWN.map((name) => [name, style.getPropertyValue(name), style.getPropertyPriority(name)] as const);
  const restore = (): void => own.forEach((before) => style.setProperty(...before));
  const place = (): void => {
    follow();
    restore();
    if (!panel) return;
    const { left, right, width } = column.getBoundingClientRect();
    const atLeft = directionOf(panel.provider) === 'rtl';
    const covered = panel.inset - (atLeft ? left : column.ownerDocument.documentElement.clientWidth - right);
    if (covered <= 0 || width - covered < USABLE) return;
    style.setProperty('box-sizing', 'border-box');
    style.setProperty('min-inline-size', '0');
    const side = (directionOf(column) === 'rtl') === atLeft ? 'end' : 'start';
    style.setProperty(`border-inline-${side}`, `${covered}px solid transparent`);
  };
  const handleInset = ({ target, detail: { inset } }: CustomEvent<{ readonly inset: number }>): void => {
    panel = inset ? { inset, provider: target as Element } : undefined;
    place();
  };
  const stop = (): void => page?.removeEventListener('sidecard-panel-inset', handleInset);
  /** Listens to the document that the column is in: its host may have moved it. */
  const follow = (): void => {
    if (page === column.ownerDocument) return;
    stop();
    page = column.ownerDocument;
    page.addEventListener('sidecard-panel-inset', handleInset);
    panel = openPanel(column);
  };
  // Also when the window changes: the column's own size does. In the next frame, because it changes sizes again.
  const resized = new ResizeObserver(() =>
    column.ownerDocument.defaultView?.requestAnimationFrame(() => page && place()),
  );
  resized.observe(column, { box: 'border-box' });
  place();
  return () => {
    stop();
    page = undefined;
    resized.disconnect();
    restore();
    if (!column.getAttribute('style')) column.removeAttribute('style');
  };
}

/** What an open panel covers, and the provider at whose inline end it is. */
interface Cover {
  readonly inset: number;
  readonly provider: Element;
}

/** The panel that is open now: of a provider around the column, or elsewhere on the page. */
function openPanel(column: HTMLElement): Cover | undefined {
  const providers = column.ownerDocument.querySelectorAll<HTMLElement>('sidecard-provider');
  const around = getComputedStyle(column).getPropertyValue(INSET);
  const all = [...providers].map((provider) => ({ provider, inset: pixels(provider.style.getPropertyValue(INSET)) }));
  return [...all, { provider: column, inset: pixels(around) }].find(({ inset }) => inset > 0);
}

const pixels = (length: string): number => Number.parseFloat(length) || 0;
const directionOf = (element: Element): string => getComputedStyle(element).direction;
