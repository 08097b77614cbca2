import { base } from '../theme/base.styles.js';
import { css, join } from '../theme/css.js';
import { reset } from '../theme/reset.styles.js';
import { sentTokens } from '../theme/tokens-sent.styles.js';

/*
 * The card. At one width and language every state has the same height: each row has a fixed number of lines, and texts are cut.
 *
 * ```
 * article.root(.mine|.platform|.good)[lang]
 *   svg.tile(.flip)                       the type, beside the next two rows
 *   div.head > h3, span.from, span.when    sender · time; .when goes when compact
 *   div.status > svg.icon, text
 *   div.thumb > img                       the item, beside the next two rows; empty without a picture
 *   bdi.name
 *   div.sum > bdi.opts, span.qty, bdi.price
 *   p.line > bdi                          who and why; one or two lines
 *   div.foot
 *     div.facts
 *       div.due > svg.icon, text
 *       div.who > svg.icon, text
 *     button.btn                          View task; the one tab stop
 *
 * article.root.plain[lang] > svg.icon, p, p.small     what cannot be shown as a card: content height, no button
 * ```
 *
 * Blocks, and flex boxes of one line: a grid would double the time of layout. `.due` is strictly contained, so a tick lays out nothing but itself.
 */
const card = css`
  :host {
    container-type: inline-size;
    content-visibility: auto;
    contain-intrinsic-size: 320px auto 225px;
    min-inline-size: 200px;
    max-inline-size: 420px;
  }
  :host(:lang(zh)) {
    contain-intrinsic-block-size: auto 205px;
  }
  .root {
    --_pad: var(--_s3);
    --_gap: calc(var(--_s2) + 2px);
    --_tile: 36px;
    --_thumb: 48px;
    --_row: 3px;
    --_lines: 2;
    position: relative;
    border: 1px solid var(--_border);
    border-radius: var(--_r3);
    background: var(--_surface);
    overflow: clip;
  }
  .icon {
    margin-inline: 1px 6px;
    inline-size: 14px;
    vertical-align: -3px;
  }
  .tile,
  .thumb {
    position: absolute;
    inset-inline-start: var(--_pad);
    inline-size: var(--_tile);
    block-size: var(--_tile);
    margin: 0;
    padding: calc((var(--_tile) - 20px) / 2);
    border-radius: var(--_r2);
    background: var(--_soft);
    color: var(--_tone);
  }
  .tile {
    inset-block-start: calc(var(--_s3) + (1.5714em + 1.5 * var(--_small) - var(--_tile)) / 2);
  }
  .head,
  .status {
    margin-inline: calc(var(--_pad) + var(--_tile) + var(--_gap)) var(--_pad);
  }
  .head,
  .sum,
  .foot {
    display: flex;
    gap: var(--_gap);
  }
  .head {
    padding-block-start: var(--_s3);
    align-items: baseline;
  }
  h3,
  .facts {
    flex: 1;
  }
  h3,
  .price {
    font-size: 1em;
    font-weight: var(--_strong);
  }
  .from,
  .when,
  .status,
  .opts,
  .qty,
  .due,
  .who,
  .small {
    font-size: var(--_small);
    line-height: 1.5;
    color: var(--_muted);
    white-space: nowrap;
  }
  .opts,
  .qty,
  .small {
    line-height: 1.6667;
  }
  .when {
    margin-inline-start: calc(-1 * var(--_gap));
    white-space: pre;
  }
  .status {
    margin-block-end: calc(var(--_s3) - 2px);
    color: var(--_tone);
    font-weight: var(--_strong);
  }
  .thumb {
    inline-size: var(--_thumb);
    block-size: var(--_thumb);
    padding: 0;
    border-radius: 6px;
    background: var(--_sunken);
    overflow: clip;
  }
  .name,
  .sum {
    margin-inline: calc(var(--_pad) + var(--_thumb) + var(--_gap)) var(--_pad);
  }
  .name {
    display: block;
  }
  .sum {
    gap: 6px;
    align-items: baseline;
    min-block-size: calc(var(--_thumb) - 1.5714em);
    padding-block-start: var(--_row);
  }
  .opts:empty {
    display: none;
  }
  .qty {
    color: var(--_text);
  }
  .price {
    margin-inline-start: auto;
    line-height: 1.4286;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .line {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: var(--_lines);
    block-size: calc(1.4286em * var(--_lines));
    margin: var(--_s2) var(--_pad) var(--_gap);
    line-height: 1.4286;
    overflow: hidden;
  }
  .foot {
    gap: 8px;
    align-items: center;
    padding: var(--_s2) var(--_pad);
    border-block-start: 1px solid var(--_border);
  }
  .facts {
    min-inline-size: 0;
  }
  .due {
    contain: strict;
    block-size: calc(var(--_small) * 1.5);
    margin-block-end: 2px;
  }
  .line,
  .who {
    unicode-bidi: plaintext;
  }
  .root:lang(zh) {
    --_lines: 1;
  }
  @container (inline-size >= 28em) {
    .root {
      --_pad: var(--_s4);
      --_lines: 1;
    }
  }
  @container (inline-size < 21em) {
    .root.root {
      --_pad: calc(var(--_s3) - 2px);
      --_gap: 8px;
      --_tile: 32px;
      --_thumb: 40px;
      --_row: 0;
      --_lines: 2;
    }
    .when {
      display: none;
    }
    .foot {
      display: block;
      padding-block-end: var(--_pad);
    }
    .btn {
      inline-size: 100%;
      margin-block-start: 8px;
    }
  }
  .plain {
    display: grid;
    grid-template-columns: 16px 1fr;
    gap: 0 8px;
    padding: 8px 12px;
    line-height: 1.4286;
  }
  .plain .icon {
    inline-size: 16px;
    margin: 2px 0 0;
    color: var(--_muted);
  }
  .small {
    grid-column: 2;
    white-space: inherit;
  }
  @media (forced-colors: active) {
    .tile {
      border: 1px solid;
      background: none;
    }
  }
`;

/** The style sheet of `<sidecard-card>`: a single one, because each adopted sheet costs every card. */
export const cardStyles = [join(sentTokens, reset, base, card)];
