import { css } from './css.js';

/** The rest of the reset, for surfaces with lists, forms and motion; use it after the card's. */
export const panelReset = css`
  .root {
    -webkit-text-size-adjust: 100%;
  }
  /* In a Chinese font, an apostrophe is as wide as a character. */
  .root:lang(en) {
    font-variant-east-asian: proportional-width;
  }
  ::before,
  ::after {
    box-sizing: border-box;
  }
  h2,
  h3,
  h4 {
    font: inherit;
    font-weight: var(--_strong);
  }
  ul,
  ol,
  fieldset,
  legend {
    padding: 0;
    border: 0;
    min-inline-size: 0;
    list-style: none;
  }
  input,
  select,
  textarea,
  button {
    font: inherit;
    color: inherit;
  }
  a {
    color: var(--_accent-text);
    text-underline-offset: 3px;
    text-decoration-thickness: 1px;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      transition: none !important;
      animation: none !important;
    }
  }
`;
