import { css } from '../theme/css.js';

/*
 * A ticket's background.
 *
 * ```
 * ul.cases > li(.mine|.platform|.good) > svg.icon, button, span.how
 * ```
 */
export const backgroundStyles = css`
  [data-section='news']:not(.collapsible) > h3::before {
    content: '';
    flex: none;
    inline-size: 8px;
    block-size: 8px;
    border-radius: 50%;
    background: var(--_accent);
  }
  [data-section='news'] .timeline > :last-child {
    padding-block-end: 0;
  }
  [data-section='buyer'] > h3:last-child {
    margin: 0;
  }
  .cases {
    display: grid;
    gap: 10px;
  }
  .cases > li {
    display: grid;
    grid-template-columns: 16px minmax(0, 1fr);
    gap: 0 8px;
    line-height: 1.4286;
  }
  .cases .icon {
    margin-block-start: 2px;
    color: var(--_tone);
  }
  .cases button {
    justify-self: start;
    min-block-size: 24px;
    margin-block: -2px;
    padding: 0;
    border: 0;
    background: none;
    color: var(--_accent-text);
    text-align: start;
    cursor: pointer;
  }
  .cases button:hover {
    text-decoration: underline;
  }
  @media (forced-colors: active) {
    [data-section='news']:not(.collapsible) > h3::before {
      forced-color-adjust: none;
      background: Highlight;
    }
  }
`;
