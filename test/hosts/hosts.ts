/** A page of `examples/hosts`. Another one is a folder there, and a line here. */
export interface Host {
  /** Its folder. */
  readonly folder: string;
  /** Selector of the button that sends what is in the composer. @default a button called Send */
  readonly send?: string;
  /** What it cannot do: the name of the check, and why. */
  readonly cannot?: Readonly<Record<string, string>>;
}

export const HOSTS: readonly Host[] = [
  // its button has no name
  { folder: 'chatscope', send: '.cs-button--send' },
  { folder: 'chatui' },
  { folder: 'webchat' },
  { folder: 'tdesign', send: '.t-chat-sender__button__default' },
  { folder: 'deep-chat', send: '.input-button-container [role=button], .input-button' },
];
