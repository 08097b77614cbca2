import { css } from '../theme/css.js';

/*
 * What changed meanwhile.
 *
 * ```
 *   dl.diff > dt, dd > del, ins …
 * ```
 */
export const conflictStyles = css`
  .diff {
    display: grid;
    grid-template-columns: fit-content(40%) minmax(0, 1fr);
    gap: 6px 12px;
    line-height: 1.4286;
  }
  del {
    color: var(--_muted);
  }
  ins {
    text-decoration: none;
    font-weight: var(--_strong);
  }
`;
