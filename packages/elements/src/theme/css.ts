import { css, type CSSResult, unsafeCSS } from 'lit';

export { css };

/** Joins several sheets into one: for each sheet that a shadow root adopts, every card pays. */
export function join(...sheets: readonly CSSResult[]): CSSResult {
  return unsafeCSS(sheets.map(({ cssText }) => cssText).join(''));
}
