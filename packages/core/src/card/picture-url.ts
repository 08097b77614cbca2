/** Whether a value is a picture's address: of the web, or a path on the host's own origin; nothing that a browser would run. */
export function isPictureUrl(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 1000 && /^(https?:\/\/|\/|\.{1,2}\/)[^\s<>"'\\]+$/i.test(value);
}
