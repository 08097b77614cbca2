import { controls } from '../theme/controls.styles.js';
import { css } from '../theme/css.js';
import { liveMarks } from '../theme/live-marks.styles.js';
import { marks } from '../theme/marks.styles.js';
import { parts } from '../theme/parts.styles.js';
import { panelReset } from '../theme/reset-panel.styles.js';
import { reset } from '../theme/reset.styles.js';
import { panelTokens } from '../theme/tokens-panel.styles.js';
import { cardTokens } from '../theme/tokens.styles.js';

/*
 * The workbench's tree. It fills the box it is put in; only the navigation and `.scroller` scroll.
 *
 * ```
 * div.root.workbench
 *   nav.rail > h2.brand, ul > li > (a|button).entry[aria-current='page'] > svg.icon, span.name, span.count(.urgent);  h3
 *   main.main
 *     div.list | div.page
 *       header.toolbar > h2, span.chip-select(.set) > select, svg.icon;  form.search > svg.icon, input, button
 *       div.scroller > div.table > div.line.columns, div.rows > div.line(.active) > div × 6
 *       footer.foot
 * ```
 */
const workbench = css`
  :host {
    block-size: 100%;
    min-inline-size: 0;
    container-type: inline-size;
  }
  .workbench {
    display: grid;
    grid-template-columns: 232px minmax(0, 1fr);
    block-size: 100%;
    background: var(--_surface);
  }
  .rail {
    overflow-y: auto;
    padding: var(--_s3) var(--_s2) var(--_s4);
    border-inline-end: 1px solid var(--_border);
    background: var(--_sunken);
    scrollbar-width: thin;
  }
  .brand {
    padding: 4px 10px 8px;
    font-size: var(--_large);
  }
  .rail h3 {
    padding: 14px 10px 4px;
    color: var(--_muted);
    font-size: var(--_small);
    font-weight: 500;
  }
  .entry {
    display: flex;
    align-items: center;
    gap: 8px;
    inline-size: 100%;
    min-block-size: 34px;
    padding: 4px 10px;
    border: 0;
    border-radius: var(--_r2);
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    text-decoration: none;
    cursor: pointer;
  }
  .entry:hover {
    background: var(--_hover);
  }
  .entry .icon,
  .entry .count {
    color: var(--_muted);
  }
  .entry .name {
    flex: 1;
    min-inline-size: 0;
  }
  .entry .count {
    font-size: var(--_small);
  }
  .entry[aria-current='page'],
  .entry[aria-current='page'] :is(.icon, .count) {
    color: var(--_accent-text);
    font-weight: var(--_strong);
  }
  .entry[aria-current='page'] {
    background: var(--_accent-soft);
  }
  .entry .urgent {
    color: var(--_tone);
    font-weight: var(--_strong);
  }
  .saved {
    display: flex;
    align-items: center;
  }
  .main,
  .list,
  .page {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    min-inline-size: 0;
    block-size: 100%;
  }
  .toolbar {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    min-block-size: 57px;
    padding: 8px 20px;
    border-block-end: 1px solid var(--_border);
  }
  .toolbar.narrow {
    min-block-size: 41px;
    padding-block: 4px;
    padding-inline: 8px;
  }
  .toolbar h2 {
    margin-inline-end: 4px;
    font-size: var(--_large);
  }
  .toolbar h2:focus {
    outline: 0;
  }
  .place {
    margin-inline-start: auto;
  }
  .filters {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .chip-select {
    position: relative;
    display: inline-flex;
    align-items: center;
    min-inline-size: 0;
  }
  .chip-select select {
    appearance: none;
    field-sizing: content;
    max-inline-size: 14em;
    min-block-size: 28px;
    padding-block: 2px;
    padding-inline: 12px 30px;
    border: 1px solid var(--_line);
    border-radius: 999px;
    background: var(--_surface);
    color: inherit;
    font: inherit;
    font-size: var(--_small);
    text-overflow: ellipsis;
    cursor: pointer;
  }
  .chip-select select:hover {
    background: var(--_hover);
  }
  .chip-select .icon {
    position: absolute;
    inset-inline-end: 10px;
    inline-size: 12px;
    pointer-events: none;
  }
  .set select,
  .set .icon {
    border-color: var(--_accent-text);
    background: var(--_accent-soft);
    color: var(--_accent-text);
    font-weight: var(--_strong);
  }
  .set .icon {
    background: none;
  }
  .save {
    position: relative;
  }
  .save summary {
    list-style: none;
  }
  .save form {
    position: absolute;
    inset-block-start: calc(100% + 4px);
    inset-inline-start: 0;
    z-index: 2;
    display: flex;
    gap: 8px;
    padding: 8px;
    border-radius: var(--_r2);
    background: var(--_surface);
    box-shadow: var(--_popover-shadow);
  }
  .save input {
    inline-size: 14em;
    max-inline-size: 60vw;
    padding: 2px 8px;
    border: 1px solid var(--_line);
    border-radius: var(--_r2);
    background: var(--_surface);
  }
  .search {
    display: flex;
    flex: 0 1 280px;
    align-items: center;
    gap: 6px;
    min-inline-size: 160px;
    min-block-size: 32px;
    margin-inline-start: auto;
    padding-inline: 10px 4px;
    border: 1px solid var(--_line);
    border-radius: var(--_r2);
    background: var(--_surface);
  }
  .search .icon {
    color: var(--_muted);
  }
  .search:focus-within {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .search input {
    appearance: none;
    flex: 1;
    min-inline-size: 0;
    border: 0;
    outline: 0;
    background: none;
  }
  .search input::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .search input::-webkit-search-cancel-button {
    display: none;
  }
  .search .ico {
    inline-size: 24px;
  }
  .scroller {
    position: relative;
    flex: 1 1 auto;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
  }
  .padded {
    padding: var(--_s4) 20px;
  }
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
    grid-template-columns: 36px minmax(0, auto) minmax(0, 1fr);
    column-gap: 10px;
    align-items: center;
  }
  .what .thumb {
    grid-row: span 2;
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
  .dot {
    inline-size: 8px;
    block-size: 8px;
    margin-inline-start: -2px;
    border-radius: 50%;
    background: var(--_accent);
  }
  .sub {
    grid-column: 2/-1;
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
  .line .status,
  .line .who {
    font-weight: 500;
  }
  .ico[aria-disabled='true'] {
    background: none;
    opacity: 0.5;
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
  .task {
    flex: 1 1 auto;
    min-block-size: 0;
    block-size: auto;
  }
  .empty {
    margin: auto;
  }
  .skeletons .line {
    grid-template-columns: 36px minmax(0, 1fr) 8em;
    min-block-size: calc(var(--_size) * 4 + 1px);
  }
  .accounts {
    display: grid;
    gap: 8px;
    max-inline-size: 64em;
    margin-block-start: var(--_s3);
  }
  .account {
    display: grid;
    grid-template-columns: minmax(12em, 1fr) minmax(0, 3fr);
    gap: 8px 16px;
    align-items: center;
    padding: 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_r2);
  }
  .who-is {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
  }
  .who-is .good {
    color: var(--_tone);
  }
  .asks {
    flex-basis: 100%;
    color: var(--sidecard-color-soon-text, light-dark(#864c00, #f2b862));
  }
  .switches {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
  }
  .switch {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-block-size: 28px;
    cursor: pointer;
  }
  .switch input {
    appearance: none;
    flex: none;
    inline-size: 32px;
    block-size: 18px;
    border: 1px solid var(--_line);
    border-radius: 9px;
    background: radial-gradient(circle at 8px 50%, var(--_line) 5.5px, transparent 6px) var(--_surface);
    cursor: pointer;
  }
  .switch input:checked {
    border-color: var(--_accent);
    background: radial-gradient(circle at 22px 50%, var(--_on-accent) 5.5px, transparent 6px) var(--_accent);
  }
  .switch input:dir(rtl) {
    transform: scaleX(-1);
  }
  .switches:disabled {
    opacity: 0.6;
  }
  @container (inline-size < 860px) {
    .workbench {
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: auto minmax(0, 1fr);
    }
    .rail {
      display: flex;
      gap: 4px;
      overflow: auto hidden;
      padding: 6px var(--_s2);
      border-inline-end: 0;
      border-block-end: 1px solid var(--_border);
    }
    .rail :is(h2, h3) {
      display: none;
    }
    ::slotted(*) {
      flex: none;
      white-space: nowrap;
    }
    .rail ul {
      display: flex;
      flex: none;
      gap: 4px;
    }
    .rail .count {
      display: none;
    }
    .rail .urgent {
      display: inline;
    }
    .entry {
      white-space: nowrap;
    }
    .toolbar {
      padding-inline: var(--_s3);
    }
    .toolbar h2 {
      inline-size: 100%;
    }
    .toolbar.narrow h2 {
      inline-size: auto;
    }
    .filters {
      order: 1;
      flex-wrap: nowrap;
      margin: -4px;
      padding: 4px;
      overflow-x: auto;
      scrollbar-width: none;
    }
    .search {
      flex: 1 0 100%;
      margin-inline-start: 0;
    }
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
    .account {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @media (forced-colors: active) {
    .rows > .active,
    .entry[aria-current='page'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
    .dot {
      forced-color-adjust: none;
      background: Highlight;
    }
    .switch input {
      forced-color-adjust: none;
    }
  }
`;

/** Everything that `<sidecard-workbench>` adopts, in order. */
export const workbenchStyles = [
  ...[cardTokens, panelTokens, reset, panelReset, marks, liveMarks, controls, parts, workbench],
];
