import { css } from './css.js';

/*
 * The public tokens (`--sidecard-…`) are read here and in `tones.styles.ts`. A page sets them on any ancestor; our sheets use the
 * private `--_…` names, which live on the inner `.root` node, so a page cannot set them by accident and nested elements cannot disturb each other.
 *
 * Light or dark follows the inherited `color-scheme`: a light-only page stays light.
 *
 * Accent: a page that sets `--sidecard-color-accent` alone gets the other accent colours derived from it, at the lightness of our own
 * (so that contrast holds for any hue). Our own colours pass through the same formulas unchanged.
 */

/** Tokens of a sent card, for the element with the class `root`. */
export const sentTokens = css`
  .root {
    --_surface: var(--sidecard-color-surface, light-dark(#fff, #1b1d22));
    --_sunken: var(--sidecard-color-surface-sunken, light-dark(#f5f6f8, #131519));
    --_hover: var(--sidecard-color-surface-hover, light-dark(#eceef2, #2a2e36));
    --_border: var(--sidecard-color-border, light-dark(#e0e3e9, #343943));
    --_text: var(--sidecard-color-text, light-dark(#191c22, #eceef2));
    --_muted: var(--sidecard-color-text-muted, light-dark(#585f6d, #a7aebb));
    --_accent-text: var(
      --sidecard-color-accent-text,
      light-dark(
        oklch(from var(--sidecard-color-accent, #1f4dbf) min(l, 0.49) calc(c * min(1, 0.49 / l)) h),
        oklch(from var(--sidecard-color-accent, #93b4ff) max(l, 0.775) min(c, 0.13) h)
      )
    );
    --_focus: var(--sidecard-color-focus, var(--_accent-text));
    --_size: var(--sidecard-font-size, 14px);
    --_small: max(12px, calc(var(--_size) * 12 / 14));
    --_strong: var(--sidecard-weight-strong, 600);
    --_s2: var(--sidecard-space-2, 8px);
    --_s3: var(--sidecard-space-3, 12px);
    --_s4: var(--sidecard-space-4, 16px);
    --_r2: var(--sidecard-radius-m, 8px);
    --_r3: var(--sidecard-radius-l, 12px);
  }
`;
