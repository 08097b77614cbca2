/** Our drawn card, which the run puts in the place of this module. */
declare module 'drawn-card' {
  /** Its shadow tree, without Lit's markers. */
  export const html: string;
  export const sheet: string;
  /** Of its icons, in order. */
  export const paths: readonly string[];
}
