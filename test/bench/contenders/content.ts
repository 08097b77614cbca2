/** The sheet of the cards that are compared with: the same boxes as ours, as plainly as they can be written. */
export const SHEET = `
  :host { display: block; font: 14px/1.5 system-ui, sans-serif; color: #191c22 }
  article { border: 1px solid #e0e3e9; border-radius: 12px; background: #fff; overflow: clip }
  .head, .order, .foot { display: flex; flex-wrap: wrap; gap: 2px 10px; padding: 10px 12px; align-items: center }
  .tile, .thumb { inline-size: 36px; block-size: 36px; border-radius: 8px; background: #ebf0fd }
  h3 { flex: 1; margin: 0; font-size: 1em; font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
  .status { color: #1f4dbf; font-size: 12px; font-weight: 600 }
  .name { flex: 1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
  .from, .options, .owner { color: #585f6d; font-size: 12px }
  .price { margin-inline-start: auto; font-weight: 600 }
  p { margin: 8px 12px; overflow: hidden; block-size: 40px }
  .foot { border-block-start: 1px solid #e0e3e9 }
  .due { contain: strict; inline-size: 150px; block-size: 18px; font-size: 12px }
  button { margin-inline-start: auto; min-block-size: 32px; border: 1px solid #c8cdd6; border-radius: 8px; background: #fff; font: inherit }
`;
