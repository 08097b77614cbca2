import { css } from './css.js';

/** Tokens of actions: filled buttons, and backgrounds for the shop's turn. */
export const liveTokens = css`
  .root {
    --_accent: var(--sidecard-color-accent, light-dark(#2456d3, #3c6df0));
    --_on-accent: var(
      --sidecard-color-on-accent,
      oklch(from var(--sidecard-color-accent, #000) clamp(0, (0.6 - l) * 999, 1) 0 0)
    );
    --_accent-soft: var(
      --sidecard-color-accent-soft,
      light-dark(
        oklch(from var(--sidecard-color-accent, #ebf0fd) max(l, 0.955) min(c, 0.02) h),
        oklch(from var(--sidecard-color-accent, #1f2b4a) min(l, 0.296) min(c, 0.06) h)
      )
    );
  }
`;
