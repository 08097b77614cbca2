import type { ReactiveController, ReactiveElement } from '@lit/reactive-element';

/**
 * Keeps an element's template intact where browser extensions change its shadow root: dark modes insert style elements, machine translation moves
 * texts into `<font>` or replaces them. Lit writes to the nodes that it made, wherever they are by then, so such a text would never change again.
 *
 * Before each update, the nodes are put back as the last update left them. Nothing happens between updates, so a translation stays until there is
 * something new to translate. What was inserted into the shadow root itself stays too: styles are there.
 *
 * An element with this controller changes the children of its nodes in `update` (its template) only.
 *
 * @example
 * readonly #foreign = new ForeignNodes(this);
 */
export class ForeignNodes implements ReactiveController {
  readonly #host: ReactiveElement;
  #observer: MutationObserver | undefined;
  /** The children that the last update left, by parent, where somebody has changed them since. */
  #left = new Map<Node, readonly Node[]>();
  /** Nodes that came or went, and whether they are somebody else's: the first that was seen of such a node is that it came. */
  readonly #foreign = new WeakMap<Node, boolean>();

  constructor(host: ReactiveElement) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdate(): void {
    if (this.#observer) this.#note(this.#observer.takeRecords());
    for (const [parent, nodes] of this.#left) {
      const others = parent !== this.#host.renderRoot;
      for (const child of others ? [...parent.childNodes] : []) if (!nodes.includes(child)) child.remove();
      let next: Node | null = null;
      for (const node of [...nodes].reverse()) {
        if (node.parentNode !== parent || (others && node.nextSibling !== next)) parent.insertBefore(node, next);
        next = node;
      }
    }
    this.#left.clear();
  }

  hostUpdated(): void {
    if (this.#observer) this.#observer.takeRecords();
    else {
      this.#observer = new MutationObserver((records) => this.#note(records));
      this.#observer.observe(this.#host.renderRoot, { childList: true, subtree: true });
    }
  }

  #note(records: readonly MutationRecord[]): void {
    const ours = records.filter(({ target, addedNodes, removedNodes }) => {
      if (this.#isForeign(target)) return false;
      for (const node of removedNodes) if (!this.#foreign.has(node)) this.#foreign.set(node, false);
      for (const node of addedNodes) if (!this.#foreign.has(node)) this.#foreign.set(node, true);
      return true;
    });
    const left = new Map<Node, Node[]>();
    for (const { target, addedNodes, removedNodes, nextSibling } of ours.reverse()) {
      const added = [...addedNodes];
      const nodes = (left.get(target) ?? [...target.childNodes]).filter((node) => !added.includes(node));
      nodes.splice(nextSibling ? nodes.indexOf(nextSibling) : nodes.length, 0, ...removedNodes);
      left.set(target, nodes);
    }
    for (const [parent, nodes] of left)
      if (!this.#left.has(parent))
        this.#left.set(
          parent,
          nodes.filter((node) => !this.#foreign.get(node)),
        );
  }

  #isForeign(node: Node): boolean {
    for (let at: Node | null = node; at; at = at.parentNode)
      if (this.#foreign.has(at)) return this.#foreign.get(at) === true;
    return false;
  }
}
