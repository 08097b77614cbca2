import { css } from '../theme/css.js';
import { controls } from '../theme/controls.styles.js';
import { liveMarks } from '../theme/live-marks.styles.js';
import { marks } from '../theme/marks.styles.js';
import { parts } from '../theme/parts.styles.js';
import { panelReset } from '../theme/reset-panel.styles.js';
import { reset } from '../theme/reset.styles.js';
import { panelTokens } from '../theme/tokens-panel.styles.js';
import { cardTokens } from '../theme/tokens.styles.js';

/*
 * The panel's tree. It fills the box it is put in (the overlay's frame, or a column of the page); only `.body` and an open action bar scroll.
 *
 * ```
 * section.root.panel[lang]
 *   header.top(.mine|.platform|.good) > span.tile > svg.icon;  h2[tabindex=-1];  p.no > bdi.cut, span ×2;  span.tools > button.btn.ico ×2
 *   div.notice.flat                                              offline, stale
 *   div.bar
 *     div.row(.mine|.platform|.good) > span.status;  div.due > span.chip > svg, span > span.left, span.by
 *     div.row > div.who(.me) > svg.icon, span;  button.btn.quiet.small
 *   div.body[tabindex=0 while loading]
 *     div.case, div.beside                                       sections; side by side where there is room
 *     section.sec > h3 > text, span.end;  parts…
 *     section.sec.collapsible > h3 > button[aria-expanded] > svg.icon, b, span.sum, svg.icon(chevron-down)
 *                        div.section-body > div > parts…           opens with the class open
 *   footer.action-bar
 *     p.hint, div.acts > button.btn.fill.grow, span.others > button.btn.grow, button.btn.ico(more)
 *   footer.action-bar.blocked                                         no permission
 *     div.lead > span.tile > svg.icon(lock);  h3;  p;   div.row > button.btn.fill, a.link > text, svg.icon(external)
 * ```
 */
