const INSET = '--sidecard-panel-inset';

/**
 * Keeps the content of your chat's column beside the task panel: while the panel is open, the column gets a transparent border at its inline
 * end, as wide as the panel covers it. Nothing inside moves but what is laid out in the column; elements with `position: fixed` are yours.
 *
 * @param column - the element that contains the message list and the composer, such as the chat kit's container
 * @returns a function that stops it and restores the column
 */
export function besidePanel(column: HTMLElement): () => void {
  const page = column.ownerDocument;
  const { style } = column;
  let inset = currentInset(column);
  let stopped = false;
  const place = (): void => {
    restore();
    const covered = inset && inset - roomAtEnd(column);
    if (covered <= 0) return;
    style.setProperty('box-sizing', 'border-box');
    style.setProperty('min-inline-size', '0');
    style.setProperty('border-inline-end', `${covered}px solid transparent`);
  };
  const own = ['box-sizing', 'min-inline-size', 'border-inline-end'].map(
    (name) => [name, style.getPropertyValue(name), style.getPropertyPriority(name)] as const,
  );
  const restore = (): void => own.forEach((before) => style.setProperty(...before));
  const handleInset = ({ detail }: CustomEvent<{ readonly inset: number }>): void => {
    inset = detail.inset;
    place();
  };
  // Also when the window changes: the column's own size does. In the next frame, because it changes sizes again.
  const resized = new ResizeObserver(() => requestAnimationFrame(() => stopped || place()));
  resized.observe(column, { box: 'border-box' });
  page.addEventListener('sidecard-panel-inset', handleInset);
  place();
  return () => {
    stopped = true;
    page.removeEventListener('sidecard-panel-inset', handleInset);
    resized.disconnect();
    restore();
    if (!column.getAttribute('style')) column.removeAttribute('style');
  };
}

/** What an open panel covers now: of a provider around the column, or elsewhere on the page. */
function currentInset(column: HTMLElement): number {
  const around = getComputedStyle(column).getPropertyValue(INSET);
  const providers = column.ownerDocument.querySelectorAll<HTMLElement>('sidecard-provider');
  const insets = [around, ...[...providers].map(({ style }) => style.getPropertyValue(INSET))];
  return Math.max(...insets.map((inset) => Number.parseFloat(inset) || 0));
}

/** Distance from an element's inline end to that of the window. */
function roomAtEnd(element: HTMLElement): number {
  const { left, right } = element.getBoundingClientRect();
  if (getComputedStyle(element).direction === 'rtl') return left;
  return element.ownerDocument.documentElement.clientWidth - right;
}
