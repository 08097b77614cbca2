import type { Content } from '../content.ts';

/** How the cards of a list are made: each on its own, or all by a framework. */
export interface Contender {
  /** Makes a card. */
  readonly create?: (content: Content) => HTMLElement;
  /** Gives a card another content. Resolves once it is drawn. */
  readonly update?: (card: HTMLElement, content: Content) => Promise<unknown> | void;
  /** Fills a list, with an element around each `chunk` of cards if that is given. */
  readonly fill?: (list: HTMLElement, contents: readonly Content[], chunk?: number) => Filled;
}

/** A list of cards. */
export interface Filled {
  update(index: number, content: Content): Promise<unknown> | void;
  empty(): void;
}
