import { css } from '../theme/css.js';

/*
 * What an open form adds to the panel. It is loaded with the forms.
 *
 * ```
 *   footer.action-bar.open                                            leaves room for the request above it
 *     h3 > text, span.end > button.btn.quiet.small;  div.form (scrolls);  div.acts (stays) > button.btn > span > bdi, kbd
 * ```
 */
export const taskFormStyles = css`
  .action-bar.open {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    max-block-size: max(60%, min(70%, 26em));
    padding-inline: 0;
  }
  .action-bar.open > * {
    margin-inline: var(--_s4);
  }
  .action-bar.open > .form {
    min-block-size: 0;
    margin-inline: 0;
    padding: 2px var(--_s4) 14px;
    border-block-end: 1px solid var(--_border);
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
  }
  .action-bar.open > .acts {
    padding-block-start: 10px;
  }
  /* So that the request can be at the top, whatever has loaded below it. */
  .panel:has(.action-bar.open) .beside {
    min-block-size: 100%;
  }
  /* What is asked is read beside the form, and its words need the room more than its heading does. */
  .panel:has(.action-bar.open) [data-section='request'] {
    padding-block-start: 10px;
  }
  .panel:has(.action-bar.open) [data-section='request'] > h3 {
    position: absolute;
    clip-path: inset(50%);
  }
  /* The buyer’s name is cut, so that what the button does stays whole. */
  [data-act='send'] bdi[translate] {
    display: inline-block;
    max-inline-size: 10em;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    vertical-align: bottom;
  }
  @container (inline-size >= 52em) {
    .action-bar.open > .form {
      max-inline-size: calc(46em + 2 * var(--_s4));
    }
  }
  @container (inline-size < 24em) {
    .action-bar kbd {
      display: none;
    }
  }
  @media print {
    .action-bar.open {
      max-block-size: none;
    }
    .action-bar.open > .form {
      overflow: visible;
    }
  }
  /* In a low window, a phone with its keyboard or at 400 % zoom, an open form takes the place of what is above it. */
  @media (max-height: 30em) {
    .panel:has(.action-bar.open) :is(.bar, .body) {
      display: none;
    }
    .action-bar.open {
      flex: 1 1 auto;
      max-block-size: none;
      padding-block: 4px 8px;
    }
    .panel:has(.action-bar.open) .top {
      padding-block: 4px;
    }
  }
`;
