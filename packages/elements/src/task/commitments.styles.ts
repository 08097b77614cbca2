import { css } from '../theme/css.js';

/*
 * The shop's commitments.
 *
 * ```
 * ul.commits > li(.soon|.good) > svg.icon, span > button, span.pay|span.muted, span.how, div.menu.details[popover]
 * details.folded > summary > svg.icon, ul.commits
 * ```
 */
export const commitmentStyles = css`
  .commits {
    display: grid;
    gap: 10px;
  }
  .commits > li {
    display: grid;
    grid-template-columns: 16px minmax(0, 1fr) auto;
    gap: 0 8px;
    line-height: 1.4286;
  }
  .commits .icon {
    margin-block-start: 2px;
    color: var(--_tone);
  }
  .commits > li > :nth-child(3) {
    max-inline-size: 14em;
    text-align: end;
  }
  .commits button {
    min-block-size: 24px;
    margin-block: -2px;
    padding: 0;
    border: 0;
    background: none;
    text-align: start;
    text-decoration: underline dotted;
    text-underline-offset: 3px;
    cursor: pointer;
  }
  .folded {
    margin-block-start: 8px;
    color: var(--_muted);
  }
  .folded > summary {
    display: flex;
    align-items: center;
    gap: 4px;
    inline-size: fit-content;
    min-block-size: 24px;
    font-size: var(--_small);
    cursor: pointer;
    list-style: none;
  }
  .folded > summary::-webkit-details-marker {
    display: none;
  }
  .folded[open] > summary > .icon {
    rotate: 180deg;
  }
  .folded > .commits {
    margin-block-start: 8px;
  }
  .menu.details {
    inline-size: 280px;
    padding: 10px 12px;
  }
  .pay {
    font-weight: var(--_strong);
    font-variant-numeric: tabular-nums;
  }
`;
