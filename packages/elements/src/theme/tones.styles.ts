import { css } from './css.js';

/** A tone class (`mine`, `platform`, `good`; none is grey) on an element or an ancestor sets the status colours. */
export const tones = css`
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
`;
