/**
 * A ticket's background: the buyer's other tickets. It loads once the ticket is on the screen.
 *
 * @packageDocumentation
 */
import type { ReactiveElement } from '@lit/reactive-element';
import { StoreController } from '../controllers/store-controller.js';
import type { BackgroundWords } from '../locales/background-catalogue.js';
import type { ViewModel } from '../ticket/view-model.js';
import { backgroundStyles } from './background.styles.js';
import { type BuyerHandlers, buyerSection } from './buyer-section.js';
import type { Section } from './section.js';

/** Follows the background of a panel's ticket. */
export class Background {
  /** What it looks like. */
  readonly styles = [backgroundStyles];
  readonly #list;

  /** @param model - returns what the panel shows */
  constructor(host: ReactiveElement, model: () => ViewModel | undefined) {
    this.#list = new StoreController(host, () => {
      const shown = model();
      const party = shown?.session?.party;
      // A buyer has no lists.
      return shown && (party === 'merchant' || party === 'staff')
        ? shown.client.list({ buyerId: shown.view.order.buyer.id, sort: 'opened' })
        : undefined;
    });
  }

  /** The buyer's other tickets, in the order in which they matter. */
  buyer(model: ViewModel<BackgroundWords>, all: boolean, handlers: BuyerHandlers): Section | undefined {
    return buyerSection(model, this.#list.value, all, handlers);
  }
}
