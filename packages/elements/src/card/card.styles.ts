import { css, join } from '../theme/css.js';
import { marks } from '../theme/marks.styles.js';
import { reset } from '../theme/reset.styles.js';
import { cardTokens } from '../theme/tokens.styles.js';

/*
 * The card's tree. At one width and language every state has the same height: each row has a fixed number of lines, and texts are cut.
 *
 * ```
 * article.root(.mine|.waiting|.platform|.good)[lang]
 *   div.head
 *     span.tile > svg.icon                       the type
 *     h3.title.cut
 *     span.from > text, span.when                sender · time; .when goes when compact
 *     span.status > svg.icon, text
 *   div.order
 *     span.thumb > svg.icon(image-off), img      img covers the icon; without an address it is not there
 *     span.name.cut
 *     span.opts > span.cut, span.qty
 *     span.price
 *   p.line                                       who and why; one or two lines
 *   div.foot
 *     div.facts
 *       div.due(.soon|.urgent) > span.chip > svg.icon(.ring), span.left, span.by
 *       div.who(.me) > svg.icon, span.cut
 *     button.btn(.fill)                          View task; the one tab stop
 *
 * article.root.plain[lang] > svg.icon, p, p.small     what cannot be shown as a card: content height, no button
 * ```
 *
 * `.due` is strictly contained: a tick relayouts nothing but itself. `.by` (the moment) shows from 28 em; below, it is for ears alone.
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
    --_lines: 2;
    border: 1px solid var(--_border);
    border-radius: var(--_r3);
    background: var(--_surface);
    overflow: clip;
  }
  .head,
  .order,
  .foot {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    column-gap: var(--_gap);
    align-items: center;
    padding: var(--_s3) var(--_pad) calc(var(--_s3) - 2px);
  }
  .tile,
  .thumb {
    grid-row: span 2;
  }
  .title,
  .price {
    font-size: 1em;
    font-weight: var(--_strong);
  }
  .from,
  .opts,
  .small {
    font-size: var(--_small);
    line-height: 1.6667;
    color: var(--_muted);
    white-space: nowrap;
  }
  .status {
    grid-column: 2/-1;
    overflow: hidden;
  }
  .order {
    padding-block: 0;
    row-gap: 2px;
    align-items: baseline;
  }
  .thumb {
    align-self: center;
  }
  .name {
    grid-column: 2/-1;
  }
  .opts {
    display: flex;
    gap: 6px;
    min-inline-size: 0;
  }
  .qty {
    color: var(--_text);
  }
  .price {
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
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 8px;
    padding-block: var(--_s2);
    border-block-start: 1px solid var(--_border);
  }
  .due {
    contain: strict;
    block-size: calc(var(--_small) * 1.5);
    margin-block-end: 2px;
  }
  .by {
    inline-size: 1px;
    white-space: nowrap;
    overflow: hidden;
    opacity: 0;
  }
  .line,
  .left,
  .by,
  .who .cut {
    unicode-bidi: plaintext;
  }
  img:not([src]) {
    display: none;
  }
  .root:is(:lang(zh), :lang(ja), :lang(ko)) {
    --_lines: 1;
  }
  @container (inline-size >= 28em) {
    .root {
      --_pad: var(--_s4);
      --_lines: 1;
    }
    .by {
      inline-size: auto;
      opacity: 1;
    }
  }
  @container (inline-size < 21em) {
    .root.root {
      --_pad: calc(var(--_s3) - 2px);
      --_gap: 8px;
      --_lines: 2;
    }
    .tile {
      inline-size: 32px;
      block-size: 32px;
    }
    .when {
      display: none;
    }
    .order {
      row-gap: 0;
    }
    .thumb {
      inline-size: 40px;
      block-size: 40px;
    }
    .foot {
      grid-template-columns: minmax(0, 1fr);
      padding-block-end: var(--_pad);
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
    margin-block-start: 2px;
    color: var(--_muted);
  }
  .small {
    grid-column: 2;
    white-space: inherit;
  }
`;

/** What `<sidecard-card>` adopts: one sheet, for each that a root adopts costs every card. */
export const cardStyles = [join(cardTokens, reset, marks, card)];
