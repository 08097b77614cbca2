/** The floor: the tree of a drawn card cloned into one shadow root per card, its sheet shared, and texts written where they are known to be. */
import { html, sheet as css } from 'drawn-card';
import { type Content, PLACES, textAt, type TextName } from '../content.ts';
import type { Contender } from './contender.ts';

const NAMES = Object.keys(PLACES) as TextName[];
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
const template = document.createElement('template');
template.innerHTML = html;

const nodes = new WeakMap<HTMLElement, readonly Text[]>();

function write(card: HTMLElement, { texts }: Content): void {
  nodes.get(card)?.forEach((node, index) => {
    const text = texts[NAMES[index] as TextName];
    if (node.data !== text) node.data = text;
  });
}

export const contender: Contender = {
  create(content) {
    const card = document.createElement('div');
    const root = card.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    const fragment = document.importNode(template.content, true);
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
