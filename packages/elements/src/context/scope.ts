import type { Client } from '@sidecard/client';
import type { Locale } from '@sidecard/core';
import { createContext } from '@lit/context';
import type { Overrides } from '../locales/message.js';
import type { Texts } from '../locales/texts.js';

/**
 * What an element takes from its surroundings: from the nearest `<sidecard-provider>`, else from `provideClient`. All of it is optional, so that an
 * element works with less, and so that two releases on one page understand each other.
 */
export interface SidecardScope {
  readonly client?: Client;
  /** @default the client's */
  readonly locale?: Locale;
  /** The host's own words in place of ours. */
  readonly texts?: Overrides<Texts>;
  /**
   * Shows a ticket's task panel.
   *
   * @param opener - what was pressed; focus returns there when the panel closes
   */
  readonly openTask?: (ticketId: string, opener: HTMLElement) => void;
  /** Begins to load the panel: the reader is about to open it. */
  readonly preloadTask?: () => void;
}

/**
 * The key of {@link SidecardScope} in the context protocol. Registered, so that a card of one copy of the SDK works inside the provider of another;
 * the number changes when the members above change their meaning. It is a name only: nothing is stored under it.
 */
export const scopeContext = createContext<SidecardScope | undefined, symbol>(Symbol.for('sidecard.scope.1'));
