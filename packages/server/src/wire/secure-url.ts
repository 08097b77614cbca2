/** Names and addresses of this machine that no other reaches. */
export const LOOPBACK = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;

/** Whether what is sent to an address, or comes from it, can be read or changed on the way. */
export function isInsecure(url: URL): boolean {
  return url.protocol !== 'https:' && !LOOPBACK.test(url.hostname);
}

/**
 * Refuses an address that is neither `https:` nor of this machine.
 *
 * @throws {TypeError}
 */
export function mustBeSecure(url: URL, what: string, allowHttp = false): void {
  if (!allowHttp && isInsecure(url)) {
    throw new TypeError(`${what} must be an https: address, unless you set \`allowHttp\`.`);
  }
}
