import type { ReactiveController, ReactiveElement } from '@lit/reactive-element';

/** Nodes that came or went without us, and whether they are somebody else's: of such a node, the first thing seen is that it came. */
const foreign = new WeakMap<Node, boolean>();

/**
 * Keeps an element's template intact where browser extensions change its shadow root: dark modes insert style elements, machine translation moves
 * texts into `<font>` or replaces them. Lit writes to the nodes that it made, wherever they are by then, so such a text would never change again.
 *
 * Before each update, the nodes are put back as the last update left them. Nothing happens between updates, so a translation stays until there is
 * something new to translate. What was inserted into the shadow root itself stays too: styles are there.
 *
 * An element with this controller changes the children of its nodes in its update (its template) only.
 *
 * @example
 * constructor() {
 *   super();
 *   new ForeignNodes(this);
 * }
 */
export class ForeignNodes implements ReactiveController {
  readonly #host: ReactiveElement;
  /** An observer of its own: another element's update may happen within this one's, and would take its changes for somebody else's. */
  #observer: MutationObserver | undefined;
  /** The children that the last update left, by parent, where somebody has changed them since. */
  #left: Map<Node, readonly Node[]> | undefined;

  constructor(host: ReactiveElement) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdate(): void {
    if (this.#observer) this.#note(this.#observer.takeRecords());
    this.#left?.forEach((nodes, parent) => putBack(nodes, parent, parent === this.#host.renderRoot));
    this.#left = undefined;
  }

  hostUpdated(): void {
    if (this.#observer) this.#observer.takeRecords();
    else {
      this.#observer = new MutationObserver((records) => this.#note(records));
      this.#observer.observe(this.#host.renderRoot, { childList: true, subtree: true });
    }
  }

  /** Works out which children stood where, from the last change back to the first. */
  #note(records: readonly MutationRecord[]): void {
    if (records.length === 0) return;
    const ours = records.filter(({ target, addedNodes, removedNodes }) => {
      if (isForeign(target)) return false;
      for (const node of removedNodes) if (!foreign.has(node)) foreign.set(node, false);
      for (const node of addedNodes) if (!foreign.has(node)) foreign.set(node, true);
      return true;
    });
    const before = new Map<Node, Node[]>();
    for (const { target, addedNodes, removedNodes, nextSibling } of ours.reverse()) {
      const added = new Set<Node>(addedNodes);
      const nodes = (before.get(target) ?? [...target.childNodes]).filter((node) => !added.has(node));
      nodes.splice(nextSibling ? nodes.indexOf(nextSibling) : nodes.length, 0, ...removedNodes);
      before.set(target, nodes);
    }
    this.#left ??= new Map();
    for (const [parent, nodes] of before)
      if (!this.#left.has(parent))
        this.#left.set(
          parent,
          nodes.filter((node) => !foreign.get(node)),
        );
  }
}

function isForeign(node: Node): boolean {
  for (let at: Node | null = node; at; at = at.parentNode) if (foreign.has(at)) return foreign.get(at) === true;
  return false;
}

function putBack(nodes: readonly Node[], parent: Node, keepOthers: boolean): void {
  if (!keepOthers) for (const child of [...parent.childNodes]) if (!nodes.includes(child)) child.remove();
  let next: Node | null = null;
  for (const node of [...nodes].reverse()) {
    if (node.parentNode !== parent || (!keepOthers && node.nextSibling !== next)) parent.insertBefore(node, next);
    next = node;
  }
}
