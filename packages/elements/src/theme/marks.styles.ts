import { css } from './css.js';

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
 * div.who > svg.icon, span.cut
 * span.thumb > svg.icon(image-off), img
 * button.btn
 * .cut                            one line, cut with an ellipsis
 * ```
 *
 * `live-marks.styles.ts` has what live data adds.
 */
export const marks = css`
  .root {
    --_tone: var(--_muted);
    --_soft: var(--_hover);
  }
  .mine {
    --_tone: var(--_accent-text);
    --_soft: var(--_accent-soft);
  }
  .platform {
    --_tone: var(--sidecard-color-platform-text, light-dark(#6436ad, #c6abff));
    --_soft: var(--sidecard-color-platform-soft, light-dark(#f3eefc, #2c2344));
  }
  .good {
    --_tone: var(--sidecard-color-good-text, light-dark(#126b3a, #74d29c));
    --_soft: var(--sidecard-color-good-soft, light-dark(#e6f5ec, #17321f));
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
  @media (forced-colors: active) {
    .tile {
      border: 1px solid;
    }
  }
`;
