import type { LitElement } from 'lit';
import { adoptSheets } from './css.js';

/**
 * Creates an element's shadow root with its `static styles`, in whatever document it is: Lit's own way shares sheets, which belong to one
 * document.
 */
export function createRoot(host: LitElement): ShadowRoot {
  const root = host.attachShadow({ mode: 'open' });
  adoptSheets(root, stylesOf(host));
  return root;
}

/** Restores an element's styles after it has moved into another document. Parts that loaded later add theirs with the update. */
export function adoptOwnSheets(host: LitElement): void {
  if (!host.shadowRoot) return;
  adoptSheets(host.shadowRoot, stylesOf(host));
  host.requestUpdate();
}

const stylesOf = (host: LitElement): Parameters<typeof adoptSheets>[1] =>
  (host.constructor as typeof LitElement).elementStyles as Parameters<typeof adoptSheets>[1];
