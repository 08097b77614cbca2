import { css } from '../theme/css.js';

/**
 * Pictures, what they are added with, and the viewer.
 *
 * ```
 * span.pics > button.pic > canvas(.gone)                   thumbnails; .gone: cannot be shown
 * div.pics > div.pic[data-state] > canvas, progress, button.btn.ico(.again);  p.error
 * div.acts.add-pictures > label.btn > svg, text, input.vh; span.camera > label.btn; span.aside
 * dialog.viewer > div.viewer-tools > p, button.btn.ico…;  div.viewer-stage > canvas, p;  div.viewer-tools.turn > button.btn.ico > span.back|.forth > svg
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
  .viewer {
    inline-size: 100vw;
    block-size: 100vh;
    block-size: 100dvh;
    max-inline-size: none;
    max-block-size: none;
    padding: 0;
    border: 0;
    background: rgb(0 0 0 / 0.88);
    color: #fff;
  }
  .viewer[open] {
    display: grid;
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
    grid-auto-rows: auto;
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
  }
  .viewer-tools.turn {
    justify-content: center;
  }
  .viewer .btn.ico {
    min-block-size: 44px;
    inline-size: 44px;
    color: #fff;
    font-size: 20px;
  }
  .viewer .btn.ico:hover {
    background: rgb(255 255 255 / 0.16);
  }
  .viewer .back .icon {
    rotate: 90deg;
  }
  .viewer .forth .icon {
    rotate: -90deg;
  }
  .viewer:dir(rtl) .back .icon {
    rotate: -90deg;
  }
  .viewer:dir(rtl) .forth .icon {
    rotate: 90deg;
  }
  .viewer-stage {
    display: grid;
    place-items: safe center;
    overflow: auto;
    touch-action: pan-y pinch-zoom;
  }
  .viewer-stage > * {
    grid-area: 1 / 1;
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
  .viewer canvas {
    max-inline-size: 100%;
    max-block-size: 100%;
    object-fit: contain;
  }
`;
