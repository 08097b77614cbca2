/**
 * Scrolls something to the top of what scrolls, and again as parts that load later make room for it, until the reader scrolls or uses a control
 * there.
 *
 * @param isWanted - whether it is still to be there
 */
export function bringToTop(selector: string, scroller: HTMLElement, isWanted: () => boolean): void {
  let at = scroller.scrollTop;
  const observer = new ResizeObserver(() => {
    if (isWanted() && scroller.scrollTop === at) {
      scroller.scrollTo(0, scroller.querySelector<HTMLElement>(selector)?.offsetTop ?? 0);
    } else observer.disconnect();
    at = scroller.scrollTop;
  });
  scroller.onclick = () => observer.disconnect();
  for (const part of scroller.children) observer.observe(part);
}
