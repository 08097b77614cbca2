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

type Values = Readonly<Partial<Record<NodeName, string>>>;

/** The nodes of one card. */
export type Nodes = Readonly<Record<NodeName, Element>>;

interface Plant {
  readonly seed: DocumentFragment;
  /** Its elements with a name, and their places in document order. */
  readonly names: readonly (readonly [name: string, place: number])[];
}

const plants = new Map<string, Plant>();

/** Makes the nodes of one card. Writing to them before they are on the page is cheaper. */
export function growCard(page: Document): DocumentFragment {
  return grow(TREE, page);
}

/**
 * Finds the nodes of a card. They are looked for whenever there is something to write and not kept: what script holds of twenty nodes weighs more
 * than all else that a card keeps.
 */
export function nodesOf(card: ParentNode): Nodes {
  return named(card, plantOf(TREE).names);
}

/** Puts one sentence where a card would be. */
export function writePlain(root: ShadowRoot, { icon, text, small, lang }: PlainFace): void {
  const fragment = grow(PLAIN_TREE, root.ownerDocument);
  const nodes = named(fragment, plantOf(PLAIN_TREE).names);
  set(nodes.root, 'lang', lang);
  write(nodes, { icons: { type: icon }, words: { title: text, from: small } });
  if (!small) nodes.from.remove();
  root.replaceChildren(fragment);
}

/** Writes what differs from what is there. */
export function writeCard(nodes: Nodes, face: CardFace): void {
  write(nodes, face);
  set(nodes.root, 'lang', face.lang);
  set(nodes.root, 'aria-label', face.label);
  set(nodes.picture, 'src', face.picture);
  writeSentence(nodes.line, face.line);
  writeSentence(nodes.owner, face.owner);
}

/** Writes the words, drawings and classes that differ from what is there. It runs at every tick, so it touches nothing else. */
export function write(nodes: Nodes, { words, icons, classes }: Marks): void {
  each(words, (name, text) => put(nodes[name].firstChild, text));
  each(icons, (name, icon) => {
    set(nodes[name], 'class', iconClass(icon));
    set(nodes[name].lastElementChild, 'd', icon && iconPath(icon));
  });
  each(classes, (name, value) => set(nodes[name], 'class', value));
}

/** Sets an attribute that differs, or takes it away. */
export function set(node: Element | null, name: string, value: string | undefined): void {
  if (value === undefined) node?.removeAttribute(name);
  else if (node?.getAttribute(name) !== value) node?.setAttribute(name, value);
}

function put(node: ChildNode | null | undefined, text: string): void {
  if (node && node.textContent !== text) node.textContent = text;
}

function each(values: Values = {}, apply: (name: NodeName, value: string) => void): void {
  for (const name in values) apply(name as NodeName, values[name as NodeName] ?? '');
}

/** Writes a sentence around one value, which is set in its own direction: a name cannot turn it around. */
function writeSentence({ childNodes }: Element, parts: readonly MessagePart[]): void {
  const texts = ['', '', ''];
  let at = 0;
  for (const { key, text } of parts) {
    if (key && !at) at = 1;
    texts[at] += text;
    if (at === 1) at = 2;
  }
  texts.forEach((text, i) => put(childNodes[i], text));
}

function grow(tree: string, page: Document): DocumentFragment {
  return page.importNode(plantOf(tree).seed, true);
}

function plantOf(tree: string): Plant {
  let plant = plants.get(tree);
  if (!plant) plants.set(tree, (plant = sow(tree)));
  return plant;
}

function named(tree: ParentNode, names: Plant['names']): Nodes {
  // the ring's circles come later, and are nobody's
  const elements = tree.querySelectorAll(':not(circle)');
  const nodes: Record<string, Element | undefined> = {};
  for (const [name, place] of names) nodes[name] = elements[place];
  return nodes as Nodes;
}

function sow(tree: string): Plant {
  const seed = document.createDocumentFragment();
  const above: Node[] = [seed];
  const names: [string, number][] = [];
  tree.split('\n').forEach((line, place) => {
    const [, indent = '', tag = '', classes = '', name = ''] = /^( *)(\w+)([.\w]*)@?(\w*)/.exec(line) ?? [];
    const drawn = /svg|path/.test(tag);
    const node = document.createElementNS(drawn ? 'http://www.w3.org/2000/svg' : 'http://www.w3.org/1999/xhtml', tag);
    if (classes) node.setAttribute('class', classes.replaceAll('.', ' ').trim());
    if (tag === 'svg') attributes(node, { class: 'icon', viewBox: '0 0 16 16', 'aria-hidden': 'true' });
    if (name) names.push([name, place]);
    above[indent.length]?.appendChild(node);
    above[indent.length + 1] = node;
  });
  for (const node of seed.querySelectorAll('p,h3,span,bdi,button'))
    if (node.querySelector(':not(bdi)') === null) node.prepend('');
  for (const node of seed.querySelectorAll('bdi'))
    if (node.previousSibling?.nodeType === Node.TEXT_NODE) node.after('');
  if (tree === TREE) finish(named(seed, names));
  return { seed, names };
}

function finish({ root, picture, title, name, quantity, price, due, who, button, missing }: Nodes): void {
  // The address is in other hands: who answers there learns nothing of this page, and only when the card is looked at.
  attributes(picture, { alt: '', loading: 'lazy', decoding: 'async', referrerpolicy: 'no-referrer' });
  attributes(quantity, { dir: 'ltr' });
  attributes(price, { dir: 'ltr' });
  attributes(title, { id: 't' });
  attributes(name, { id: 'n' });
  // A list of the page's buttons would say "View task" over and over.
  attributes(button, { id: 'b', type: 'button', part: 'button', 'aria-labelledby': 'b t n' });
  write({ root, due, who, button, missing } as Nodes, {
    icons: { missing: 'image-off' },
    classes: { root: 'root ', due: 'due ', who: 'who', button: 'btn' },
  });
}

function attributes(node: Element, values: Readonly<Record<string, string>>): void {
  for (const name in values) node.setAttribute(name, values[name] ?? '');
}
