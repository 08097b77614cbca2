import { css } from '../theme/css.js';
import { liveMarks } from '../theme/live-marks.styles.js';
import { marks } from '../theme/marks.styles.js';
import { panelTokens } from '../theme/tokens-panel.styles.js';
import { cardTokens } from '../theme/tokens.styles.js';

/*
 * The overlay's frame: the panel's place at the end edge, over the page and beside the chat.
 *
 * ```
 * dialog.root.frame[popover=manual]
 *   div.edge[role=separator][tabindex=0]              drag or arrow keys change the width
 *   sidecard-task | div.failed > p, button…
 * ```
 *
 * The width that the reader dragged is set by script as `--_inline-size` (`style.setProperty`; a `style` attribute would break a strict CSP).
 * Below 900 px of viewport there is no room beside the chat: it is opened with `showModal()`. Below 640 px it takes the whole width, and the edge
 * goes.
 */
const overlay = css`
  :host {
    display: contents;
  }
  .frame {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    position: fixed;
    inset-block: 0;
    inset-inline: auto 0;
    /* leaves the chat at least 440 px */
    --_widest: min(640px, 100vw - 440px);
    inline-size: clamp(320px, var(--_inline-size, var(--sidecard-task-inline-size, 380px)), var(--_widest));
    /* WebKit keeps what media queries said before in a panel that opens after the window has changed */
    max-inline-size: 100%;
    block-size: auto;
    max-block-size: none;
    margin: 0;
    padding: 0;
    border: 0;
    overflow: visible;
    background: var(--_surface);
    box-shadow: var(--_overlay-shadow);
    pointer-events: auto;
    opacity: 1;
    transition:
      opacity var(--_motion),
      translate var(--_motion),
      overlay var(--_motion) allow-discrete,
      display var(--_motion) allow-discrete;
    --_from: 16px;
    outline: 0;
    color: var(--_text);
    font: 400 var(--_size) / 1.5714
      var(--sidecard-font-family, system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif);
    visibility: visible;
    cursor: auto;
  }
  .frame:not(:popover-open, [open]) {
    display: none;
  }
  .frame[open] {
    --_widest: 640px;
  }
  .frame::backdrop {
    background: none;
  }
  .frame[open]::backdrop {
    background: #0006;
  }
  .frame:dir(rtl) {
    --_from: -16px;
  }
  .frame:not(:popover-open, [open]) {
    opacity: 0;
    translate: var(--_from);
  }
  @starting-style {
    .frame:is(:popover-open, [open]) {
      opacity: 0;
      translate: var(--_from);
    }
  }
  .failed {
    place-self: center;
    display: grid;
    gap: 12px;
    padding: 16px;
    text-align: center;
  }
  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .edge {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    z-index: 1;
    inline-size: 8px;
    outline: 0;
    cursor: ew-resize;
    touch-action: none;
  }
  .edge:is(:hover, :focus-visible)::after {
    content: '';
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    border-inline-start: 2px solid var(--_focus);
  }
  @media (width < 640px) {
    .frame {
      inline-size: 100%;
      padding-block: env(safe-area-inset-top) env(safe-area-inset-bottom);
    }
    .edge {
      display: none;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .frame {
      transition: none;
    }
  }
  /* what is fixed is printed on every page, and what scrolls is cut off */
  @media print {
    .frame {
      position: absolute;
      inset-block: 0 auto;
      box-shadow: none;
    }
    .frame::backdrop,
    .edge {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .frame {
      border-inline-start: 1px solid;
    }
  }
`;

/** What the shadow root that holds the overlay's frame adopts. */
export const overlayStyles = [cardTokens, panelTokens, marks, liveMarks, overlay];