const task = css`
  :host {
    block-size: 100%;
    min-inline-size: 0;
    container-type: inline-size;
  }
  :host([placement='inline']:not([open])) {
    display: none;
  }
  .panel {
    position: relative;
    display: flex;
    flex-direction: column;
    block-size: 100%;
    background: var(--_surface);
    overflow: clip;
  }
  .top {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    column-gap: 10px;
    padding-block: var(--_s3) 10px;
    padding-inline: var(--_s4) var(--_s2);
  }
  .top .tile {
    grid-row: span 2;
  }
  h2 {
    font-size: var(--_large);
    line-height: 1.375;
  }
  h2:focus {
    outline: 0;
  }
  .no {
    display: flex;
    flex-wrap: wrap;
    column-gap: 8px;
    grid-area: 2/2;
    color: var(--_muted);
    font-size: var(--_small);
    line-height: 1.5;
    font-variant-numeric: tabular-nums;
  }
  .alone {
    grid-area: 1/2/3;
  }
  .tools {
    grid-area: 1/3/3;
    display: flex;
  }
  .bar {
    display: grid;
    gap: 2px;
    padding: var(--_s2) var(--_s4);
    border-block: 1px solid var(--_border);
    background: var(--_sunken);
  }
  .bar .row {
    justify-content: space-between;
    gap: 0 8px;
    min-block-size: 24px;
  }
  .bar .status {
    font-size: inherit;
  }
  .bar .chip,
  .bar .who {
    white-space: normal;
  }
  .bar .who {
    flex: 1 1 10em;
  }
  .bar .quiet {
    margin-inline-end: -8px;
  }
  .body {
    position: relative;
    flex: 1 1 auto;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
  }
  .body:focus-visible {
    outline-offset: -2px;
  }
  .sec {
    display: block;
    padding: calc(var(--_s3) + 2px) var(--_s4);
    border-block-end: 1px solid var(--_border);
  }
  .beside .sec:last-child {
    border-block-end: 0;
  }
  .sec > h3,
  .action-bar > h3 {
    display: flex;
    align-items: center;
    gap: 6px;
    margin-block-end: 8px;
  }
  .end {
    margin-inline-start: auto;
    font-weight: 400;
  }
  .end > .quiet {
    margin-block: -2px;
  }
  .end:has(> .quiet) {
    margin-inline-end: -8px;
  }
  .collapsible {
    padding: 0;
  }
  .collapsible > h3 {
    margin: 0;
  }
  .collapsible > h3 > button {
    display: flex;
    align-items: center;
    gap: 8px;
    inline-size: 100%;
    padding: 10px var(--_s4);
    border: 0;
    background: none;
    text-align: start;
    cursor: pointer;
  }
  .collapsible > h3 > button:hover {
    background: var(--_sunken);
  }
  .collapsible > h3 > button:focus-visible {
    outline-offset: -2px;
  }
  .collapsible b {
    flex: none;
    font-weight: var(--_strong);
  }
  .collapsible > h3 .icon {
    color: var(--_muted);
    transition: rotate var(--_motion);
  }
  .sum {
    flex: 1;
    min-inline-size: min-content;
    color: var(--_muted);
    font-size: var(--_small);
    font-weight: 400;
    text-align: end;
  }
  .sum:dir(rtl) {
    text-align: left;
  }
  /* begins with a number or ends with a stop, and is read in its own direction */
  .notice > p,
  .left,
  .sum,
  .end,
  kbd {
    unicode-bidi: plaintext;
  }
  [aria-expanded='true'] > .sum {
    visibility: hidden;
  }
  [aria-expanded='true'] > .icon:last-child {
    rotate: 180deg;
  }
  .section-body {
    display: grid;
    grid-template-rows: 0fr;
    visibility: hidden;
    transition:
      grid-template-rows var(--_motion),
      visibility var(--_motion);
  }
  .section-body.open {
    grid-template-rows: 1fr;
    visibility: visible;
  }
  .section-body > div {
    min-block-size: 0;
    overflow: clip;
    padding-inline: var(--_s4);
  }
  .section-body > div::after {
    content: '';
    display: block;
    block-size: 14px;
  }
  .action-bar {
    flex: none;
    padding: var(--_s3) var(--_s4);
    border-block-start: 1px solid var(--_border);
    box-shadow: 0 -6px 16px light-dark(#191c220a, #00000040);
  }
  .action-bar > .cap {
    margin: 8px 0 0;
  }
  .hint {
    margin-block-end: 8px;
  }
  .others {
    display: contents;
  }
  .blocked {
    padding: 20px var(--_s4);
    background: var(--_sunken);
    box-shadow: none;
  }
  .lead {
    display: grid;
    grid-template-columns: 36px minmax(0, 1fr);
    gap: 4px 12px;
    margin-block-end: 14px;
  }
  .lead .tile {
    grid-row: 1/3;
    border: 1px solid var(--_border);
    background: var(--_surface);
    color: var(--_muted);
  }
  .lead p {
    line-height: 1.5;
    color: var(--_muted);
  }
  .link {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-block-size: 24px;
  }
  .panel > .empty {
    flex: 1;
  }
  @media print {
    :host,
    .panel {
      block-size: auto;
    }
    .panel,
    .body {
      overflow: visible;
    }
  }
  @container (inline-size >= 52em) {
    .body {
      display: grid;
      grid-template-columns: minmax(0, 1fr) 24em;
    }
    .beside {
      border-inline-start: 1px solid var(--_border);
    }
    .action-bar > * {
      max-inline-size: 46em;
    }
  }
  @container (inline-size < 24em) {
    .action-bar .acts {
      flex-wrap: wrap;
    }
    .action-bar .acts .grow {
      flex: 1 1 auto;
    }
    .others {
      display: flex;
      flex: 1 1 auto;
      gap: 8px;
    }
    .collapsible > h3 > button {
      flex-wrap: wrap;
    }
  }
`;

/** Everything `<sidecard-task>` adopts, in order; a form of the staff message inside it is an element of its own. */
export const taskStyles = [cardTokens, panelTokens, reset, panelReset, marks, liveMarks, controls, parts, task];
