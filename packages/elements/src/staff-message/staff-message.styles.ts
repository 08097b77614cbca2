import { floatingStyles } from '../floating/floating.styles.js';
import { formStyles } from '../forms/forms.styles.js';
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
 * The staff message's tree: the thread, then one box to write in. Same in the panel and on the detail page (at most 640 px wide).
 *
 * ```
 * section.root.letters[lang]
 *   h3.heading > text, span.count
 *   ol.thread > li.msg
 *     span.avatar(.platform)
 *     p.by > b, span.cut (purpose), time
 *     p.text
 *     p.sent > svg.icon(clock), text                       not yet delivered
 *   form.send.platform
 *     div.audience.platform > svg.icon(lock), text
 *     div.pills[role=radiogroup] > label.pill > input.vh[type=radio], text
 *     textarea[rows=3]
 *     div.foot > span.aside(.over) (n/500), button.btn.staff
 *   p.error > svg.icon, span
 * ```
 */
const staffMessage = css`
  .letters {
    max-inline-size: 640px;
  }
  .heading {
    display: flex;
    align-items: baseline;
    gap: 8px;
    margin-block-end: 8px;
  }
  .count {
    margin-inline-start: auto;
    color: var(--_muted);
    font-size: var(--_small);
    font-weight: 400;
  }
  .thread {
    display: grid;
    gap: 14px;
    margin-block-end: 14px;
  }
  .thread:empty {
    display: none;
  }
  .msg {
    display: grid;
    grid-template-columns: 28px minmax(0, 1fr);
    gap: 0 10px;
  }
  .msg > * {
    grid-column: 2;
  }
  .avatar {
    display: inline-grid;
    place-items: center;
    inline-size: 28px;
    block-size: 28px;
    border-radius: 50%;
    background: var(--_hover);
    font-size: 12px;
    font-weight: 600;
    line-height: 1;
  }
  .avatar.platform {
    background: var(--_platform);
    color: #fff;
  }
  .msg > .avatar {
    grid-area: 1/1/3;
  }
  .by {
    display: flex;
    align-items: baseline;
    gap: 6px;
    color: var(--_muted);
    font-size: var(--_small);
    line-height: 1.6667;
  }
  .by b {
    color: var(--_text);
    font-weight: 600;
  }
  .by time {
    margin-inline-start: auto;
  }
  .text {
    line-height: 1.5;
    white-space: pre-line;
  }
  .sent {
    display: flex;
    align-items: center;
    gap: 5px;
    color: var(--_muted);
    font-size: var(--_small);
    line-height: 1.5;
  }
  .sent .icon {
    inline-size: 14px;
    block-size: 14px;
  }
  .send > .pills {
    padding: 10px 10px 0;
  }
  .send textarea {
    min-block-size: calc(3lh + 14px);
  }
  .foot {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 6px;
    border-block-start: 1px solid var(--_border);
  }
  .draft + .row {
    margin-block: 8px;
  }
  .letters .error {
    margin-block-start: 4px;
  }
  @media (forced-colors: active) {
    .avatar {
      border: 1px solid;
    }
  }
`;

/** Everything `<sidecard-staff-message>` adopts, in order. */
export const staffMessageStyles = [
  cardTokens,
  panelTokens,
  reset,
  panelReset,
  marks,
  liveMarks,
  controls,
  parts,
  staffMessage,
  formStyles,
  floatingStyles,
];
