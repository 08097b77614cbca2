import { css } from '../theme/css.js';

/** The rows of a list, below the toolbar; their tree is in `workbench.styles.ts`. */
export const listStyles = css`
  .line {
    display: grid;
    grid-template-columns: minmax(14em, 3fr) minmax(9em, 1.3fr) 7em minmax(10em, 1fr) minmax(10em, 1fr) minmax(
        7em,
        0.8fr
      );
    align-items: center;
    column-gap: 16px;
    padding-inline: 20px;
    border-block-end: 1px solid var(--_border);
  }
  .columns {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    min-block-size: 34px;
    background: var(--_surface);
    color: var(--_muted);
  }
  /* The columns are measured in the font size of the row, which has to be that of the rows below. */
  .columns > * {
    font-size: var(--_small);
  }
  .columns [aria-sort='ascending'] {
    color: var(--_text);
    font-weight: var(--_strong);
  }
  .columns .icon {
    inline-size: 12px;
    margin-inline-start: 4px;
    vertical-align: -4px;
  }
  .rows {
    position: relative;
  }
  .rows > .line {
    position: absolute;
    inset-block-start: 0;
    inset-inline: 0;
    block-size: calc(var(--_size) * 4 + 1px);
    cursor: pointer;
  }
  .rows > .line:hover,
  .rows > .active {
    background: var(--_sunken);
  }
  .rows > .active {
    box-shadow: inset 3px 0 var(--_accent);
  }
  .rows > .active:dir(rtl) {
    box-shadow: inset -3px 0 var(--_accent);
  }
  .line > * {
    min-inline-size: 0;
  }
  .what {
    display: grid;
    grid-template-columns: 24px 36px minmax(0, auto) minmax(0, 1fr);
    column-gap: 10px;
    align-items: center;
  }
  .what > :is(.thumb, .pick) {
    grid-row: span 2;
  }
  .pick {
    display: grid;
    place-items: center;
    min-block-size: 36px;
    margin-inline-start: -8px;
    cursor: pointer;
  }
  .pick input {
    inline-size: 18px;
    block-size: 18px;
    margin: 0;
    accent-color: var(--_accent);
  }
  .rows > .selected {
    background: var(--_accent-soft);
  }
  .what .thumb {
    inline-size: 36px;
    block-size: 36px;
  }
  .open {
    min-inline-size: 0;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    text-decoration: none;
    cursor: pointer;
  }
  .open .cut {
    display: block;
  }
  /* The row is what keys act on; around its title, the ring would lie on the line below. */
  .open:focus-visible {
    outline: 0;
  }
  .rows > :has(.open:focus-visible) {
    outline: 2px solid var(--_focus);
    outline-offset: -2px;
  }
  /* A text is cut at its own end, and lies at the start of its row. */
  .line .cut {
    text-align: match-parent;
  }
  .dot {
    inline-size: 8px;
    block-size: 8px;
    margin-inline-start: -2px;
    border-radius: 50%;
    background: var(--_accent);
  }
  .sub {
    grid-column: 3/-1;
    color: var(--_muted);
    font-size: var(--_small);
    line-height: 1.5;
  }
  .type {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .type .icon {
    color: var(--_muted);
  }
  .asked {
    text-align: end;
  }
  .state {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .money {
    display: flex;
    color: var(--_muted);
  }
  .money.urgent {
    color: var(--sidecard-color-urgent-text, light-dark(#b0241c, #ff9f95));
  }
  .line .status,
  .line .who {
    font-weight: 500;
  }
  .btn.ico[aria-disabled='true'] {
    background: none;
    color: var(--_line);
  }
  .foot {
    display: flex;
    flex: none;
    align-items: center;
    gap: 12px;
    min-block-size: 36px;
    padding-inline: 20px;
    border-block-start: 1px solid var(--_border);
    color: var(--_muted);
    font-size: var(--_small);
  }
  .connection {
    margin-inline-start: auto;
  }
  kbd {
    padding: 1px 5px;
    border: 1px solid var(--_border);
    border-radius: var(--_r1);
    font: inherit;
  }
  .skeletons .line {
    grid-template-columns: 36px minmax(0, 1fr) 8em;
    min-block-size: calc(var(--_size) * 4 + 1px);
  }
  @container (inline-size < 860px) {
    .columns.line {
      display: none;
    }
    .rows > .line {
      grid-template-columns: minmax(0, 1fr) auto;
      grid-template-rows: auto auto;
      align-content: center;
      block-size: calc(var(--_size) * 5.5 + 1px);
      padding-inline: var(--_s3);
      row-gap: 2px;
    }
    .rows .what {
      grid-row: span 2;
    }
    .rows :is(.type, .asked, .who) {
      display: none;
    }
    .rows .state,
    .rows .left {
      justify-self: end;
    }
    .foot {
      padding-inline: var(--_s3);
    }
    .hints {
      display: none;
    }
  }
  /* Beside status and time, a name would be cut to a few letters: they go below it. */
  @container (inline-size < 420px) {
    .rows .what {
      grid-area: 1/1/1/-1;
    }
    .rows .state {
      justify-self: start;
      margin-inline-start: 80px;
    }
  }
  @media (forced-colors: active) {
    .rows > .active,
    .entry[aria-current='page']:not(:focus-visible) {
      outline: 1px solid Highlight;
      outline-offset: -2px;
    }
    .dot {
      forced-color-adjust: none;
      background: Highlight;
    }
  }
`;
