import { base } from './base.styles.js';
import { css, join } from './css.js';
import { tones } from './tones.styles.js';

/**
 * The marks that card and panel share: tones, icon, tile, status, time left, owner, picture, button.
 *
 * A tone class (`mine`, `platform`, `good`; none is grey) on an element or above it gives the colours to `tile`, `status` and, in the panel,
 * to notices and badges.
 *
 * ```
 * svg.icon(.flip) > path          16 px; iconClass() knows who flips in right-to-left text
 * span.tile > svg.icon            36 px, icon 20
 * span.status > svg.icon, text
 * div.due > span.chip > svg.icon, span.left, span.by
 * div.who > svg.icon, .cut
 * span.thumb > svg.icon(image-off), img
 * button.btn
 * .cut                            one line, cut with an ellipsis
 * ```
 *
 * `live-marks.styles.ts` has what live data adds.
 */
export const marks = join(
  base,
  tones,
  css`
    .tile,
    .thumb {
      display: grid;
      place-items: center;
      inline-size: 36px;
      block-size: 36px;
      border-radius: var(--_r2);
      background: var(--_soft);
      color: var(--_tone);
    }
    .tile .icon {
      inline-size: 20px;
      block-size: 20px;
    }
    .thumb {
      inline-size: 48px;
      block-size: 48px;
      border-radius: 6px;
      overflow: hidden;
      background: var(--_sunken);
      color: var(--_muted);
    }
    .thumb > * {
      grid-area: 1/1;
    }
    img {
      inline-size: 100%;
      block-size: 100%;
      object-fit: cover;
    }
    .status,
    .chip,
    .who {
      display: flex;
      align-items: center;
      gap: 5px;
      color: var(--_muted);
      font-size: var(--_small);
      line-height: 1.5;
      white-space: nowrap;
    }
    .status .icon,
    .chip .icon,
    .who .icon {
      inline-size: 14px;
      margin-inline: 1px;
    }
    .status {
      color: var(--_tone);
      font-weight: var(--_strong);
    }
    .chip {
      inline-size: fit-content;
      font-variant-numeric: tabular-nums;
    }
    .urgent .chip {
      padding-inline-end: 6px;
      border-radius: 4px;
      background: var(--_soft);
    }
    .by {
      color: var(--_muted);
    }
    @media (forced-colors: active) {
      .tile {
        border: 1px solid;
      }
    }
  `,
);
