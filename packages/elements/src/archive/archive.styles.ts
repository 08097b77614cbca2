import { css } from '../theme/css.js';

/**
 * The page of the archive, inside the workbench.
 *
 * ```
 * div.page.archive
 *   header.toolbar;  form.selection > b, span.chip-select, button.btn × 3
 *   div.scroller > section.chart > div.chart-head, p.values > span…, svg.bars > rect(.none), p.axis, details.counts > div.scrolling > table
 *     section.product > h3, (h4, ul.tiles > li.tile-of(.chosen) > (button|span.none).shot > canvas(.gone), span.count-of;  label.pick, button.case)…
 *   footer.foot
 * ```
 */
export const archiveStyles = css`
  .selection {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    padding: 8px 20px;
    border-block-end: 1px solid var(--_border);
    background: var(--_accent-soft);
  }
  .chart {
    max-inline-size: 60em;
    padding-block-end: var(--_s3);
  }
  .chart-head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 2px 12px;
  }
  .values {
    display: grid;
    grid-auto-columns: minmax(0, 1fr);
    grid-auto-flow: column;
    min-block-size: 1.5em;
    margin-block-start: 8px;
    text-align: center;
  }
  .bars {
    display: block;
    inline-size: 100%;
    block-size: 72px;
    border-block-end: 1px solid var(--_line);
  }
  .bars:dir(rtl) {
    transform: scaleX(-1);
  }
  .bars rect {
    fill: var(--_accent);
  }
  .bars .none {
    fill: var(--_border);
  }
  .axis {
    display: flex;
    justify-content: space-between;
    padding-block-start: 4px;
  }
  .counts summary {
    inline-size: fit-content;
    padding-block: 4px;
    color: var(--_accent-text);
    cursor: pointer;
  }
  .scrolling {
    max-block-size: 280px;
    overflow: auto;
  }
  .counts table {
    border-collapse: collapse;
    min-inline-size: 30em;
    font-size: var(--_small);
  }
  .counts :is(th, td) {
    padding: 4px 12px 4px 0;
    border-block-end: 1px solid var(--_border);
    font-weight: 400;
    text-align: start;
  }
  .counts thead th {
    color: var(--_muted);
    font-weight: 500;
  }
  .product {
    padding-block: var(--_s3) var(--_s2);
  }
  .product h4 {
    padding-block: 8px;
    color: var(--_muted);
    font-weight: 500;
  }
  .product h4 label {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-block-size: 24px;
    cursor: pointer;
  }
  .archive input[type='checkbox'] {
    inline-size: 18px;
    block-size: 18px;
    margin: 0;
    accent-color: var(--_accent);
  }
  .archive .filters > * {
    flex: none;
  }
  .tiles {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(132px, 100%), 1fr));
    gap: 12px;
    /* Pictures begin where headings do. */
    margin-inline: -7px;
  }
  .tile-of {
    position: relative;
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: 2px;
    min-inline-size: 0;
    padding: 6px;
    border: 1px solid transparent;
    border-radius: var(--_r2);
  }
  .tile-of.chosen {
    border-color: var(--_accent-text);
    background: var(--_accent-soft);
  }
  .shot {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 100%;
    aspect-ratio: 1;
    padding: 0;
    border: 1px solid var(--_line);
    border-radius: var(--_r2);
    background: var(--_hover);
    overflow: hidden;
    color: var(--_muted);
    cursor: pointer;
  }
  .shot.none,
  .shot.skel {
    place-content: center;
    gap: 4px;
    border-color: var(--_border);
    background: var(--_sunken);
    cursor: default;
  }
  .shot canvas {
    position: absolute;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .shot canvas.gone {
    display: none;
  }
  .count-of {
    position: absolute;
    inset-block-end: 6px;
    inset-inline-end: 6px;
    padding-inline: 6px;
    border-radius: 999px;
    background: var(--_surface);
    color: var(--_text);
    font-size: var(--_small);
  }
  .tile-of > .pick {
    position: absolute;
    inset-block-start: 10px;
    inset-inline-start: 10px;
    display: grid;
    place-items: center;
    inline-size: 28px;
    min-block-size: 28px;
    margin: 0;
    border-radius: var(--_r1);
    background: var(--_surface);
    cursor: pointer;
  }
  .case {
    min-block-size: 24px;
    padding: 0;
    border: 0;
    background: none;
    color: var(--_accent-text);
    font: inherit;
    text-align: start;
    cursor: pointer;
  }
  .case:hover {
    text-decoration: underline;
  }
  .tile-of .cut {
    max-inline-size: 100%;
  }
  @media (forced-colors: active) {
    .bars rect {
      fill: CanvasText;
    }
    .tile-of.chosen {
      border-color: Highlight;
    }
  }
  @container (inline-size < 860px) {
    .selection {
      padding-inline: var(--_s3);
    }
  }
`;
