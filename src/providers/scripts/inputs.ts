import type { Json } from '#domain/documents';

export interface ScriptInputs {
  language: 'python' | 'powershell';
  /** Empty for PowerShell, which has none. */
  handler: string;
  script: string;
  payload: Json;
}

const MOST_SCRIPT = 262_144;
const MOST_PAYLOAD = 102_400;

/** What a step of `aws:executeScript` names, or what is wrong with it. */
export function readInputs(inputs: Readonly<Record<string, Json>>): ScriptInputs | { fault: string } {
  const {
    Runtime: runtime,
    Handler: handler,
    Script: script,
    Attachment: attachment,
    InputPayload: payload = {},
  } = inputs;
  const language = languageOf(runtime);
  if (language === undefined) {
    return {
      fault: `Runtime must be pythonX.Y, such as python3.11, or PowerShell X.Y, such as PowerShell 7.4; it is ${shown(runtime)}`,
    };
  }
  if (typeof script !== 'string' || script.trim() === '') {
    const fault =
      attachment === undefined ? `Script must be the text of the script; it is ${shown(script)}` : NO_ATTACHMENTS;
    return { fault };
  }
  if (script.length > MOST_SCRIPT)
    return { fault: `Script has ${script.length} characters; at most ${MOST_SCRIPT} are run` };
  if (language === 'python' && (typeof handler !== 'string' || !/^[\p{L}_][\p{L}\p{N}_]{0,199}$/u.test(handler))) {
    return {
      fault: `Handler must be the name of a function of the script that takes (events, context); it is ${shown(handler)}`,
    };
  }
  if (Buffer.byteLength(JSON.stringify(payload)) > MOST_PAYLOAD)
    return { fault: `InputPayload is larger than ${MOST_PAYLOAD} bytes; hand over where it is kept instead` };
  return { language, handler: typeof handler === 'string' ? handler : '', script, payload };
}

const NO_ATTACHMENTS =
  'Attachment cannot be run: Muster keeps no files with documents. Write the script in the step, as Script';

function languageOf(runtime: Json | undefined): ScriptInputs['language'] | undefined {
  if (typeof runtime !== 'string') return undefined;
  if (/^python3(\.\d{1,2})?$/i.test(runtime)) return 'python';
  return /^powershell( core)? ?\d+(\.\d+)*$/i.test(runtime) ? 'powershell' : undefined;
}

const shown = (value: Json | undefined) => (value === undefined ? 'missing' : JSON.stringify(value).slice(0, 60));
