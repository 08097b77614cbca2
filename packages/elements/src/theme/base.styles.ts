import { css } from './css.js';

/**
 * Shared by card and panel: icons, single-line texts, and buttons. Status colours are grey without `tones.styles.ts`.
 *
 * ```
 * svg.icon(.flip) > path 16 px; `iconClass()` knows which flip in right-to-left text
 * .cut one line, truncated with an ellipsis
 * button.btn
 * ```
 */
export const base = css`
  .root {
    --_tone: var(--_muted);
    --_soft: var(--_hover);
  }
  .icon {
    inline-size: 16px;
    block-size: 16px;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .flip:dir(rtl) {
    transform: scaleX(-1);
  }
  .cut {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .btn {
    min-block-size: var(--sidecard-control-size, 32px);
    padding: 4px 12px;
    border: 1px solid var(--sidecard-color-border-button, light-dark(#c8cdd6, #4a515d));
    border-radius: var(--_r2);
    background: var(--_surface);
    color: inherit;
    font: inherit;
    font-weight: 500;
    line-height: 1.4;
    cursor: pointer;
  }
  .btn:hover {
    background: var(--_hover);
  }
  /* browsers force the colours of texts alone */
  @media (forced-colors: active) {
    .icon {
      color: inherit !important;
    }
  }
`;
