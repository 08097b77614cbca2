/** The floor: the tree of a drawn card cloned into one shadow root per card, its sheet shared, and texts written where they are known to be. */
import type { Content, Contender, TextName } from '../page.ts';
import { type Drawn, drawn, PLACES, textAt } from './drawn.ts';

const NAMES = Object.keys(PLACES) as TextName[];
const sheet = new CSSStyleSheet();
let tree: Drawn['tree'];

const nodes = new WeakMap<HTMLElement, readonly Text[]>();

function write(card: HTMLElement, { texts }: Content): void {
  nodes.get(card)?.forEach((node, index) => {
    const text = texts[NAMES[index] as TextName];
    if (node.data !== text) node.data = text;
  });
}

export const contender: Contender = {
  async define(content) {
    const card = await drawn(content);
    tree = card.tree;
    sheet.replaceSync(card.sheet);
  },
  create(content) {
    const card = document.createElement('div');
    const root = card.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    const fragment = document.importNode(tree, true);
    nodes.set(
      card,
      NAMES.map((name) => textAt(fragment, name)),
    );
    write(card, content);
    root.append(fragment);
    return card;
  },
  update: write,
};
