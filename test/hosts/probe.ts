/** What tests ask a page with; see {@link installProbe}. */
export interface Probe {
  /** What a selector finds, also in shadow roots. `a >>> b` looks for b in a and its shadow root. */
  all(selector: string): HTMLElement[];
  /** The last of them that is shown and whose name or text has these words. */
  shown(selector: string, words?: string): HTMLElement | undefined;
  /** A node and what it is in, through shadow roots and slots. */
  around(node: Node | null): Node[];
  /** What is seen at a point. */
  at(x: number, y: number): Element | null;
  /** What has focus. */
  focused(): HTMLElement | null;
  /** Violations of the page's content security policy: directive, script and sample. */
  readonly violations: string[];
  /** Errors that nobody caught. */
  readonly errors: string[];
}

declare global {
  var probe: Probe;
}

/** Gives a page its {@link Probe}. It runs in the page, before anything of the page's. */
export function installProbe(): void {
  const find = (selector: string, root: ParentNode): HTMLElement[] => [
    ...root.querySelectorAll<HTMLElement>(selector),
    ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? find(selector, shadowRoot) : [])),
  ];
  const within = (selector: string, element: HTMLElement): HTMLElement[] => [
    ...find(selector, element),
    ...(element.shadowRoot ? find(selector, element.shadowRoot) : []),
  ];
  const all = (selector: string): HTMLElement[] => {
    const [first = '', ...inner] = selector.split(' >>> ');
    return inner.reduce((found, each) => found.flatMap((element) => within(each, element)), find(first, document));
  };
  const nameOf = (element: HTMLElement): string =>
    [element.ariaLabel, element.title, element.textContent, element.getAttribute('placeholder')].join(' ');
  const around = (node: Node | null): Node[] =>
    node
      ? [node, ...around((node as Element).assignedSlot ?? node.parentNode ?? (node as ShadowRoot).host ?? null)]
      : [];
  const violations: string[] = [];
  const errors: string[] = [];
  globalThis.probe = {
    all,
    shown: (selector, words = '') =>
      all(selector)
        .filter((element) => element.getClientRects().length > 0 && nameOf(element).includes(words))
        .at(-1),
    around,
    at(x, y) {
      let found = document.elementFromPoint(x, y);
      for (let inner = found; inner;) {
        found = inner;
        inner = found.shadowRoot?.elementFromPoint(x, y) ?? null;
        if (inner === found) break;
      }
      return found;
    },
    focused() {
      let found = document.activeElement;
      while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
      return found as HTMLElement | null;
    },
    violations,
    errors,
  };
  addEventListener('securitypolicyviolation', ({ effectiveDirective, sourceFile, sample }) =>
    violations.push(`${effectiveDirective} ${sourceFile.split('/').at(-1)} ${sample}`),
  );
  addEventListener('error', ({ message }) => void (message && errors.push(message)));
  addEventListener('unhandledrejection', ({ reason }) => errors.push(String(reason)));
}
