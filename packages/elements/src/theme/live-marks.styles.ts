import { css } from './css.js';

/**
 * What live data adds to the marks: time that runs out, the ring, the reader as owner, and the button of who is to act.
 *
 * ```
 * div.due(.soon|.urgent) > span.chip > svg.icon(.ring), span.left, span.by
 * svg.icon.ring > circle.rest, circle, path
 *                                 circles cx=8 cy=8 r=6.3; the second has pathLength=100, transform="rotate(-90 8 8)" and
 *                                 stroke-dasharray="40 100" for 40 % left; without .ring the circles hide and the path shows
 * div.who(.me)
 * button.btn(.fill)
 * ```
 */
export const liveMarks = css`
  .soon {
    --_tone: var(--sidecard-color-soon-text, light-dark(#864c00, #f2b862));
  }
  .urgent {
    --_tone: var(--sidecard-color-urgent-text, light-dark(#b0241c, #ff9f95));
    --_soft: var(--sidecard-color-urgent-soft, light-dark(#fdeceb, #431d1a));
  }
  circle {
    stroke-width: 2.2;
    stroke-linecap: butt;
  }
  .rest {
    opacity: 0.28;
  }
  .urgent .chip {
    color: var(--_tone);
  }
  .me {
    color: var(--_text);
  }
  .fill.fill {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .fill:hover {
    background: color-mix(in oklab, var(--_accent) 88%, #000);
  }
  .soon .chip,
  .urgent .chip {
    color: var(--_tone);
  }
  .urgent .left,
  .fill {
    font-weight: var(--_strong);
  }
  @media (forced-colors: active) {
    .urgent .chip {
      border: 1px solid;
    }
    .fill.fill {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
      outline-color: CanvasText;
    }
  }
`;
