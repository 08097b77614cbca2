import type { CSSResult } from '@lit/reactive-element/css-tag.js';

const foreign = new WeakMap<Document, Map<CSSResult, CSSStyleSheet>>();

/**
 * Gives a shadow root its sheets in whichever document it stands: a constructed sheet belongs to the document that it was made for, and an element
 * that moves (into a frame, a window of its own) loses it. No `<style>` and no `style=""`, so a strict CSP is kept.
 */
export function adoptSheets(root: ShadowRoot, styles: readonly CSSResult[]): void {
  root.adoptedStyleSheets = styles.flatMap((style) => sheetIn(root.ownerDocument, style) ?? []);
}

function sheetIn(place: Document, style: CSSResult): CSSStyleSheet | undefined {
  if (place === document) return style.styleSheet;
  const view = place.defaultView;
  // a document without a window shows nothing
  if (!view) return undefined;
  const sheets = foreign.get(place) ?? new Map<CSSResult, CSSStyleSheet>();
  foreign.set(place, sheets);
  let sheet = sheets.get(style);
  if (!sheet) {
    sheet = new view.CSSStyleSheet();
    sheet.replaceSync(style.cssText);
    sheets.set(style, sheet);
  }
  return sheet;
}
