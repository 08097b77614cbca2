/**
 * Moves focus as Tab does, where the page has prevented it: through open shadow roots, in the order of the flat tree.
 *
 * @returns what has focus now
 */
export function moveFocus(path: readonly EventTarget[], backwards: boolean): HTMLElement {
  const [from] = path as readonly [HTMLElement];
  const modal = path.find((one) => (one as Element).matches?.(':modal')) as Element | undefined;
  const stops = [...tabStops(modal ?? from.ownerDocument.body, from)];
  const at = stops.indexOf(from);
  const next = stops[(at + (backwards ? -1 : 1) + stops.length) % stops.length];
  next?.focus();
  return next ?? from;
}

/** @param from - may be a heading, where Tab does not stop */
function* tabStops(parent: Element, from: Element): Generator<HTMLElement> {
  const assigned = parent.localName === 'slot' ? (parent as HTMLSlotElement).assignedElements() : [];
  const children = assigned.length > 0 ? assigned : (parent.shadowRoot ?? parent).children;
  for (const child of children as Iterable<HTMLElement>) {
    if (child.inert || getComputedStyle(child).display === 'none') continue;
    if (child === from || (child.tabIndex >= 0 && isStop(child))) yield child;
    yield* tabStops(child, from);
  }
}

/** Of radio buttons, Tab stops at the one that is checked. */
function isStop(element: HTMLElement): boolean {
  if (element.matches(':disabled') || !element.checkVisibility({ visibilityProperty: true })) return false;
  if (!element.matches('[type=radio]:not(:checked)')) return true;
  const { name } = element as HTMLInputElement;
  return !(element.getRootNode() as ParentNode).querySelector(`[type=radio][name='${CSS.escape(name)}']:checked`);
}
