/**
 * A ticket's background: what is new, and the buyer's other tickets. It loads once the ticket is on the screen.
 *
 * @packageDocumentation
 */
import type { TicketList } from '@sidecard/client';
import type { ReactiveElement } from '@lit/reactive-element';
import { StoreController } from '../controllers/store-controller.js';
import type { BackgroundWords } from '../locales/background-catalogue.js';
import type { ViewModel } from '../ticket/view-model.js';
import { backgroundStyles } from './background.styles.js';
import { type BuyerHandlers, buyerSection } from './buyer-section.js';
import { type NewsHandlers, newsSection } from './news-section.js';
import type { Reader } from './reader.js';
import type { Section } from './section.js';

/** Where a reader types among the sections. */
const TYPING = '.body :is(textarea, input, sidecard-staff-message)';

/** Follows the background of a panel's ticket. */
export class Background {
  /** What it looks like. */
  readonly styles = [backgroundStyles];
  readonly #host: ReactiveElement;
  readonly #list;
  #followed: TicketList | undefined;

  /** @param model - returns what the panel shows */
  constructor(host: ReactiveElement, model: () => ViewModel | undefined) {
    this.#host = host;
    // What waited for the reader to finish. An update takes focus away, too, by removing what has it: it finishes first.
    host.renderRoot.addEventListener('focusout', () => queueMicrotask(() => host.requestUpdate()));
    this.#list = new StoreController(host, () => {
      const shown = model();
      const party = shown?.session?.party;
      // A buyer has no lists.
      return (this.#followed =
        shown && (party === 'merchant' || party === 'staff')
          ? shown.client.list({ buyerId: shown.view.order.buyer.id, sort: 'opened' })
          : undefined);
    });
  }

  /** What is new. It does not move what the reader types. */
  news(model: ViewModel<BackgroundWords>, reader: Reader, handlers: NewsHandlers): Section | undefined {
    const isTyping = (this.#host.renderRoot as ShadowRoot).activeElement?.matches(TYPING) === true;
    return newsSection(model, reader, isTyping, handlers);
  }

  /** The buyer's other tickets, in the order in which they matter. */
  buyer(model: ViewModel<BackgroundWords>, all: boolean, handlers: BuyerHandlers): Section | undefined {
    return buyerSection(model, this.#list.value, all, {
      ...handlers,
      onAll: () => {
        handlers.onAll();
        void this.#followed?.loadMore();
      },
    });
  }
}
