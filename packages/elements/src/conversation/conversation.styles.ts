import { controls } from '../theme/controls.styles.js';
import { css } from '../theme/css.js';
import { liveMarks } from '../theme/live-marks.styles.js';
import { marks } from '../theme/marks.styles.js';
import { parts } from '../theme/parts.styles.js';
import { panelReset } from '../theme/reset-panel.styles.js';
import { reset } from '../theme/reset.styles.js';
import { panelTokens } from '../theme/tokens-panel.styles.js';
import { cardTokens } from '../theme/tokens.styles.js';

const conversation = css`
  :host {
    container-type: inline-size;
  }
  .conversation {
    display: grid;
    gap: 10px;
    padding: var(--_s3) var(--_s4);
    background: var(--_surface);
  }
  .cases {
    display: grid;
    gap: 6px;
  }
  .opening {
    display: grid;
    gap: calc(var(--_s3) + 2px);
  }
  .case {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: 0 10px;
    align-items: center;
    inline-size: 100%;
    padding: 8px;
    border: 1px solid var(--_border);
    border-radius: var(--_r2);
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    cursor: pointer;
  }
  .case:hover {
    background: var(--_hover);
  }
  .case .tile {
    grid-row: span 2;
  }
  .case .by {
    grid-column: 2/-1;
  }
  summary {
    min-block-size: 24px;
    color: var(--_accent-text);
    cursor: pointer;
  }
  details .cases {
    margin-block-start: 8px;
  }
  .pick select {
    inline-size: 100%;
    min-inline-size: 0;
    text-overflow: ellipsis;
  }
  .find {
    display: flex;
    gap: 8px;
  }
`;

/** Everything that `<sidecard-conversation>` adopts, in order. */
export const conversationStyles = [
  ...[cardTokens, panelTokens, reset, panelReset, marks, liveMarks, controls, parts, conversation],
];
