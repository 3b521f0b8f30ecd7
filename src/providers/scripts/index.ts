export { createContainer } from './container.ts';
export { createExecuteScript } from './execute-script.ts';
export { createPlaces, MOST_PLACES } from './places.ts';
export { createPowerShell } from './powershell.ts';
export { createPyodide } from './pyodide.ts';
export { createPython } from './python.ts';
export type { ScriptRunner } from './runner.ts';
