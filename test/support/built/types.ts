import ts from 'typescript';

const libraries = new Map<string, ts.SourceFile | undefined>();

/** The files of a program, whose libraries (`lib.dom.d.ts`) are read once for all programs: they are most of what a small one reads. */
export function compilerHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  const folder = host.getDefaultLibLocation?.() ?? '';
  host.getSourceFile = (file, version, ...rest) => {
    if (!file.startsWith(folder)) return read(file, version, ...rest);
    const key = `${file} ${options.strict} ${JSON.stringify(version)}`;
    if (!libraries.has(key)) libraries.set(key, read(file, version, ...rest));
    return libraries.get(key);
  };
  return host;
}

/** What is wrong with a file of a program, or with some of them. */
export function problemsIn(program: ts.Program, files: readonly (ts.SourceFile | undefined)[]) {
  return files.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]);
}
