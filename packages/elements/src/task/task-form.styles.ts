import { css } from '../theme/css.js';

/*
 * What an open form and the notice of a conflict add to the panel. It is loaded with them.
 *
 * ```
 *   footer.action-bar.open                                            at most 70 % of the panel
 *     h3 > text, span.end > button.btn.quiet.small;  div.form (scrolls);  div.acts (stays)
 *   dl.diff > dt, dd > del, ins …                                     what changed meanwhile
 * ```
 */
export const taskFormStyles = css`
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
  .action-bar.open {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    max-block-size: 70%;
    padding-inline: 0;
  }
  .action-bar.open > * {
    margin-inline: var(--_s4);
  }
  .action-bar.open > .form {
    min-block-size: 0;
    margin-inline: 0;
    padding: 2px var(--_s4) 14px;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
  }
  @container (inline-size < 24em) {
    .action-bar kbd {
      display: none;
    }
  }
`;
