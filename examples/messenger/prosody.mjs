// @ts-check
// Starts Debian's Prosody as a process of its own, on loopback, with everything it writes in one folder.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

/** Domain of the people, and of the shop's backend. */
export const DOMAIN = 'chat.example';
export const SHOP_DOMAIN = 'shop.example';

/** How long Prosody may take to start, in milliseconds. */
const START_MS = 60_000;

/**
 * @typedef {object} Prosody
 * @property {string} websocketUrl - for browsers
 * @property {number} clientPort - for other clients, by TCP
 * @property {number} componentPort - for the shop's backend
 * @property {() => Promise<void>} stop
 */

/**
 * @param {object} options
 * @param {string} options.folder - where it writes: an empty one, or that of an earlier start
 * @param {Readonly<Record<string, { readonly password: string, readonly contacts: Readonly<Record<string, string>> }>>} options.people - by
 *   user name; names of contacts by address
 * @param {string} options.secret - with which the shop's backend connects
 * @returns {Promise<Prosody>}
 */
export async function startProsody({ folder, people, secret }) {
  const [clientPort, componentPort, httpPort] = await freePorts(3);
  // Passwords lie below.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const [accounts, rosters] = ['accounts', 'roster'].map((name) => {
    const path = join(folder, 'data', DOMAIN.replaceAll('.', '%2e'), name);
    mkdirSync(path, { recursive: true });
    return path;
  });
  for (const [user, { password }] of Object.entries(people)) {
    writeFileSync(join(accounts, `${user}.dat`), `return { ["password"] = ${lua(password)}; };\n`, { mode: 0o600 });
    const contacts = Object.entries(people[user]?.contacts ?? {}).map(
      ([jid, name]) => `[${lua(jid)}] = { ["subscription"] = "both"; ["name"] = ${lua(name)}; ["groups"] = { }; };`,
    );
    writeFileSync(join(rosters, `${user}.dat`), `return { [false] = { ["version"] = 1 }; ${contacts.join(' ')} };\n`);
  }
  const config = join(folder, 'prosody.cfg.lua');
  writeFileSync(config, configOf({ folder, clientPort, componentPort, httpPort, secret }), { mode: 0o640 });

  // It refuses to run as root. Its own user is as good as any other.
  const user = process.getuid?.() === 0 ? prosodyUser() : undefined;
  if (user) execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, folder]);
  const child = spawn('prosody', ['-F', '--config', config], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: folder,
    ...user,
  });
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said = (said + data).slice(-4000)));
  const ended = new Promise((resolve) => child.once('close', resolve).once('error', resolve));
  const failed = ended.then(() => {
    throw new Error(`Prosody ended: ${said}`);
  });
  failed.catch(() => undefined);
  const waiting = new AbortController();
  const deadline = AbortSignal.any([waiting.signal, AbortSignal.timeout(START_MS)]);
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    process.off('exit', kill);
  };
  try {
    await Promise.race([
      Promise.all([clientPort, componentPort, httpPort].map((port) => opened(port, deadline))),
      failed,
    ]);
  } catch (error) {
    await stop();
    throw error;
  } finally {
    waiting.abort();
  }

  return {
    websocketUrl: `ws://127.0.0.1:${httpPort}/xmpp-websocket`,
    clientPort,
    componentPort,
    stop,
  };
}

/** @param {{ folder: string, clientPort: number, componentPort: number, httpPort: number, secret: string }} settings */
function configOf({ folder, clientPort, componentPort, httpPort, secret }) {
  return `-- Written at each start.
data_path = ${lua(join(folder, 'data'))}
pidfile = ${lua(join(folder, 'prosody.pid'))}
log = { { levels = { min = "info" }, to = "file", filename = ${lua(join(folder, 'prosody.log'))} } }
interfaces = { "127.0.0.1" }
c2s_ports = { ${clientPort} }
component_ports = { ${componentPort} }
component_interfaces = { "127.0.0.1" }
http_ports = { ${httpPort} }
http_interfaces = { "127.0.0.1" }
http_default_host = ${lua(DOMAIN)}
https_ports = { }
modules_enabled = { "roster", "saslauth", "disco", "carbons", "mam", "offline", "websocket", "ping", "pep", "vcard4" }
modules_disabled = { "s2s" }
-- Everything stays on this machine. Elsewhere, encrypt.
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
consider_websocket_secure = true
authentication = "internal_plain"
-- The Node client of the tests has no working SCRAM.
disable_sasl_mechanisms = { "SCRAM-SHA-1" }
default_archive_policy = true

VirtualHost ${lua(DOMAIN)}
Component ${lua(SHOP_DOMAIN)}
  component_secret = ${lua(secret)}
`;
}

/** @param {string} text */
function lua(text) {
  return `"${text.replace(/[\\"]/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`)}"`;
}

function prosodyUser() {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith('prosody:'));
  if (!line) throw new Error('There is no user "prosody": install Debian’s package prosody.');
  const [, , uid, gid] = line.split(':').map(Number);
  return { uid, gid };
}

/** @param {number} count @returns {Promise<number[]>} */
async function freePorts(count) {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
      return server;
    }),
  );
  return Promise.all(
    servers.map(async (server) => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      await new Promise((resolve) => server.close(resolve));
      return port;
    }),
  );
}

/** Resolves when a port takes connections. @param {number} port @param {AbortSignal} deadline */
async function opened(port, deadline) {
  for (;;) {
    if (deadline.aborted) throw new Error('Prosody does not take connections.');
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise((resolve) =>
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false)),
    );
    socket.destroy();
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
