import { css } from '../theme/css.js';

/** The page of accounts. `ul.accounts > li.account > div.who-is, fieldset.switches > label.switch` */
export const accountsStyles = css`
  .accounts {
    display: grid;
    gap: 8px;
    max-inline-size: 64em;
    margin-block-start: var(--_s3);
  }
  .account {
    display: grid;
    grid-template-columns: minmax(12em, 1fr) minmax(0, 3fr);
    gap: 8px 16px;
    align-items: center;
    padding: 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_r2);
  }
  .who-is {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
  }
  .who-is .good {
    color: var(--_tone);
  }
  .asks {
    flex-basis: 100%;
    color: var(--sidecard-color-soon-text, light-dark(#864c00, #f2b862));
  }
  .switches {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
  }
  .switch {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-block-size: 28px;
    cursor: pointer;
  }
  .switch input {
    appearance: none;
    flex: none;
    inline-size: 32px;
    block-size: 18px;
    border: 1px solid var(--_line);
    border-radius: 9px;
    background: radial-gradient(circle at 8px 50%, var(--_line) 5.5px, transparent 6px) var(--_surface);
    cursor: pointer;
  }
  .switch input:checked {
    border-color: var(--_accent);
    background: radial-gradient(circle at 22px 50%, var(--_on-accent) 5.5px, transparent 6px) var(--_accent);
  }
  .switch input:dir(rtl) {
    transform: scaleX(-1);
  }
  .switches[aria-busy] {
    opacity: 0.6;
  }
  @container (inline-size < 860px) {
    .account {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @media (forced-colors: active) {
    .switch input {
      --_line: ButtonText;
      --_surface: ButtonFace;
      --_accent: Highlight;
      --_on-accent: HighlightText;
      outline-color: CanvasText;
      forced-color-adjust: none;
    }
  }
`;
