/*
 * Browsers drop tabs and line breaks from an address, read `\` as `/`, and take `//host` for another host; a proxy may decode `%2F`. So a path has no
 * empty segment and no encoded slash, backslash or control character before its query, and a web address names its host plainly, without a user.
 */

/** A picture's address: of the web, or a path on the page's own origin that cannot become another host's. */
export const PICTURE_URL =
  /^(?:[Hh][Tt]{2}[Pp][Ss]?:\/\/(?![/?#:])(?![^/?#]*@)|(?![^?#]*(?:\/\/|%(?:2[Ff]|5[Cc]|[01].|7[Ff])))\.{0,2}\/)[^\s\u0000-\u001F\u007F-\u009F<>"'\\]+$/;

/** Returns whether a value is a picture's address of at most 1,000 UTF-16 code units. */
export function isPictureUrl(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 1000 && PICTURE_URL.test(value);
}
