import type { Client } from '@sidecard/client';
import type { Locale } from '@sidecard/core';
import type { Overrides } from '../locales/message.js';
import type { Texts } from '../locales/texts.js';
import { ScopeSource } from './scope-source.js';
import { textOverrides } from './text-overrides.js';

/** Options of {@link provideClient}. */
export interface ProvideClientOptions {
  /** @default the client's */
  readonly locale?: Locale;
  /** The host's text overrides. */
  readonly overrides?: Overrides<Texts>;
}

/**
 * Provides a client to every Sidecard element of a document that is not inside a `<sidecard-provider>`, for hosts whose elements are
 * scattered.
 *
 * @param place - the document, or any node above the elements
 * @returns a function that removes the client
 */
export function provideClient(
  place: Document | Element,
  client: Client,
  { locale, overrides }: ProvideClientOptions = {},
): () => void {
  const source = new ScopeSource(place);
  source.scope = { client, locale, ...textOverrides(overrides) };
  source.start();
  return () => {
    source.stop();
    source.scope = undefined;
  };
}
