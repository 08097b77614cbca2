/** A file in a ZIP file. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Reads the files of a ZIP file by its central directory, as programs do. Only what is stored without compression. */
export function unzipped(zip: Uint8Array): readonly ZipEntry[] {
  const file = Buffer.from(zip);
  const end = file.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new Error('not a ZIP file');
  const files: ZipEntry[] = [];
  let at = file.readUInt32LE(end + 16);
  for (let left = file.readUInt16LE(end + 10); left > 0; left--) {
    if (file.readUInt16LE(at + 10) !== 0) throw new Error('compressed');
    const [size, nameLength] = [file.readUInt32LE(at + 24), file.readUInt16LE(at + 28)];
    const [extra, comment, header] = [
      file.readUInt16LE(at + 30),
      file.readUInt16LE(at + 32),
      file.readUInt32LE(at + 42),
    ];
    const name = file.toString('utf8', at + 46, at + 46 + nameLength);
    const begin = header + 30 + file.readUInt16LE(header + 26) + file.readUInt16LE(header + 28);
    files.push({ name, bytes: file.subarray(begin, begin + size) });
    at += 46 + nameLength + extra + comment;
  }
  return files;
}
