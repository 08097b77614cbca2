import type { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { OTHERS } from './private-folder.js';

/** The database's file system operations that involve modes. */
interface FileSystemOperations {
  mknod: (parent: unknown, name: string, mode: number, device: number) => unknown;
  setattr: (node: unknown, attributes: { readonly mode?: number }) => void;
}

/**
 * PGlite's file system in a folder, without rights for other users: PGlite requests mode 0666 when it copies a new database, regardless of
 * the process's umask.
 */
export class PrivateNodeFS extends NodeFS {
  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(...args);
    const preRun = [...(emscriptenOpts.preRun ?? []), keepPrivate];
    return { emscriptenOpts: { ...emscriptenOpts, preRun } };
  }
}

function keepPrivate(module: PGlite['Module']): void {
  const { node_ops: nodes, stream_ops: streams } = module.NODEFS as unknown as {
    readonly node_ops: FileSystemOperations;
    readonly stream_ops: FileSystemOperations;
  };
  const { mknod } = nodes;
  nodes.mknod = (parent, name, mode, device) => mknod(parent, name, mode & ~OTHERS, device);
  for (const operations of [nodes, streams]) {
    const { setattr } = operations;
    operations.setattr = (node, attributes) =>
      setattr(node, attributes.mode === undefined ? attributes : { ...attributes, mode: attributes.mode & ~OTHERS });
  }
}
