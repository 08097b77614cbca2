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
 *     span.avatar.large(.platform)
 *     p.by > b, span.cut (purpose), time
 *     p.text
 *     div.pics > button.pic > img
 *     p.sent > svg.icon(clock), text                       not yet delivered
 *   form.send.platform
 *     div.audience.platform > svg.icon(lock), text
 *     div.pills[role=radiogroup] > label.pill > input.vh[type=radio], text
 *     textarea[rows=3]
 *     div.pics > span.pic > img, button.x > span > svg.icon(close), progress
 *                button.pic.failed > svg.icon(refresh), text  the whole tile retries
 *     div.foot > button.btn.ico(picture), span.s.num (n/9), span.aside(.over) (n/500), button.btn.staff
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
  .pics {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .msg .pics {
    gap: 6px;
    margin-block-start: 6px;
  }
  .sent {
    display: flex;
    align-items: center;
    gap: 5px;
    color: var(--_muted);
    font-size: var(--_small);
    line-height: 1.5;
  }
  .sent .icon,
  .failed .icon {
    inline-size: 14px;
    block-size: 14px;
  }
  .pic {
    position: relative;
    display: block;
    inline-size: 56px;
    block-size: 56px;
    padding: 0;
    border: 0;
    border-radius: 6px;
    overflow: hidden;
    background: var(--_sunken);
  }
  button.pic {
    cursor: zoom-in;
  }
  .pic.failed {
    --_tone: var(--sidecard-color-urgent-text, light-dark(#b0241c, #ff9f95));
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 2px;
    border: 1px solid var(--_tone);
    background: var(--sidecard-color-urgent-soft, light-dark(#fdeceb, #431d1a));
    color: var(--_tone);
    font-size: 12px;
    line-height: 1.3333;
    cursor: pointer;
  }
  .x {
    position: absolute;
    inset-block-start: 0;
    inset-inline-end: 0;
    display: grid;
    place-items: center;
    inline-size: 24px;
    block-size: 24px;
    padding: 0;
    border: 0;
    background: none;
    cursor: pointer;
  }
  .x:focus-visible {
    outline-offset: -2px;
  }
  .x span {
    display: grid;
    place-items: center;
    inline-size: 18px;
    block-size: 18px;
    border-radius: 50%;
    background: #16181ccc;
    color: #fff;
  }
  .x .icon {
    inline-size: 12px;
    block-size: 12px;
  }
  progress {
    position: absolute;
    inset-inline: 4px;
    inset-block-end: 4px;
    inline-size: 48px;
    block-size: 4px;
    appearance: none;
    border: 0;
    border-radius: 2px;
    overflow: hidden;
    background: #16181c99;
  }
  progress::-webkit-progress-bar {
    background: none;
  }
  progress::-webkit-progress-value {
    background: #fff;
  }
  progress::-moz-progress-bar {
    background: #fff;
  }
  .send > .pills {
    padding: 10px 10px 0;
  }
  .send textarea {
    min-block-size: calc(3lh + 14px);
  }
  .send > .pics {
    padding: 2px 10px 8px;
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
    progress::-webkit-progress-value {
      background: Highlight;
      forced-color-adjust: none;
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
];
