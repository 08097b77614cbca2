/* Browsers drop tabs and line breaks from a URL, read `\` as `/`, and treat `//host` as another host; a proxy may decode `%2F`. So a path
must not
contain an empty segment, an encoded slash, a backslash or a control character before its query, and a URL must name its host plainly,
without a user. */

/** A picture's URL: absolute, or a path on the page's own origin that cannot be read as another host. */
export const PICTURE_URL =
  /^(?:[Hh][Tt]{2}[Pp][Ss]?:\/\/(?![/?#:])(?![^/?#]*@)|(?![^?#]*(?:\/\/|%(?:2[Ff]|5[Cc]|[01].|7[Ff])))\.{0,2}\/)[^\s\u0000-\u001F\u007F-\u009F<>"'\\]+$/;

/** Returns whether a value is a picture's URL of at most 1,000 UTF-16 code units. */
export function isPictureUrl(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 1000 && PICTURE_URL.test(value);
}
