import { css } from '../theme/css.js';

/**
 * What forms add to the shared controls: boxes to tick, and the parts of an address.
 *
 * ```
 * label.check > input[type=checkbox|number], span
 * div.part > label, input.input
 * ```
 */
export const formStyles = css`
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
`;
