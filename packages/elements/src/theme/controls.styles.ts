import { css } from './css.js';

/**
 * What a reader presses and fills in, beside the marks' `btn` and `fill`.
 *
 * ```
 * button.btn(.fill|.staff|.quiet)(.small)(.ico)(.grow)      .staff: violet; [aria-disabled=true] stays focusable
 *   text, svg.icon, kbd
 * div.form
 *   div.field > label.label > text, span.aside               .aside: counter or limit, at the end
 *     input.input | div.money > span, input, button | div.pick > select, svg.icon
 *     div.send > div.audience(.platform) > svg.icon, text;  textarea      who reads it is part of the field's frame
 *     div.pills.mine > button.pill[aria-pressed] | label.pill > input.vh[type=radio], text
 *     p.help | p.error > svg.icon, span
 *   fieldset.field > legend.label, div.radio > label > input[type=radio], span
 *   div.preview > div.cap > svg.icon, text;  div.bubble
 *   div.acts > button.btn…
 * ```
 *
 * Invalid: `aria-invalid="true"` on the input or textarea reddens its whole frame.
 */
export const controls = css`
  .btn,
  .pill {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    text-align: center;
    overflow-wrap: normal;
    user-select: none;
    transition: background-color var(--_motion);
  }
  .btn.staff {
    border-color: transparent;
    background: var(--_platform);
    color: #fff;
    font-weight: var(--_strong);
  }
  .btn.staff:hover {
    background: color-mix(in oklab, var(--_platform) 88%, #000);
  }
  .quiet {
    padding-inline: 8px;
    border-color: transparent;
    background: none;
    color: var(--_accent-text);
  }
  .quiet:hover {
    background: var(--_accent-soft);
  }
  .small {
    min-block-size: 24px;
    padding: 1px 8px;
    font-size: var(--_small);
  }
  .ico {
    inline-size: var(--sidecard-control-size, 32px);
    padding: 0;
    border-color: transparent;
    background: none;
    color: var(--_muted);
  }
  .ico:hover {
    color: var(--_text);
  }
  .grow {
    flex: 1 1 0;
  }
  .btn[aria-disabled='true'] {
    border-color: transparent;
    background: var(--_hover);
    color: var(--_muted);
    cursor: not-allowed;
  }
  kbd {
    flex: none;
    padding: 0 5px;
    border: 1px solid color-mix(in srgb, currentColor 50%, transparent);
    border-radius: 4px;
    font: inherit;
    font-size: 12px;
    line-height: 1.5;
  }
  .acts {
    display: flex;
    gap: 8px;
  }
  .form {
    display: grid;
    gap: 14px;
  }
  .field {
    display: grid;
    gap: 4px;
  }
  .label {
    display: flex;
    align-items: baseline;
    gap: 6px;
    font-weight: 500;
    line-height: 1.4286;
  }
  legend.label {
    inline-size: 100%;
    margin-block-end: 2px;
  }
  .aside,
  .help,
  .error,
  .cap {
    font-size: var(--_small);
    line-height: 1.5;
    color: var(--_muted);
  }
  .aside {
    margin-inline-start: auto;
    font-weight: 400;
    font-variant-numeric: tabular-nums;
    text-align: end;
  }
  .aside.over,
  .error {
    color: var(--_tone);
  }
  .aside.over,
  .error,
  [aria-invalid='true'] {
    --_tone: var(--sidecard-color-urgent-text, light-dark(#b0241c, #ff9f95));
  }
  .error,
  .cap,
  .audience {
    display: flex;
    gap: 6px;
  }
  .error .icon,
  .audience .icon {
    inline-size: 14px;
    block-size: 1.5em;
  }
  .input,
  .money,
  .pick select,
  .send {
    inline-size: 100%;
    min-block-size: 36px;
    padding: 6px 10px;
    border: 1px solid var(--_line);
    border-radius: var(--_r2);
    background: var(--_surface);
    line-height: 1.5714;
  }
  .money {
    display: flex;
    align-items: center;
    gap: 4px;
    padding-block: 0;
    padding-inline-end: 4px;
  }
  .money input {
    flex: 1;
    min-inline-size: 0;
    padding: 0;
    border: 0;
    outline: 0;
    background: none;
    font-weight: var(--_strong);
    font-variant-numeric: tabular-nums;
  }
  .pick {
    display: grid;
  }
  .pick > * {
    grid-area: 1/1;
  }
  .pick select {
    appearance: none;
    padding-inline-end: 34px;
    text-overflow: ellipsis;
    cursor: pointer;
  }
  .pick .icon {
    place-self: center end;
    margin-inline-end: 10px;
    color: var(--_muted);
    pointer-events: none;
  }
  .send {
    padding: 0;
    overflow: clip;
  }
  .audience {
    padding: 5px 10px;
    border-block-end: 1px solid var(--_line);
    background: var(--_accent-soft);
    color: var(--_accent-text);
    font-size: var(--_small);
    line-height: 1.5;
    font-weight: 500;
  }
  .audience.platform {
    background: var(--_soft);
    color: var(--_tone);
  }
  textarea {
    display: block;
    inline-size: 100%;
    min-block-size: calc(2lh + 14px);
    max-block-size: calc(8lh + 14px);
    padding: 7px 10px;
    border: 0;
    outline: 0;
    background: none;
    line-height: 1.5714;
    resize: none;
    field-sizing: content;
  }
  .send textarea:focus,
  .money input:focus {
    outline: 0;
  }
  .money:focus-within,
  .send:has(textarea:focus) {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .input[aria-invalid='true'],
  .money:has([aria-invalid='true']),
  .send:has([aria-invalid='true']) {
    --_tone: var(--sidecard-color-urgent-text, light-dark(#b0241c, #ff9f95));
    border-color: var(--_tone);
    box-shadow: inset 0 0 0 1px var(--_tone);
  }
  .send:has([aria-invalid='true']) .audience {
    margin: 1px 1px 0;
  }
  ::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .pills {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .field > .pills {
    margin-block-start: 4px;
  }
  .pill {
    min-block-size: 26px;
    padding: 1px 10px;
    border: 1px solid var(--sidecard-color-border-button, light-dark(#c8cdd6, #4a515d));
    border-radius: 13px;
    background: none;
    font-size: var(--_small);
    line-height: 1.5;
    cursor: pointer;
  }
  .pill:hover {
    background: var(--_hover);
  }
  .pill:is([aria-pressed='true'], :has(:checked)) {
    border-color: var(--_tone);
    background: var(--_soft);
    color: var(--_tone);
    font-weight: 600;
  }
  .pill:has(:focus-visible) {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .radio label {
    display: grid;
    grid-template-columns: 16px minmax(0, 1fr);
    gap: 8px;
    padding-block: 4px;
    line-height: 1.4286;
    cursor: pointer;
  }
  .radio input {
    inline-size: 16px;
    block-size: 16px;
    margin-block-start: 2px;
    appearance: none;
    border: 1px solid var(--_line);
    border-radius: 50%;
    cursor: inherit;
  }
  .radio :checked {
    border: 5px solid var(--_accent);
  }
  [type='checkbox'] {
    accent-color: var(--_accent);
  }
  .explanation {
    max-inline-size: min(280px, 100vw - 8px);
    padding: 6px 10px;
    border: 1px solid transparent;
    border-radius: var(--_r1);
    background: var(--_text);
    color: var(--_surface);
    font-size: var(--_small);
    line-height: 1.5;
    text-align: start;
  }
  .preview {
    padding: 10px 12px;
    border-radius: var(--_r2);
    background: var(--_sunken);
  }
  .cap {
    align-items: center;
    margin-block-end: 8px;
  }
  .bubble {
    inline-size: fit-content;
    max-inline-size: 100%;
    margin-inline-start: auto;
    padding: 8px 12px;
    border-radius: 12px;
    border-end-end-radius: 4px;
    background: var(--_bubble);
    line-height: 1.5;
    white-space: pre-line;
  }
  .vh {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
    appearance: none;
  }
  @media (forced-colors: active) {
    .pill:is([aria-pressed='true'], :has(:checked)) {
      border-width: 3px;
    }
    .radio :checked {
      border-color: Highlight;
      forced-color-adjust: none;
    }
    .btn.staff {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    .btn[aria-disabled='true'] {
      background: Canvas;
      border-color: GrayText;
      color: GrayText;
    }
  }
`;
