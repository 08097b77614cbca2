import { css } from './css.js';

/**
 * Keeps the page's text properties out: whatever an ancestor sets (white-space, letter-spacing, word-break, pointer-events, …) ends at the
 * host.
 *
 * `direction`, `color-scheme` and `visibility` are meant to be inherited, and are. `all` also resets what `lang` does to the choice of Han
 * glyphs, so it is set on the host and `lang` on the inner `.root`. The font, and what pages set on every element, is set on `.root`, where a page's own `* { font-family: … }`
 * cannot reach; the size is on the host as well, with `!important`, because container queries count their `em` there.
 */
export const reset = css`
  :host {
    all: initial;
    color-scheme: inherit;
    visibility: inherit;
    display: block;
    font-size: var(--sidecard-font-size, 14px) !important;
  }
  :host([hidden]) {
    display: none !important;
  }
  .root {
    font: 400 var(--_size) / 1.5714
      var(--sidecard-font-family, system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif);
    color: var(--_text);
    overflow-wrap: anywhere;
    line-break: strict;
    user-select: text;
    pointer-events: auto;
    white-space: normal;
    letter-spacing: 0;
    text-transform: none;
    text-align: start;
  }
  /* WebKit, which alone hangs punctuation, draws letters over one another with it. */
  @supports not (hanging-punctuation: first) {
    .root {
      text-autospace: normal;
    }
  }
  * {
    box-sizing: border-box;
    margin: 0;
  }
  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
`;
