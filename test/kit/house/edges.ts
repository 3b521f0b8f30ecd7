import { barred, rooms, sharedProviders } from '../../../architecture.ts';
import type { SourceFile, Violation } from './files.ts';
import { faceOf, type Place, placeOf } from './place.ts';

type Fault = { rule: string; message: string };

/** Imports that the house does not permit. */
export function edgeFaults(files: SourceFile[]): Violation[] {
  return files.flatMap((file) => {
    const from = placeOf(file.path);
    if (from.kind === 'test' || from.kind === 'tool') return [];
    const wrong = file.imports.flatMap(({ specifier, target, line }) => {
      if (target === undefined || !/\.(ts|mjs)$/.test(target)) return [];
      const fault = edgeFault(file.path, from, target, specifier);
      return fault ? [{ file: file.path, line, ...fault }] : [];
    });
    const computed = file.computedImports.map((line) => ({
      file: file.path,
      line,
      rule: 'plain imports',
      message: 'wanted import() of a plain string, got a computed one; nobody can say what it imports',
    }));
    return [...lost(file, from), ...wrong, ...computed];
  });
}

function lost(file: SourceFile, place: Place): Violation[] {
  const fault = (message: string) => [{ file: file.path, line: 1, rule: 'every file has a floor', message }];
  if (place.kind === 'lost') return fault('this folder is on no floor; put it on one, or name it in architecture.ts');
  if (place.kind === 'floor' && place.floor === 'domain' && !(place.room! in rooms)) {
    return fault(`the room ${place.room} is not in architecture.ts; name it there with the rooms it may import`);
  }
  return [];
}

function edgeFault(path: string, from: Place, target: string, specifier: string): Fault | undefined {
  const to = placeOf(target);
  if (to.kind === 'test' || to.kind === 'tool') {
    return { rule: 'no test code', message: `${specifier} is for tests and scripts; what runs must not import it` };
  }
  return (
    direction(from, to, specifier) ??
    roomEdge(from, to, specifier) ??
    face(path, target, specifier) ??
    spelling(from, to, target, specifier)
  );
}

function direction(from: Place, to: Place, specifier: string): Fault | undefined {
  if (from.kind === 'root') return undefined;
  if (to.kind === 'root') {
    const allowed = from.kind === 'floor' && from.floor === 'cli';
    return allowed
      ? undefined
      : {
          rule: 'composition root',
          message: `${specifier} wires the floors together; take what you need as a parameter`,
        };
  }
  if (from.kind !== 'floor' || to.kind !== 'floor' || from.floor === to.floor) return undefined;
  if (to.level > from.level)
    return { rule: 'floors', message: `${from.floor} must not import ${to.floor} (${specifier}), which lies above it` };
  if (to.level === from.level)
    return {
      rule: 'floors',
      message: `${from.floor} must not import ${to.floor} (${specifier}), which lies beside it`,
    };
  if (barred[from.floor]?.includes(to.floor)) {
    return {
      rule: 'floors',
      message: `${from.floor} must not import ${to.floor} (${specifier}): see barred in architecture.ts`,
    };
  }
  return undefined;
}

function roomEdge(from: Place, to: Place, specifier: string): Fault | undefined {
  if (from.kind !== 'floor' || to.kind !== 'floor' || from.floor !== to.floor || from.unit === to.unit)
    return undefined;
  if (from.floor === 'providers') {
    if (sharedProviders.includes(to.room!)) return undefined;
    return {
      rule: 'rooms',
      message: `the provider ${from.room} must not import ${to.room} (${specifier}); only ${sharedProviders.join(', ')} is shared`,
    };
  }
  const allowed = rooms[from.room!] ?? [];
  if (allowed.includes(to.room!)) return undefined;
  return {
    rule: 'rooms',
    message: `${from.room} may import ${allowed.join(', ') || 'no room'}, not ${to.room} (${specifier}); see rooms in architecture.ts`,
  };
}

function face(path: string, target: string, specifier: string): Fault | undefined {
  const folder = faceOf(target);
  if (folder === undefined || path.startsWith(`${folder}/`)) return undefined;
  if (target === `${folder}/index.ts`) return undefined;
  return {
    rule: 'public face',
    message: `from outside, import ${folder}/index.ts, not ${specifier}; export there what is needed`,
  };
}

function spelling(from: Place, to: Place, target: string, specifier: string): Fault | undefined {
  if (from.unit === to.unit) return undefined;
  if (target.endsWith('.sql.ts')) {
    return {
      rule: 'SQL stays at home',
      message: `${specifier} is the SQL of ${to.unit}; call a function of ${to.unit} instead`,
    };
  }
  const relative = specifier.startsWith('.') && to.kind === 'floor';
  return relative
    ? { rule: 'spelling', message: `write #${to.unit}/…, not ${specifier}: it leaves ${from.unit}` }
    : undefined;
}
