import type { Client } from '@sidecard/client';
import type { CardSnapshot, Locale } from '@sidecard/core';
import { createContext } from '@lit/context';
import type { Overrides } from '../locales/message.js';
import type { Texts } from '../locales/texts.js';

/**
 * What an element takes from its surroundings: from the nearest `<sidecard-provider>`, else from `provideClient`. Every member may be missing, so
 * that two releases on one page can work together.
 */
export interface SidecardScope {
  readonly client?: Client | undefined;
  /** @default the client's */
  readonly locale?: Locale | undefined;
  /** The host's own texts, laid over ours. */
  readonly overrides?: Overrides<Texts> | undefined;
  /** Lays them over a catalogue; returns the same object for the same catalogue. */
  readonly withOverrides?: (<Catalogue extends object>(texts: Catalogue) => Catalogue) | undefined;
  /**
   * Shows a ticket's task panel.
   *
   * @param opener - what was pressed; focus returns to it when the panel closes
   * @param snapshot - facts that are known to be the platform's, shown until the ticket is loaded
   */
  readonly openTask?: ((ticketId: string, opener?: HTMLElement, snapshot?: CardSnapshot) => void) | undefined;
  /** Starts to load the panel: the reader is about to open it. */
  readonly preloadTask?: (() => void) | undefined;
}

/**
 * The key of {@link SidecardScope} in the context protocol. It is registered, so that a card of one copy of the SDK works inside the provider of
 * another; the number rises when a member changes its meaning. It is a name only: nothing is stored under it.
 */
export const scopeContext = createContext<SidecardScope | undefined, symbol>(Symbol.for('sidecard.scope.1'));

/** The event of `@lit/context` that says that a context is provided from now on, for those whose request was not answered. */
export const SCOPE_PROVIDED = 'context-provider';
