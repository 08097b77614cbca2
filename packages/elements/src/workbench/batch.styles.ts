import { css } from '../theme/css.js';

/**
 * The selected rows.
 *
 * ```
 * section.batch > div.row > b, button…;  p.muted;  div.form > h3, ul.cases > li, div.field…, div.acts;  ol.results > li > svg, span, button
 * ```
 */
export const batchStyles = css`
  .batch {
    display: grid;
    flex: none;
    gap: 8px;
    max-block-size: 60%;
    padding: 8px 20px;
    border-block-end: 1px solid var(--_border);
    background: var(--_accent-soft);
    overflow-y: auto;
  }
  .batch .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .batch .form {
    max-inline-size: 48em;
    padding: var(--_s3);
    border-radius: var(--_r2);
    background: var(--_surface);
  }
  .batch :is(.cases, .results) {
    display: grid;
    gap: 2px;
    max-block-size: 9em;
    overflow-y: auto;
  }
  .batch .results li {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .batch [data-result='failed'] .icon {
    color: var(--sidecard-color-urgent-text, light-dark(#b0241c, #ff9f95));
  }
`;
