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
 * div.due(.soon|.urgent) > span.chip > svg.icon(.ring), span.left, span.by
 * svg.icon.ring > circle.rest, circle.left, path
 *                                 circles cx=8 cy=8 r=6.3; .left has pathLength=100, transform="rotate(-90 8 8)" and
 *                                 stroke-dasharray="40 100" for 40 % left; without .ring the circles hide and the path shows
 * div.who(.me) > svg.icon, span.cut
 * span.thumb > svg.icon(image-off), img
 * button.btn(.fill)
 * .cut                            one line, cut with an ellipsis
 * ```
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
  .soon {
    --_tone: var(--sidecard-color-soon-text, light-dark(#864c00, #f2b862));
  }
  .urgent {
    --_tone: var(--sidecard-color-urgent-text, light-dark(#b0241c, #ff9f95));
    --_soft: var(--sidecard-color-urgent-soft, light-dark(#fdeceb, #431d1a));
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
  circle {
    stroke-width: 2.2;
    stroke-linecap: butt;
  }
  .icon:not(.ring) circle {
    display: none;
  }
  .rest {
    opacity: 0.28;
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
  .status,
  .soon .chip,
  .urgent .chip {
    color: var(--_tone);
  }
  .status,
  .urgent .left,
  .fill {
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
  .me {
    color: var(--_text);
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
  .fill.fill {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .fill:hover {
    background: color-mix(in oklab, var(--_accent) 88%, #000);
  }
  @media (forced-colors: active) {
    .tile,
    .urgent .chip {
      border: 1px solid;
    }
    .fill.fill {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
