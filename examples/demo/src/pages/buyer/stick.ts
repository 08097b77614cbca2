/**
 * Keeps a scrolled list at its end while the reader is there: when lines arrive, when a card grows, and after the page was hidden.
 *
 * @param scroller - scrolls `content`
 * @returns scrolls to the end from anywhere, for the reader's own messages
 */
export function stickToEnd(scroller: HTMLElement, content: HTMLElement): () => void {
  let atEnd = true;
  const toEnd = (): void => {
    if (atEnd) scroller.scrollTop = scroller.scrollHeight;
  };
  scroller.addEventListener('scroll', () => {
    // A hidden list has no height, so its scroll position says nothing.
    if (scroller.clientHeight > 0) atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
  });
  const observer = new ResizeObserver(toEnd);
  observer.observe(scroller);
  observer.observe(content);
  return () => {
    atEnd = true;
    toEnd();
  };
}
