import { autoUpdate, computePosition, flip, hide, offset, type Placement, shift, size } from '@floating-ui/dom';

/** Distance to the anchor and to the edges of the window, in pixels. */
const GAP = 4;

/**
 * Keeps an open popover at its anchor and inside the viewport while the page scrolls, the window or the on-screen keyboard changes size, or
 * the anchor moves. Sets its position through the CSSOM, which a strict CSP allows.
 *
 * @param onAnchorHidden - called when the anchor has scrolled out of view
 * @returns a function that stops it
 */
export function keepAt(
  anchor: Element,
  popover: HTMLElement,
  placement: Placement,
  onAnchorHidden: () => void,
): () => void {
  let stopped = false;
  let wasVisible = false;
  const write = (styles: Readonly<Record<string, string>>): void => {
    for (const [name, value] of Object.entries(styles)) popover.style.setProperty(name, value);
  };
  write({ inset: 'auto', margin: '0' });
  const stop = autoUpdate(anchor, popover, () => {
    void computePosition(anchor, popover, {
      strategy: 'fixed',
      placement,
      middleware: [
        offset(GAP),
        flip({ padding: GAP }),
        shift({ padding: GAP }),
        size({
          padding: GAP,
          apply: ({ availableHeight }) => write({ 'max-block-size': `${Math.max(0, availableHeight)}px` }),
        }),
        hide(),
      ],
    }).then(({ x, y, middlewareData }) => {
      if (stopped) return;
      write({ left: `${x}px`, top: `${y}px` });
      const isVisible = middlewareData.hide?.referenceHidden !== true;
      if (wasVisible && !isVisible) onAnchorHidden();
      wasVisible = isVisible;
    });
  });
  return () => {
    stopped = true;
    stop();
  };
}
