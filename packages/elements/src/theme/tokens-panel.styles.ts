import { css } from './css.js';

/**
 * Tokens of panel, staff message and workbench besides the card's. In a separate file, because bundlers do not remove unused sheets from a
 * module.
 */
export const panelTokens = css`
  .root {
    --_line: var(--sidecard-color-border-control, light-dark(#868d9b, #78808f));
    --_platform: var(--sidecard-color-platform, light-dark(#6a3db5, #7c52cc));
    --_bubble: light-dark(
      color-mix(in oklab, var(--_accent) 14%, #fff),
      color-mix(in oklab, var(--_accent) 38%, #16181c)
    );
    --_large: calc(var(--_size) * 16 / 14);
    --_huge: calc(var(--_size) * 22 / 14);
    --_s1: var(--sidecard-space-1, 4px);
    --_s5: var(--sidecard-space-5, 24px);
    --_r1: var(--sidecard-radius-s, 4px);
    --_motion: var(--sidecard-duration, 160ms) var(--sidecard-easing, cubic-bezier(0.2, 0, 0, 1));
    --_overlay-shadow: var(
      --sidecard-shadow-overlay,
      0 0 0 1px light-dark(#191c2214, #ffffff1f),
      0 0 32px light-dark(#191c2226, #00000080)
    );
    --_popover-shadow: var(
      --sidecard-shadow-popover,
      0 0 0 1px light-dark(#191c2214, #ffffff1f),
      0 8px 24px light-dark(#191c2229, #00000099)
    );
  }
`;
