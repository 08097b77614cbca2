import { css } from '../theme/css.js';

/**
 * Pictures, what they are added with, and the viewer.
 *
 * ```
 * (div.evidence >) span.pics > button.pic > canvas(.gone)                   thumbnails; .gone: cannot be shown
 * div.pics > div.pic[data-state] > canvas, progress, button.btn.ico(.again);  p.error
 * div.acts.add-pictures > label.btn > svg, text, input.vh; span.camera > label.btn; span.aside
 * dialog.viewer > div.viewer-tools > p, button.btn.ico…;  div.viewer-stage > canvas, p;  div.findings;  button.btn.ico.turn.back|.forth > svg;
 *                 div.viewer-strip > button.pic[aria-current] > canvas
 * ```
 */
export const pictureStyles = css`
  .pics {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .pic {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 64px;
    block-size: 64px;
    padding: 0;
    border: 1px solid var(--_line);
    border-radius: var(--_r2);
    background: var(--_hover);
    overflow: hidden;
    color: var(--_muted);
    font-size: var(--_small);
  }
  .pic canvas {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .pic canvas.gone {
    display: none;
  }
  .pic progress {
    position: absolute;
    inset-block-end: 4px;
    inset-inline: 4px;
    inline-size: auto;
    block-size: 6px;
    accent-color: var(--_accent);
  }
  .pic .btn {
    position: absolute;
    inset-block-start: 2px;
    inset-inline-end: 2px;
    inline-size: 24px;
    min-block-size: 24px;
    block-size: 24px;
    border-radius: 50%;
    background: var(--_surface);
    color: var(--_text);
  }
  .pic .btn.again {
    inset: auto;
    position: static;
  }
  .add-pictures {
    align-items: center;
  }
  .add-pictures .camera {
    display: none;
  }
  @media (pointer: coarse) {
    .add-pictures .camera {
      display: contents;
    }
  }
  .send > fieldset {
    margin-inline: 10px;
  }
  .evidence .pics {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, 1fr));
    max-inline-size: 30em;
    margin-block-start: 10px;
  }
  .evidence .pic {
    inline-size: auto;
    block-size: auto;
    aspect-ratio: 1;
  }
  /* dark in every theme: a picture is judged on the same ground */
  .viewer {
    inline-size: 100vw;
    block-size: 100vh;
    block-size: 100dvh;
    max-inline-size: none;
    max-block-size: none;
    padding: 0;
    border: 0;
    background: #0d0f13;
    color: #eceef2;
    color-scheme: dark;
  }
  .viewer[open] {
    display: grid;
    grid-template: auto minmax(0, 1fr) auto auto / 56px minmax(0, 1fr) 56px;
  }
  .viewer :focus-visible {
    outline-color: #93b4ff;
  }
  .viewer-tools,
  .findings,
  .viewer-strip {
    grid-column: 1/-1;
  }
  .viewer-tools {
    display: flex;
    align-items: center;
    justify-content: end;
    gap: 8px;
    padding: 8px;
  }
  .viewer-tools p {
    margin-inline-end: auto;
    padding-inline: 8px;
    font-weight: var(--_strong);
    font-variant-numeric: tabular-nums;
  }
  .viewer .btn.ico {
    min-block-size: 44px;
    inline-size: 44px;
    color: inherit;
    font-size: 20px;
  }
  .viewer .btn.ico:hover {
    background: #ffffff29;
  }
  .viewer .turn {
    grid-area: 2/1;
    place-self: center;
  }
  .viewer .forth {
    grid-column: 3;
  }
  .viewer :is(.back .icon, .forth:dir(rtl) .icon) {
    rotate: 90deg;
  }
  .viewer :is(.forth .icon, .back:dir(rtl) .icon) {
    rotate: -90deg;
  }
  .viewer-stage {
    grid-area: 2/2;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    place-items: safe center;
    overflow: auto;
    touch-action: pan-y pinch-zoom;
  }
  .viewer-stage:focus-visible {
    outline-offset: -2px;
  }
  .viewer-stage > * {
    grid-area: 1/1;
  }
  .viewer-strip {
    grid-row: 4;
    display: flex;
    justify-content: safe center;
    gap: 8px;
    padding: 12px;
    overflow-x: auto;
    scrollbar-width: thin;
  }
  .viewer-strip .pic {
    flex: none;
    inline-size: 56px;
    block-size: 56px;
    border: 0;
    border-radius: 6px;
  }
  .viewer-strip .pic:not([aria-current], :hover) canvas {
    opacity: 0.6;
  }
  .viewer-strip [aria-current] {
    outline: 2px solid #fff;
    outline-offset: 2px;
  }
  @media (width < 640px) {
    .viewer-stage {
      grid-column: 1/-1;
    }
    .viewer .turn {
      grid-row: 4;
    }
    .viewer-strip {
      grid-column: 2;
    }
  }
  @media (height < 400px) {
    .viewer-strip {
      visibility: hidden;
      block-size: 0;
      padding: 0;
    }
  }
  .pic.noted::after {
    content: '!';
    position: absolute;
    inset-block-end: 2px;
    inset-inline-start: 2px;
    inline-size: 18px;
    block-size: 18px;
    border-radius: 50%;
    background: var(--_text);
    color: var(--_surface);
    line-height: 18px;
    text-align: center;
  }
  .findings {
    grid-row: 3;
    max-block-size: 30dvh;
    padding: 8px 16px;
    overflow: auto;
  }
  .findings ul {
    margin: 0;
    padding-inline-start: 20px;
  }
  .findings bdi {
    overflow-wrap: anywhere;
  }
  .findings p {
    margin: 4px 0 0;
  }
  .viewer-stage canvas {
    max-inline-size: 100%;
    max-block-size: 100%;
    object-fit: contain;
  }
`;
