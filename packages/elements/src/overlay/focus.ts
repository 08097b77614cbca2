/** Returns the focused element, through open shadow roots; `undefined` if it is the page itself. */
export function focused(document: Document): Element | undefined {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active && active !== document.body && active !== document.documentElement ? active : undefined;
}

/**
 * Returns a ticket's card, wherever it is on the page, because message lists recreate cards.
 *
 * @param opener - the pressed card, which usually still exists
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

/** Check the tag instead of the class: the card may belong to another copy of the SDK. */
function isCard(element: HTMLElement): element is HTMLElement & { readonly ticketId: string } {
  return element.localName === 'sidecard-card';
}
