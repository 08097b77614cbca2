import { css } from '../theme/css.js';

/**
 * What the shop’s handlers share.
 *
 * ```
 * span.team > button.btn.quiet.small ×2;  div.row[data-presence] > div.who
 * ol.notes > li > p.s, p.words
 * div.templates > div.at-hand > button.pill ×3, button.btn;  div.list > ul > li > button.insert, button.ico ×2;  div.save > input, button, label ×2, p.help
 * ```
 */
export const teamStyles = css`
  .team {
    display: flex;
    flex-wrap: wrap;
    gap: 0 4px;
  }
  .notes {
    display: grid;
    gap: 8px;
    margin-block-end: 10px;
  }
  .words {
    white-space: pre-line;
    overflow-wrap: anywhere;
  }
  .sec .send .row {
    justify-content: flex-end;
    padding: 6px;
  }
  .keys {
    margin: auto;
    padding: var(--_s4);
    border: 1px solid var(--_border);
    border-radius: var(--_r2);
    background: var(--_surface);
    color: var(--_text);
  }
  .keys .facts {
    margin-block: 10px;
  }
  .templates {
    display: grid;
    gap: 6px;
    justify-items: start;
  }
  .at-hand {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 6px;
    max-inline-size: 100%;
  }
  .at-hand .pill {
    max-inline-size: 14em;
  }
  .templates .list {
    display: grid;
    gap: 8px;
    inline-size: 100%;
    padding: 8px;
    border: 1px solid var(--_border);
    border-radius: var(--_r2);
    background: var(--_sunken);
  }
  .templates ul {
    display: grid;
    gap: 2px;
    max-block-size: 160px;
    overflow: auto;
  }
  .templates li {
    display: flex;
    align-items: center;
    gap: 4px;
  }
  .templates .insert {
    flex: 1;
    min-inline-size: 0;
    justify-content: flex-start;
    text-align: start;
  }
  .save {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 10px;
  }
  .save input:not([type]) {
    flex: 1 1 120px;
    min-inline-size: 0;
  }
  .save .help {
    flex-basis: 100%;
  }
`;
