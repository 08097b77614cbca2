import type { Client } from '@sidecard/client';
import type { Locale } from '@sidecard/core';
import type { Overrides } from '../locales/message.js';
import type { Texts } from '../locales/texts.js';
import { dresser } from './dresser.js';
import { ScopeSource } from './scope-source.js';

/** How {@link provideClient} speaks. */
export interface ProvideClientOptions {
  /** @default the client's */
  readonly locale?: Locale;
  /** The host's own words, laid over ours. */
  readonly overrides?: Overrides<Texts>;
}

/**
 * Gives a client to every Sidecard element of a document that no `<sidecard-provider>` stands above: for hosts that scatter their DOM.
 *
 * @param place - the document, or any node above the elements
 * @returns the undo
 */
export function provideClient(
  place: Document | Element,
  client: Client,
  { locale, overrides }: ProvideClientOptions = {},
): () => void {
  const source = new ScopeSource(place);
  source.scope = { client, locale, ...dresser(overrides) };
  source.start();
  return () => {
    source.stop();
    source.scope = undefined;
  };
}
