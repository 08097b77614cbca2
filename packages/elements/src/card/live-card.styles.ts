import { css, join } from '../theme/css.js';
import { liveMarks } from '../theme/live-marks.styles.js';

/** The count of a deadline. The moment (`.by`) shows from 28 em; below, it is for ears alone. */
const count = css`
  .chip {
    display: flex;
    align-items: center;
    inline-size: fit-content;
    font-variant-numeric: tabular-nums;
  }
  .urgent .chip {
    padding-inline-end: 6px;
    border-radius: 4px;
    background: var(--_soft);
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
  @container (inline-size >= 28em) {
    .by {
      inline-size: auto;
      margin-inline-start: 5px;
      opacity: 1;
    }
  }
`;

/** What a card adopts when it goes live. */
export const liveCardStyles = [join(liveMarks, count)];
