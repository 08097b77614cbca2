import type { ContextEvent } from '@lit/context';
import type { Client } from '@sidecard/client';
import { type Locale, resolveLocale } from '@sidecard/core';
import type { Overrides } from '../locales/message.js';
import type { Texts } from '../locales/texts.js';
import { offerScope } from './orphans.js';
import { scopeContext, type SidecardScope } from './scope.js';

/** How {@link provideClient} speaks. */
export interface ProvideClientOptions {
  /** @default the document's language */
  readonly locale?: Locale;
  readonly overrides?: Overrides<Texts>;
}

/**
 * Gives a client to every Sidecard element of a document that no provider stands above: for hosts that scatter their DOM.
 *
 * @param root - the document, or any node above the elements
 * @returns the undo
 */
export function provideClient(
  root: Document | HTMLElement,
  client: Client,
  options: ProvideClientOptions = {},
): () => void {
  const document = root instanceof HTMLElement ? root.ownerDocument : root;
  const locale = options.locale ?? resolveLocale(document.documentElement.lang);
  const scope: SidecardScope = { client, locale, overrides: options.overrides ?? {} };
  const answer = (event: Event) => {
    const request = event as ContextEvent<typeof scopeContext>;
    if (request.context !== scopeContext) return;
    event.stopPropagation();
    request.callback(scope, () => {});
  };
  root.addEventListener('context-request', answer);
  offerScope();
  return () => root.removeEventListener('context-request', answer);
}
