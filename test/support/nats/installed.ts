import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Finds the program `nats-server`, also where Debian installs it, which is not in every user's path. */
export function findNats(): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, 'nats-server')).find((path) => existsSync(path));
}
