import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A PostgreSQL of this machine, and who runs it. */
export interface InstalledPostgres {
  /** The folder of `initdb` and `postgres`. */
  readonly bin: string;
  /** The user that runs them. PostgreSQL refuses to run as root, so root's tests run it as Debian's user `postgres`. */
  readonly user: { readonly uid: number; readonly gid: number };
}

const PACKAGES = '/usr/lib/postgresql';

/** Finds what Debian's package `postgresql` installs. `undefined` where it cannot be run. */
export function findPostgres(): InstalledPostgres | undefined {
  const uid = process.getuid?.();
  const gid = process.getgid?.();
  if (uid === undefined || gid === undefined || !existsSync(PACKAGES)) return undefined;
  const version = readdirSync(PACKAGES)
    .filter((name) => existsSync(join(PACKAGES, name, 'bin/initdb')))
    .sort((a, b) => Number(b) - Number(a))[0];
  const user = uid === 0 ? userOfPackage() : { uid, gid };
  return version === undefined || !user ? undefined : { bin: join(PACKAGES, version, 'bin'), user };
}

function userOfPackage(): InstalledPostgres['user'] | undefined {
  const line = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
  return line ? { uid: Number(line[1]), gid: Number(line[2]) } : undefined;
}
