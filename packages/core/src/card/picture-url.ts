/** A picture's address: of the web, or a path on the host's own origin; nothing that a browser would run. */
export const PICTURE_URL = /^([Hh][Tt]{2}[Pp][Ss]?:\/\/|\/|\.{1,2}\/)[^\s<>"'\\]+$/;

/** Whether a value is a picture's address, and of a bearable length. */
export function isPictureUrl(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 1000 && PICTURE_URL.test(value);
}
