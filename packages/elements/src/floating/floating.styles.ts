import { css } from '../theme/css.js';

/**
 * What floats over an element. It is loaded with what places it.
 *
 * ```
 * div.menu[popover] > button.btn…
 * div.root.explanation[popover]
 * ```
 */
export const floatingStyles = css`
  .menu {
    min-inline-size: 160px;
    max-inline-size: calc(100vw - 8px);
    overflow-y: auto;
    padding: 4px;
    border: 0;
    border-radius: var(--_r2);
    background: var(--_surface);
    color: inherit;
    box-shadow: var(--_popover-shadow);
  }
  .menu .btn:focus-visible {
    outline-offset: -2px;
  }
  .menu .btn {
    display: flex;
    justify-content: start;
    inline-size: 100%;
    border-color: transparent;
    font-weight: 400;
    text-align: start;
  }
  .explanation {
    max-inline-size: min(280px, 100vw - 8px);
    padding: 6px 10px;
    border: 1px solid transparent;
    border-radius: var(--_r1);
    background: var(--_text);
    color: var(--_surface);
    font-size: var(--_small);
    line-height: 1.5;
    text-align: start;
  }
  @media (forced-colors: active) {
    .menu {
      border: 1px solid;
    }
  }
`;
