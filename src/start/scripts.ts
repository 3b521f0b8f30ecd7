import type { Action, AwsApi } from '#domain/runbooks';
import {
  createContainer,
  createExecuteScript,
  createPlaces,
  createPowerShell,
  createPyodide,
  createPython,
  type ScriptRunner,
} from '#providers/scripts';
import type { Settings } from '../settings.ts';

type ScriptSettings = Pick<
  Settings,
  | 'MUSTER_SCRIPT_MEMORY_MB'
  | 'MUSTER_SCRIPTS_AT_ONCE'
  | 'MUSTER_SCRIPT_CONTAINER_IMAGE'
  | 'MUSTER_SCRIPT_CONTAINER_ENGINE'
  | 'MUSTER_SCRIPT_PYTHON'
  | 'MUSTER_SCRIPT_POWERSHELL'
>;

/** `aws:executeScript` as the settings have it; `aws` makes the calls of scripts. */
export function scriptAction(settings: ScriptSettings, aws: AwsApi, now: () => Date): Action {
  const place = createPlaces(settings.MUSTER_SCRIPTS_AT_ONCE, process.getuid?.() === 0);
  return createExecuteScript({ runners: scriptRunners(settings), place, aws, now });
}

/** One runner of Python, the narrowest that is set up or else our own, and PowerShell where it is set up. */
export function scriptRunners(settings: ScriptSettings): ScriptRunner[] {
  const common = { memory: settings.MUSTER_SCRIPT_MEMORY_MB * 1_048_576 };
  const image = settings.MUSTER_SCRIPT_CONTAINER_IMAGE;
  const { MUSTER_SCRIPT_PYTHON: python, MUSTER_SCRIPT_POWERSHELL: shell } = settings;
  const ours = () => (python ? createPython({ ...common, command: python }) : createPyodide(common));
  const inContainer = (name: string) =>
    createContainer({ ...common, command: settings.MUSTER_SCRIPT_CONTAINER_ENGINE, image: name });
  return [image ? inContainer(image) : ours(), ...(shell ? [createPowerShell({ ...common, command: shell })] : [])];
}
