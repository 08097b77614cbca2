import type { CSSResult } from 'lit';

/** Adds the style sheets of a part that loaded later to a shadow root: after its own, each once. */
export function addSheets(root: ShadowRoot, styles: readonly CSSResult[] = []): void {
  for (const { styleSheet } of styles) {
    const adopted = root.adoptedStyleSheets;
    if (styleSheet && !adopted.includes(styleSheet)) root.adoptedStyleSheets = [...adopted, styleSheet];
  }
}
