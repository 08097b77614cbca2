import type { CSSResult } from 'lit';

/** Gives a shadow root the sheets of a part that was loaded later: after its own, and each once. */
export function addSheets(root: ShadowRoot, styles: readonly CSSResult[] = []): void {
  for (const { styleSheet } of styles) {
    const adopted = root.adoptedStyleSheets;
    if (styleSheet && !adopted.includes(styleSheet)) root.adoptedStyleSheets = [...adopted, styleSheet];
  }
}
