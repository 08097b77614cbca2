import { lookup as systemLookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { WebhookUnanswered, type WebhookRequest, type WebhookTransport } from '../context/webhook-ports.js';

/** An address, or with `all` a list of them; `family` is 4 or 6. Has the shape of `LookupFunction` of `node:net`, whose types a host need not have. */
export type NameLookup = (
  hostname: string,
  options: { readonly all?: boolean | undefined },
  callback: (error: Error | null, address: string | { address: string; family: number }[], family?: number) => void,
) => void;

/** Options of {@link nodeWebhooks}. */
export interface NodeWebhookOptions {
  /**
   * Sends also to `http:` addresses, and to this machine and private networks. For development: whoever saves an address could make the
   * server call what only it can reach. @default false
   */
  readonly allowPrivate?: boolean;
  /** Trusted certificate authorities, PEM. @default those of Node */
  readonly ca?: string | readonly string[];
  /** Looks names up, as `lookup` of `node:dns` does. @default the system's resolver */
  readonly lookup?: NameLookup;
}

/**
 * Sends webhooks from Node. It calls only public addresses by `https:`: after it has looked a name up it refuses the address if any of the
 * name's addresses is of this machine, a private network, link-local (as cloud metadata), multicast or reserved, and connects to the address
 * that it has checked. It follows no redirect, and reads only the head of the answer.
 */
export function nodeWebhooks({ allowPrivate = false, ca, lookup }: NodeWebhookOptions = {}): WebhookTransport {
  const find = lookup ?? systemLookup;
  return {
    refusalOf(url) {
      if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) return 'Must be an https: address.';
      if (allowPrivate) return undefined;
      const host = hostOf(url);
      const isOwn = isIP(host) ? !isPublicAddress(host) : /(^|\.)(localhost|local|internal)\.?$/i.test(host);
      return isOwn ? 'Must be a public address.' : undefined;
    },
    send: (request) => send(request, { allowPrivate, ca, lookup: allowPrivate ? find : publicOnly(find) }),
  };
}

interface Sending {
  readonly allowPrivate: boolean;
  readonly ca: string | readonly string[] | undefined;
  readonly lookup: LookupFunction;
}

function send({ url, headers, body, timeoutMs }: WebhookRequest, { allowPrivate, ca, lookup }: Sending) {
  return new Promise<{ readonly status: number; readonly retryAfter: string | undefined }>((resolve, reject) => {
    const host = hostOf(url);
    // Literal addresses are not looked up.
    const isRefused = !allowPrivate && (url.protocol !== 'https:' || (isIP(host) !== 0 && !isPublicAddress(host)));
    if (isRefused) {
      reject(notPublic(host));
      return;
    }
    const options: RequestOptions = {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      // No connection is kept: the next one's address is checked again.
      agent: false,
      lookup,
      ...(ca === undefined ? {} : { ca: [ca].flat() }),
    };
    const request = url.protocol === 'https:' ? httpsRequest(url, options) : httpRequest(url, options);
    const timer = setTimeout(() => {
      request.destroy(new WebhookUnanswered('timeout', `${host} did not answer within ${timeoutMs} ms.`));
    }, timeoutMs);
    request.on('response', (response) => {
      clearTimeout(timer);
      const { statusCode = 0, headers: answered } = response;
      resolve({ status: statusCode, retryAfter: answered['retry-after'] });
      // What it says is of no interest, however long it is.
      response.on('error', () => undefined);
      response.destroy();
    });
    const onFault = (error: Error) => {
      clearTimeout(timer);
      reject(error instanceof WebhookUnanswered ? error : new WebhookUnanswered('connection', error.message));
    };
    request.on('error', onFault);
    // After `101 Switching Protocols` there is neither an answer nor an error.
    request.on('close', () => onFault(new Error(`${host} closed the connection.`)));
    request.end(body);
  });
}

/** Without the brackets of IPv6. */
const hostOf = ({ hostname }: URL) => hostname.replace(/^\[|\]$/g, '');

const notPublic = (host: string) => new WebhookUnanswered('address', `${host} is not a public address.`);

/** Looks a name up, and refuses it unless all of its addresses are public: the one that is connected to is one of these. */
function publicOnly(find: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    find(hostname, { ...options, all: true }, (error, found) => {
      if (error) {
        callback(error, []);
        return;
      }
      const addresses = typeof found === 'string' ? [{ address: found, family: isIP(found) }] : found;
      const [first] = addresses;
      if (!first || addresses.some(({ address }) => !isPublicAddress(address))) callback(notPublic(hostname), []);
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

/** Networks that are not the public internet (IANA's special-purpose registries). */
const SPECIAL_4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  // The last one serves machines of a cloud (Azure).
  ...['224.0.0.0/4', '240.0.0.0/4', '168.63.129.16/32'],
];
/** All of IPv6 but 2000::/3 is special, and of that these, which also carry IPv4 addresses. */
const SPECIAL_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];
const special = listOf(SPECIAL_4, 'ipv4');
const special6 = listOf(SPECIAL_6, 'ipv6');
const global6 = listOf(['2000::/3'], 'ipv6');

function listOf(networks: readonly string[], type: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    list.addSubnet(address, Number(bits), type);
  }
  return list;
}

/** Whether an address is of the public internet. IPv4 addresses within IPv6 are not: they would get round the list. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !special.check(address, 'ipv4');
  return version === 6 && global6.check(address, 'ipv6') && !special6.check(address, 'ipv6');
}
