/** The floor: one template cloned into one shadow root per card, one shared sheet, and writes to text nodes that are known by their place. */
import type { Content, Contender, TextName } from '../page.ts';
import { SHEET } from './content.ts';

const ORDER: readonly TextName[] = [
  'type',
  'from',
  'status',
  'title',
  'options',
  'quantity',
  'price',
  'line',
  'due',
  'owner',
];
const template = document.createElement('template');
template.innerHTML =
  '<article><div class="head"><span class="tile"></span><h3> </h3><span class="from"> </span><span class="status"> </span></div>' +
  '<div class="order"><span class="thumb"></span><span class="name"> </span><span class="options"> </span><span class="quantity"> </span><span class="price"> </span></div>' +
  '<p> </p><div class="foot"><span class="due"> </span><span class="owner"> </span><button>View task</button></div></article>';
const PLACES = ['h3', '.from', '.status', '.name', '.options', '.quantity', '.price', 'p', '.due', '.owner'];
const sheet = new CSSStyleSheet();
sheet.replaceSync(SHEET);

const nodes = new WeakMap<HTMLElement, readonly Text[]>();

function write(card: HTMLElement, { texts }: Content): void {
  nodes.get(card)?.forEach((node, index) => {
    const text = texts[ORDER[index] as TextName];
    if (node.data !== text) node.data = text;
  });
}

export const contender: Contender = {
  define() {},
  create(content) {
    const card = document.createElement('div');
    const root = card.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    const fragment = document.importNode(template.content, true);
    nodes.set(
      card,
      PLACES.map((place) => fragment.querySelector(place)?.firstChild as Text),
    );
    write(card, content);
    root.append(fragment);
    return card;
  },
  update: write,
};
