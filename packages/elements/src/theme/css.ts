import { css, type CSSResult, unsafeCSS } from 'lit';

export { css };

/** Joins several sheets into one: for each sheet that a shadow root adopts, every card pays. */
export function join(...sheets: readonly CSSResult[]): CSSResult {
  return unsafeCSS(sheets.map(({ cssText }) => cssText).join(''));
}

const adopted = new WeakMap<Document, Map<readonly CSSResult[], CSSStyleSheet[]>>();

/**
 * Gives a shadow root its sheets in whichever document it stands: a constructed sheet belongs to the document that it was made for, and an element
 * that moves (into a frame, a window of its own) loses it. No `<style>` and no `style=""`, so a strict CSP is kept.
 *
 * @param styles - the same list for every element of a kind
 */
export function adoptSheets(root: ShadowRoot, styles: readonly CSSResult[]): void {
  const place = root.ownerDocument;
  const known = adopted.get(place) ?? new Map<readonly CSSResult[], CSSStyleSheet[]>();
  adopted.set(place, known);
  let sheets = known.get(styles);
  if (!sheets) known.set(styles, (sheets = styles.flatMap((style) => sheetIn(place, style) ?? [])));
  root.adoptedStyleSheets = sheets;
}

function sheetIn(place: Document, style: CSSResult): CSSStyleSheet | undefined {
  if (place === document) return style.styleSheet;
  const view = place.defaultView;
  // a document without a window shows nothing
  if (!view) return undefined;
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(style.cssText);
  return sheet;
}
