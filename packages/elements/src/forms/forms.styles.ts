import { css } from '../theme/css.js';

/**
 * What a reader fills in. It is loaded with the forms, and comes after the sheets of the element.
 *
 * ```
 * div.form
 *   div.field > label.label > text, span.aside               .aside: counter or limit, at the end
 *     input.input | div.money > span, input, button | div.pick > select, svg.icon
 *     div.send > div.audience(.platform) > svg.icon, text;  textarea      who reads it is part of the field's frame
 *     div.pills > button.pill[aria-pressed] | label.pill > input.vh[type=radio], text
 *     label.check > input[type=checkbox|number], span        boxes to tick
 *     div.part > label, input.input                          the parts of an address
 *     p.help | p.error > svg.icon, span
 *   fieldset.field > legend.label, div.radio > label > input[type=radio], span
 *   div.preview > div.cap > svg.icon, text;  div.bubble
 *   div.acts > button.btn…
 * ```
 *
 * Invalid: `aria-invalid="true"` on the input or textarea reddens its whole frame.
 */
export const formStyles = css`
  kbd {
    flex: none;
    padding: 0 5px;
    border: 1px solid color-mix(in srgb, currentColor 50%, transparent);
    border-radius: 4px;
    font: inherit;
    font-size: 12px;
    line-height: 1.5;
  }
  .form {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--_s3) + 2px);
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
  .error {
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
    min-block-size: calc(var(--sidecard-control-size, 32px) + 4px);
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
    inline-size: 0;
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
  .preview {
    padding: 10px 12px;
    border-radius: var(--_r2);
    background: var(--_sunken);
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
  .check {
    display: flex;
    align-items: start;
    gap: 8px;
    min-block-size: 24px;
    line-height: 1.4286;
    cursor: pointer;
  }
  .check > [type='checkbox'] {
    inline-size: 16px;
    block-size: 16px;
    flex: none;
    margin: 2px 0 0;
  }
  .check > [type='number'] {
    inline-size: 5em;
    flex: none;
  }
  .check > span {
    align-self: center;
  }
  .part {
    display: grid;
    gap: 2px;
    margin-block-start: 4px;
  }
  .pick select[aria-invalid='true'] {
    border-color: var(--_tone);
    box-shadow: inset 0 0 0 1px var(--_tone);
  }
  [data-focus]:focus-visible {
    border-radius: var(--_r1);
  }
  @media (forced-colors: active) {
    .bubble,
    .audience {
      border: 1px solid;
    }
    .pill:is([aria-pressed='true'], :has(:checked)) {
      border-width: 3px;
    }
    .radio :checked {
      border-color: Highlight;
      outline-color: CanvasText;
      forced-color-adjust: none;
    }
  }
`;
