import { css, join } from '../theme/css.js';
import { liveTokens } from '../theme/tokens-live.styles.js';
import { tones } from '../theme/tones.styles.js';

/**
 * What live data adds to the card: tones, the picture, time that runs out, the ring, the reader as owner, and the button of who is to act.
 *
 * ```
 * article.root(.soon|.urgent)(.failed)(.counts)(.me)(.fill)[aria-current=true]   the last one while its panel is open
 *   div.due > svg.icon (hidden), span.chip > svg.icon(.ring), span.left, span.by
 * ```
 *
 * `.by`, the moment, shows from 28 em; below, it is for ears alone.
 */
const live = css`
  img {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  [aria-current='true']::before {
    content: '';
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    border-inline-start: 3px solid var(--_accent);
  }
  .mine .status .icon:dir(rtl) {
    transform: scaleX(-1);
  }
  .counts .due > .icon {
    display: none;
  }
  .chip {
    display: flex;
    align-items: center;
    inline-size: fit-content;
    font-variant-numeric: tabular-nums;
  }
  .left,
  .by {
    unicode-bidi: plaintext;
  }
  .by {
    inline-size: 1px;
    color: var(--_muted);
    overflow: hidden;
    opacity: 0;
  }
  circle {
    stroke-width: 2.2;
    stroke-linecap: butt;
  }
  .rest {
    opacity: 0.28;
  }
  .soon .due {
    color: var(--sidecard-color-soon-text, light-dark(#864c00, #f2b862));
  }
  .line .icon {
    margin-inline-end: 4px;
    vertical-align: -2px;
  }
  .failed .line {
    color: var(--sidecard-color-urgent-text, light-dark(#b0241c, #ff9f95));
  }
  .urgent .chip {
    padding-inline-end: 6px;
    border-radius: 4px;
    background: var(--sidecard-color-urgent-soft, light-dark(#fdeceb, #431d1a));
    color: var(--sidecard-color-urgent-text, light-dark(#b0241c, #ff9f95));
  }
  .urgent .left,
  .fill .btn {
    font-weight: var(--_strong);
  }
  .me .who {
    color: var(--_text);
  }
  .fill .btn {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .fill .btn:hover {
    background: color-mix(in oklab, var(--_accent) 88%, #000);
  }
  @container (inline-size >= 28em) {
    .by {
      inline-size: auto;
      margin-inline-start: 5px;
      opacity: 1;
    }
  }
  @media (forced-colors: active) {
    .urgent .chip {
      border: 1px solid;
    }
    .fill .btn {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
      outline-color: CanvasText;
    }
  }
`;

/** What a live card adopts beside its own sheet. */
export const liveCardStyles = join(liveTokens, tones, live);
