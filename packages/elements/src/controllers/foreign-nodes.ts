import type { ReactiveController, ReactiveElement } from '@lit/reactive-element';

/** Nodes that were added or removed by others, with whether they are foreign: for a foreign node, the first record is its insertion. */
const foreign = new WeakMap<Node, boolean>();

/**
 * Keeps an element's template intact when browser extensions change its shadow root: dark modes insert style elements, machine translation
 * moves texts into `<font>` or replaces them. Lit writes to its own nodes wherever they are, so such a text would never change again.
 *
 * Before each update, it restores the nodes of the last update. Between updates it does nothing, so a translation remains until there is
 * something new to translate. Nodes inserted directly into the shadow root remain too, because they contain styles.
 *
 * An element with this controller must change the children of its nodes only in its update (its template).
 *
 * @example
 * constructor() {
 * super();
 * new ForeignNodes(this);
 * }
 */
export class ForeignNodes implements ReactiveController {
  readonly #host: ReactiveElement;
  /** A separate observer: another element's update can happen during this one's, and its changes would seem foreign. */
  #observer: MutationObserver | undefined;
  /** The children after the last update, by parent, where they have changed since. */
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

  /** Reconstructs earlier children, from the last change back to the first. */
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
