import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { open, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '@sidecard/core/wire';
import { FolderNotWritableError, openPglite } from '@sidecard/server/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { peopleOf, startTestServer } from '../support/server.ts';
import { ORDER, REQUEST } from '../support/tickets.ts';

// Disks that are really full: of memory, which only root may mount.

const who = peopleOf('full');
const MB = 1_000_000;

/** Makes a disk of its own. @returns whether that is possible here */
function mount(folder: string, megabytes: number): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A database that could not start keeps its files open, hence lazily. */
function unmount(folder: string): void {
  execFileSync('umount', ['--lazy', folder]);
  rmdirSync(folder);
}

const newFolder = () => mkdtempSync(join(tmpdir(), 'sidecard-disk-'));
const first = newFolder();
const canMount = mount(first, 1);
if (canMount) unmount(first);
else {
  rmdirSync(first);
  console.warn('No disk can be mounted here: what a full one does is not tested.');
}

describe.skipIf(!canMount)('on a full disk', () => {
  let disk: string;
  beforeEach(() => {
    disk = newFolder();
  });
  afterEach(() => unmount(disk));

  const mounted = (megabytes: number) => {
    expect(mount(disk, megabytes)).toBe(true);
    return join(disk, 'data');
  };
  /** Takes what is left. @returns gives it back */
  async function fill(): Promise<() => Promise<void>> {
    const path = join(disk, 'other');
    const file = await open(path, 'w');
    const chunk = Buffer.alloc(MB / 10);
    for (let isFull = false; !isFull;) {
      isFull = await file.write(chunk).then(
        ({ bytesWritten }) => bytesWritten < chunk.length,
        ({ code }: NodeJS.ErrnoException) => code === 'ENOSPC',
      );
    }
    await file.close();
    return () => rm(path);
  }

  it('a server does not start, and says why; once there is space, it does', async () => {
    const folder = mounted(30);
    const refusal = await openPglite(folder).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(FolderNotWritableError);
    expect((refusal as Error).message).toBe(
      `The data folder ${folder} has no space left. Free some, and start again: what was stored is kept.`,
    );
    execFileSync('mount', ['-o', 'remount,size=150m', disk]);
    const database = await openPglite(folder);
    await database.close();
  });

  it('a server refuses writes, answers reads, and loses nothing that it took; once there is space, it goes on', async () => {
    const folder = mounted(150);
    const database = await openPglite(folder);
    const errors: Error[] = [];
    const world = await startTestServer({ database, onError: (error) => void errors.push(error) });
    const taken = new Map<string, string>();
    let orders = 0;
    const create = async () => {
      const body = { type: 'return-refund', orderId: `${ORDER.id}-full-${++orders}`, request: REQUEST, locale: 'en' };
      const { status, body: made } = await world.send<{ ticket?: { id: string; number: string } } & Problem>(
        who.buyer,
        'POST',
        '/v1/tickets',
        body,
      );
      if (made.ticket) taken.set(made.ticket.id, made.ticket.number);
      return status;
    };
    const readAll = async () => {
      for (const [id, number] of taken) {
        const { body } = await world.get<{ ticket: { number: string } }>(who.main, `/v1/tickets/${id}`);
        expect(body.ticket.number).toBe(number);
      }
    };
    expect(await create()).toBe(201);
    await readAll();

    const giveBack = await fill();
    const statuses = new Set<number>();
    while (!statuses.has(503)) statuses.add(await create());
    for (let n = 0; n < 20; n++) statuses.add(await create());
    expect([...statuses].sort()).toEqual([201, 503]);
    const probe = await world.server.fetch(new Request('http://sidecard.test/readyz'));
    expect([probe.status, ((await probe.json()) as Problem).detail]).toEqual([503, 'The disk is full.']);
    expect(errors.length).toBeGreaterThan(0);
    await readAll();

    await giveBack();
    expect((await statfs(disk)).bavail).toBeGreaterThan(0);
    expect(await create()).toBe(201);
    await readAll();
    await world.server.stop();
    await database.close();
  });
});
