/**
 * Keeps a scrolled list at its end while the reader is there: when lines come, when a card grows, and when the page was hidden and had no
 * height.
 *
 * @param scroller - scrolls `content`
 * @returns goes to the end, wherever the reader is: for what they have said themselves
 */
export function stickToEnd(scroller: HTMLElement, content: HTMLElement): () => void {
  let atEnd = true;
  const toEnd = (): void => {
    if (atEnd) scroller.scrollTop = scroller.scrollHeight;
  };
  scroller.addEventListener('scroll', () => {
    // without a height there is no end to be at
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
