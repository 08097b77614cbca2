import { css } from './css.js';

/**
 * What a reader looks at in the panel: facts of the request, the order, progress, and notices.
 *
 * ```
 * p.ask > span.amount, span                       the one amount asked
 * dl.facts > dt, dd …
 * h4                                              what was agreed, below what was asked
 * blockquote.quote
 * div.order > span.thumb, span.name, span.opts > span.cut, span.qty;  span.price
 * p.parcel > svg.icon, span
 * ol.timeline > li(.platform) > svg.icon, span, time, span.how
 * ol.steps > li(.done|.now[aria-current=step])
 * div.notice(.soon|.platform|.urgent)(.flat) > svg.icon, h3, p, div.row
 * div.draft > span | span.skel(.short|.tall)
 * div.empty > span.tile, h3, p, div.row
 * .muted .s .num .row                              grey; 12 px; figures that line up; a wrapping row
 * ```
 */
export const parts = css`
  .soon {
    --_soft: var(--sidecard-color-soon-soft, light-dark(#fdf1dd, #392a10));
  }
  .muted {
    color: var(--_muted);
  }
  .s {
    font-size: var(--_small);
    line-height: 1.5;
  }
  .num,
  .price,
  .amount,
  time {
    font-variant-numeric: tabular-nums;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
  }
  .ask {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 8px;
    margin-block-end: 6px;
  }
  .amount {
    font-size: var(--_huge);
    line-height: 1.2727;
    font-weight: var(--_strong);
    letter-spacing: -0.01em;
  }
  .facts {
    display: grid;
    grid-template-columns: fit-content(40%) minmax(0, 1fr);
    gap: 4px 12px;
    line-height: 1.4286;
  }
  dt {
    color: var(--_muted);
    overflow-wrap: break-word;
  }
  .facts + h4,
  .quote + h4,
  .parcel + h4,
  .muted + h4 {
    margin-block: 12px 4px;
  }
  .quote {
    margin-block: 10px;
    padding-inline-start: 10px;
    border-inline-start: 3px solid var(--_border);
    white-space: pre-line;
  }
  .quote:last-child {
    margin-block-end: 0;
  }
  .order {
    display: grid;
    grid-template-columns: 48px minmax(0, 1fr) auto;
    gap: 2px 10px;
    align-items: baseline;
  }
  .order .thumb {
    grid-row: span 2;
    align-self: center;
  }
  .order .name {
    grid-column: 2/-1;
  }
  .opts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 6px;
    font-size: var(--_small);
    line-height: 1.6667;
    color: var(--_muted);
  }
  .opts .cut {
    white-space: normal;
  }
  .qty {
    color: var(--_text);
  }
  .price {
    font-weight: var(--_strong);
    text-align: end;
  }
  .parcel {
    display: grid;
    grid-template-columns: 16px minmax(0, 1fr);
    gap: 8px;
    margin-block-start: 10px;
    font-size: var(--_small);
    line-height: 1.6667;
  }
  .parcel .icon {
    margin-block-start: 2px;
    color: var(--_muted);
  }
  .timeline > li {
    position: relative;
    display: grid;
    grid-template-columns: 16px minmax(0, 1fr) auto;
    gap: 0 10px;
    padding-block-end: 12px;
    line-height: 1.4286;
  }
  .timeline .icon {
    margin-block-start: 2px;
    color: var(--_tone);
  }
  .how {
    grid-column: 2/-1;
    color: var(--_muted);
    font-size: var(--_small);
    line-height: 1.5;
  }
  .timeline > li:last-child {
    padding-block-end: 0;
  }
  .timeline > li:not(:last-child)::before {
    content: '';
    position: absolute;
    inset-block: 20px 0;
    inset-inline-start: 7.5px;
    border-inline-start: 1px solid var(--_border);
  }
  time {
    color: var(--_muted);
    font-size: var(--_small);
    white-space: nowrap;
  }
  .steps {
    display: grid;
    grid-auto-columns: auto;
    grid-auto-flow: column;
    gap: 4px;
    margin-block-end: 10px;
    color: var(--_muted);
    font-size: var(--_small);
    line-height: 1.5;
  }
  .steps li {
    padding: 5px 4px 0 0;
    padding-inline: 0 4px;
    border-block-start: 3px solid var(--_border);
  }
  .steps :is(.done, .now) {
    border-color: var(--_platform);
  }
  .steps .now {
    color: var(--sidecard-color-platform-text, light-dark(#6436ad, #c6abff));
    font-weight: 600;
  }
  .notice {
    display: grid;
    grid-template-columns: 16px minmax(0, 1fr);
    gap: 2px 8px;
    padding: 10px 12px;
    border-radius: var(--_r2);
    background: var(--_sunken);
    line-height: 1.5;
  }
  .notice:is(.soon, .platform, .urgent, .mine, .good) {
    background: var(--_soft);
    font-weight: 400;
    color: var(--_text);
  }
  .notice > * {
    grid-column: 2;
  }
  .notice > .icon {
    grid-area: 1/1;
    margin-block-start: 3px;
  }
  .notice > :is(.icon, h3, h4) {
    color: var(--_tone);
  }
  .notice:not(.soon, .platform, .urgent, .mine, .good) > h3 {
    color: inherit;
  }
  .notice .row {
    margin-block-start: 6px;
  }
  .flat {
    padding: 8px var(--_s4);
    border-radius: 0;
    font-size: var(--_small);
  }
  .flat > .icon {
    margin-block-start: 1px;
  }
  .draft {
    padding: 10px 12px;
    border: 1px dashed var(--_line);
    border-radius: var(--_r2);
    line-height: 1.5;
  }
  .draft > span {
    white-space: pre-line;
  }
  .skel {
    display: block;
    block-size: 12px;
    margin-block: 6px 12px;
    border-radius: 4px;
    background: var(--_hover);
  }
  .skel.short {
    inline-size: 40%;
  }
  .skel.tall {
    block-size: 24px;
  }
  .empty {
    display: grid;
    justify-items: center;
    align-content: center;
    gap: 6px;
    padding: 40px 24px;
    text-align: center;
  }
  .empty .tile {
    inline-size: 48px;
    block-size: 48px;
    margin-block-end: 6px;
  }
  .empty p {
    max-inline-size: 36em;
    color: var(--_muted);
  }
  .empty .row {
    justify-content: center;
    margin-block-start: 8px;
  }
  @media (forced-colors: active) {
    .notice {
      border: 1px solid;
    }
    .steps li:not(.done, .now) {
      border-color: GrayText;
    }
    .skel {
      background: GrayText;
      forced-color-adjust: none;
    }
  }
`;
