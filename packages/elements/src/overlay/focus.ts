/** The element that has focus, through open shadow roots; `undefined` while it is the page itself. */
export function focused(document: Document): Element | undefined {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active && active !== document.body && active !== document.documentElement ? active : undefined;
}

/**
 * The card of a ticket, wherever on the page it is by now: message lists destroy and make cards as they like.
 *
 * @param opener - the card that was pressed, which is mostly still there
 */
export function cardOf(ticketId: string, opener: HTMLElement | undefined, document: Document): HTMLElement | undefined {
  if (opener?.isConnected && (!isCard(opener) || opener.ticketId === ticketId)) return opener;
  return search(document, ticketId);
}

function search(root: Document | ShadowRoot, ticketId: string): HTMLElement | undefined {
  for (const element of root.querySelectorAll<HTMLElement>('*')) {
    const found = isCard(element)
      ? element.ticketId === ticketId
        ? element
        : undefined
      : element.shadowRoot && search(element.shadowRoot, ticketId);
    if (found) return found;
  }
  return undefined;
}

/** By name and not by class: the card may be another copy's of the SDK. */
function isCard(element: HTMLElement): element is HTMLElement & { readonly ticketId: string } {
  return element.localName === 'sidecard-card';
}
