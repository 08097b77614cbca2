import type { Client } from '@sidecard/client';
import type { CardSnapshot, Locale } from '@sidecard/core';
import { createContext } from '@lit/context';
import type { Overrides } from '../locales/message.js';
import type { Texts } from '../locales/texts.js';
import type { PanelKeys } from './panel-keys.js';

/**
 * What an element gets from its surroundings: from the nearest `<sidecard-provider>`, else from `provideClient`. Every member is optional,
 * so that two releases on a page can work together.
 */
export interface SidecardScope {
  readonly client?: Client | undefined;
  /** @default the client's */
  readonly locale?: Locale | undefined;
  /** The host's text overrides. */
  readonly overrides?: Overrides<Texts> | undefined;
  /** Applies them to a catalogue; returns the same object for the same catalogue. */
  readonly withOverrides?: (<Catalogue extends object>(texts: Catalogue) => Catalogue) | undefined;
  /**
   * Shows a ticket's task panel.
   *
   * @param opener - the pressed element, which gets the focus back when the panel closes
   * @param snapshot - confirmed facts to show until the ticket has loaded
   */
  readonly openTask?: ((ticketId: string, opener?: HTMLElement, snapshot?: CardSnapshot) => void) | undefined;
  /** Id of the conversation that is open in the host's chat; unknown if missing. */
  readonly conversation?: string | null | undefined;
  /** Keys of the panel and of the workbench's list. @default those of the elements */
  readonly keys?: PanelKeys | undefined;
  /** When deadlines need attention, in minutes before, as the provider has it. Without a number, after shares of their time. */
  readonly deadlineWarnings?: string | readonly number[] | null | undefined;
  /** Preloads the panel, because the user is about to open it. */
  readonly preloadTask?: (() => void) | undefined;
}

/**
 * The key of {@link SidecardScope} in the context protocol. It is a registered symbol, so that a card of one copy of the SDK works inside
 * the provider of another. Increase the number when a member changes its meaning.
 */
export const scopeContext = createContext<SidecardScope | undefined, symbol>(Symbol.for('sidecard.scope.1'));

/** The event of `@lit/context` for a new provider, for requests that nobody answered. */
export const SCOPE_PROVIDED = 'context-provider';
