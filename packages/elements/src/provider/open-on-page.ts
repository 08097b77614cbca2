import type { CardSnapshot } from '@sidecard/core';
import type { SidecardScope } from '../context/scope.js';
import './provider.define.js';

/** The public tokens. They are inherited, and a provider at the page's end does not inherit those around the card. */
const TOKENS = [
  ...[
    ...[
      'surface',
      'surface-sunken',
      'surface-hover',
      'border',
      'border-button',
      'border-control',
      'text',
      'text-muted',
    ],
    ...['accent', 'on-accent', 'accent-text', 'accent-soft', 'platform', 'platform-text', 'platform-soft'],
    ...['good-text', 'good-soft', 'soon-text', 'soon-soft', 'urgent', 'urgent-text', 'urgent-soft', 'focus'],
  ].map((name) => `color-${name}`),
  ...['font-family', 'font-size', 'weight-strong', 'space-1', 'space-2', 'space-3', 'space-4', 'space-5'],
  ...['control-size', 'radius-s', 'radius-m', 'radius-l', 'duration', 'easing', 'shadow-overlay', 'shadow-popover'],
  'task-inline-size',
].map((name) => `--sidecard-${name}`);

/** Providers added at the end of a document for cards without one. */
const onPage = new WeakMap<Document, HTMLElementTagNameMap['sidecard-provider']>();

/**
 * Shows a task panel for a card with a client but no provider: in a provider at the end of the page, which is removed with the panel. The
 * card's inherited settings are passed on.
 */
export function openTaskOnPage(
  { client, locale, overrides }: SidecardScope,
  ticketId: string,
  opener: HTMLElement,
  snapshot?: CardSnapshot,
): void {
  const page = opener.ownerDocument;
  // This document knows our elements; the card's, a frame's or a separate window's, may not.
  const provider = onPage.get(page) ?? document.createElement('sidecard-provider');
  Object.assign(provider, { client, locale, texts: overrides });
  const style = getComputedStyle(opener);
  provider.dir = style.direction;
  for (const name of ['color-scheme', ...TOKENS]) provider.style.setProperty(name, style.getPropertyValue(name));
  if (!provider.isConnected) {
    onPage.set(page, provider);
    // Elements outside an open modal dialog are inert.
    (modalAround(opener) ?? page.body).append(provider);
    provider.addEventListener('sidecard-task-closed', () => leave(provider, page));
  }
  provider.openTask(ticketId, opener, snapshot);
}

function modalAround(element: Element): Element | undefined {
  for (let at: Node | null = element; at; at = parentOf(at)) {
    // Not `instanceof`: nodes of other documents have classes of their own.
    if (isElement(at) && at.matches('dialog:modal')) return at;
  }
  return undefined;
}

const isElement = (node: Node): node is Element => node.nodeType === Node.ELEMENT_NODE;

/** The next node outwards in the flat tree. */
function parentOf(node: Node): Node | null {
  if (isElement(node) && node.assignedSlot) return node.assignedSlot;
  return node.parentNode ?? (node as Partial<ShadowRoot>).host ?? null;
}

/** Remove it after the panel has slid out. */
function leave(provider: HTMLElement, page: Document): void {
  onPage.delete(page);
  const frame = provider.shadowRoot?.querySelector('dialog');
  const ways = frame?.getAnimations() ?? [];
  void Promise.allSettled(ways.map(({ finished }) => finished)).then(() => provider.remove());
}
