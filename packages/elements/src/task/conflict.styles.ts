import { css } from '../theme/css.js';

/*
 * What changed meanwhile, and whose ticket it is.
 *
 * ```
 *   section.notice[data-guard] > svg.icon, h3, p, div.row > button.btn.small ×2
 *   dl.diff > dt, dd > del, ins …
 * ```
 */
export const conflictStyles = css`
  [data-guard] {
    overflow-wrap: anywhere;
  }
  [data-act='go-on'] bdi {
    display: inline-block;
    max-inline-size: 10em;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    vertical-align: bottom;
  }
  .diff {
    display: grid;
    grid-template-columns: fit-content(40%) minmax(0, 1fr);
    gap: 6px 12px;
    line-height: 1.4286;
  }
  .diff + .timeline {
    margin-block-start: 12px;
  }
  del {
    color: var(--_muted);
  }
  ins {
    text-decoration: none;
    font-weight: var(--_strong);
  }
`;
