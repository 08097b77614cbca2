import { css } from './css.js';

/**
 * What a reader presses, beside the marks' `btn` and `fill`; what they fill in is in `forms/forms.styles.ts`.
 *
 * ```
 * button.btn(.fill|.staff|.quiet)(.small)(.ico)(.grow)      .staff: violet; [aria-disabled=true] stays focusable
 *   text, svg.icon, kbd
 * div.acts > button.btn…
 * p.cap > svg.icon, text
 * .vh                                                      for ears only
 * ```
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
  /* doubled, so that it is above any hover */
  .btn.btn[aria-disabled='true'] {
    border-color: transparent;
    background: var(--_hover);
    color: var(--_muted);
    cursor: not-allowed;
  }
  .acts {
    display: flex;
    gap: 8px;
  }
  .cap {
    display: flex;
    align-items: center;
    gap: 6px;
    margin-block-end: 8px;
    color: var(--_muted);
    font-size: var(--_small);
    line-height: 1.5;
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
    .btn.staff {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
      outline-color: CanvasText;
    }
    .btn.btn[aria-disabled='true'] {
      background: Canvas;
      border-color: GrayText;
      color: GrayText;
    }
  }
`;
