import { listStyles } from './list.styles.js';
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
  .save .btn {
    flex: none;
    white-space: nowrap;
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
  ::placeholder {
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
  .task {
    flex: 1 1 auto;
    min-block-size: 0;
    block-size: auto;
  }
  .empty {
    margin: auto;
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
  }
`;

/** Everything that `<sidecard-workbench>` adopts, in order. */
export const workbenchStyles = [
  ...[cardTokens, panelTokens, reset, panelReset, marks, liveMarks, controls, parts, workbench, listStyles],
];
