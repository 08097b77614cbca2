import type { MessagePart } from '../locales/message.js';
import { iconClass, iconPath } from '../theme/icons-card.js';
import type { CardFace, Marks, NodeName, PlainFace } from './card-face.js';

/*
 * The card's nodes: one tree, made once by DOM calls (a page that requires Trusted Types lets no HTML text in) and cloned for every card. Each text
 * has a text node of its own, and writing means changing its data.
 */

/** Tag, classes and, after `@`, the name of the nodes that are written to; children are indented. */
const TREE = `article@root
 div.head
  span.tile
   svg@type
    path
  h3.title.cut@title
  span.from
   span@from
   span.when@when
  span.status
   svg@state
    path
   span.cut@status
 div.order
  span.thumb
   svg@missing
    path
   img@picture
  bdi.name.cut@name
  span.opts
   bdi.cut@options
   span.qty@quantity
  bdi.price@price
 p.line@line
  bdi
 div.foot
  div.facts
   div.due@due
    span.chip
     svg@clock
      path
     span.left@left
     span.by@by
   div.who@who
    svg@person
     path
    span.cut@owner
     bdi
  button@button`;

/** The tree of a sentence in place of a card. */
const PLAIN_TREE = `article.root.plain@root
 svg@type
  path
 p@title
 p.small@from`;

/** The nodes of one card. */
export type Nodes = Readonly<Record<NodeName, Element>>;

interface Plant {
  readonly seed: DocumentFragment;
  /** Names of its elements, in document order. */
  readonly names: readonly string[];
}

const plants = new Map<string, Plant>();

/** Puts a card's nodes into its root. */
export function growCard(root: ShadowRoot): Nodes {
  return grow(TREE, root, finishCard);
}

/** Puts one sentence where a card would be. */
export function writePlain(root: ShadowRoot, { icon, text, small, lang }: PlainFace): void {
  const nodes = grow(PLAIN_TREE, root);
  nodes.root.setAttribute('lang', lang);
  write(nodes, { icons: { type: icon }, words: { title: text, from: small } }, undefined);
  if (!small) nodes.from.remove();
}

/** Writes what differs from what was written before. */
export function writeCard(nodes: Nodes, face: CardFace, before: CardFace | undefined): void {
  write(nodes, face, before);
  set(nodes.root, 'lang', face.lang, before?.lang);
  set(nodes.root, 'aria-label', face.label, before?.label);
  set(nodes.picture, 'src', face.picture, before?.picture);
  writeParts(nodes.line, face.line);
  writeParts(nodes.owner, face.owner);
}

/** Writes the words, drawings and classes that differ. It runs at every tick, so it touches nothing else. */
export function write(nodes: Nodes, marks: Marks, before: Marks | undefined): void {
  each(marks.words, before?.words, (name, text) => {
    const node = nodes[name].firstChild;
    if (node) node.nodeValue = text;
  });
  each(marks.icons, before?.icons, (name, icon) => {
    const svg = nodes[name];
    svg.setAttribute('class', iconClass(icon));
    svg.lastElementChild?.setAttribute('d', icon && iconPath(icon));
  });
  each(marks.classes, before?.classes, (name, classes) => (nodes[name].className = classes));
}

/** Sets or takes away an attribute. */
export function set(node: Element, name: string, value: string | undefined, before: string | undefined): void {
  if (value === before) return;
  if (value === undefined) node.removeAttribute(name);
  else node.setAttribute(name, value);
}

type Values = Readonly<Partial<Record<NodeName, string>>>;

function each(values: Values = {}, before: Values = {}, apply: (name: NodeName, value: string) => void): void {
  for (const name in values) {
    const value = values[name as NodeName];
    if (value !== undefined && value !== before[name as NodeName]) apply(name as NodeName, value);
  }
}

/** Writes a sentence around one value, which is set in its own direction: a name cannot turn it around. */
function writeParts({ childNodes }: Element, parts: readonly MessagePart[]): void {
  const at = parts.findIndex(({ key }) => key);
  const end = at < 0 ? parts.length : at;
  [parts.slice(0, end), parts.slice(end, end + 1), parts.slice(end + 1)].forEach((pieces, i) => {
    const text = pieces.map((piece) => piece.text).join('');
    const place = childNodes[i];
    if (place && place.textContent !== text) place.textContent = text;
  });
}

function grow(tree: string, root: ShadowRoot, finish?: (nodes: Nodes) => void): Nodes {
  let plant = plants.get(tree);
  if (!plant) plants.set(tree, (plant = sow(tree, finish)));
  const clone = root.ownerDocument.importNode(plant.seed, true);
  const nodes = nodesOf(clone, plant.names);
  root.replaceChildren(clone);
  return nodes;
}

function nodesOf(tree: DocumentFragment, names: readonly string[]): Nodes {
  const elements = tree.querySelectorAll('*');
  const nodes: Record<string, Element | undefined> = {};
  for (const [i, name] of names.entries()) if (name) nodes[name] = elements[i];
  return nodes as Nodes;
}

function sow(tree: string, finish: ((nodes: Nodes) => void) | undefined): Plant {
  const seed = document.createDocumentFragment();
  const above: Node[] = [seed];
  const names = tree.split('\n').map((line) => {
    const [, indent = '', tag = '', classes = '', name = ''] = /^( *)(\w+)([.\w]*)@?(\w*)/.exec(line) ?? [];
    const drawn = /svg|path/.test(tag);
    const node = document.createElementNS(drawn ? 'http://www.w3.org/2000/svg' : 'http://www.w3.org/1999/xhtml', tag);
    if (classes) node.setAttribute('class', classes.replaceAll('.', ' ').trim());
    if (tag === 'svg') attributes(node, { class: 'icon', viewBox: '0 0 16 16', 'aria-hidden': 'true' });
    above[indent.length]?.appendChild(node);
    above[indent.length + 1] = node;
    return name;
  });
  for (const node of seed.querySelectorAll('p,h3,span,bdi,button'))
    if (node.querySelector(':not(bdi)') === null) node.prepend('');
  for (const node of seed.querySelectorAll('bdi'))
    if (node.previousSibling?.nodeType === Node.TEXT_NODE) node.after('');
  finish?.(nodesOf(seed, names));
  return { seed, names };
}

function finishCard({ picture, title, name, quantity, price, button, missing }: Nodes): void {
  // The address is in other hands: who answers there learns nothing of this page, and only when the card is looked at.
  attributes(picture, { alt: '', loading: 'lazy', decoding: 'async', referrerpolicy: 'no-referrer' });
  attributes(quantity, { dir: 'ltr' });
  attributes(price, { dir: 'ltr' });
  attributes(title, { id: 't' });
  attributes(name, { id: 'n' });
  // A list of the page's buttons would say "View task" over and over.
  attributes(button, { id: 'b', type: 'button', part: 'button', 'aria-labelledby': 'b t n' });
  missing.lastElementChild?.setAttribute('d', iconPath('image-off'));
}

function attributes(node: Element, values: Readonly<Record<string, string>>): void {
  for (const name in values) node.setAttribute(name, values[name] ?? '');
}
