interface Manifest {
  name: string;
  version: string;
  description: string;
  license: string;
  type: string;
  bin: Record<string, string>;
  engines: Record<string, string>;
  imports: Record<string, string>;
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
}

/** The published package.json: the checkout's without what serves development, its imports naming JavaScript. */
export function manifest(own: Manifest): Manifest & { scripts: Record<string, string>; keywords: string[] } {
  const imports = Object.entries(own.imports)
    .filter(([alias]) => alias !== '#test/*')
    .map(([alias, target]) => [alias, target.replace(/\.ts$/, '.js')]);
  return {
    name: own.name,
    version: own.version,
    description: own.description,
    keywords: ['incident', 'on-call', 'paging', 'incident-manager', 'aws'],
    license: own.license,
    type: own.type,
    bin: own.bin,
    engines: own.engines,
    scripts: { start: 'node bin/muster.mjs start' },
    imports: Object.fromEntries(imports),
    dependencies: own.dependencies,
    optionalDependencies: own.optionalDependencies,
  };
}
