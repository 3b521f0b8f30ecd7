import type { Action, ActionCall, ActionOutcome, AwsApi } from '#domain/runbooks';
import { cut, messageOf } from '#kernel/text';
import type { Outgoing, OutgoingResponse } from '#providers/outgoing';
import { OutgoingError } from '#providers/outgoing';
import type { Queries } from '#storage/db';
import { done, fail, isFields, openStep, type Step, type StepDeps, Stopped, textIn } from './step.ts';

/** Where AWS keeps webhook integrations: a SecureString parameter each. */
const INTEGRATIONS = '/d9d01087-4a3f-49e0-b0b4-d568d7826553/ssm/integrations/webhook/';
const TIMEOUT_MS = 20_000;
const MAX_ANSWER = 65_536;

export interface WebhookDeps extends StepDeps {
  api: AwsApi;
  outgoing: Outgoing;
}

/** POSTs a body to the address of an integration, which is a secret: it is in no message and no output. */
export function invokeWebhook(deps: WebhookDeps): Action {
  return {
    ...{ name: 'aws:invokeWebhook', queue: 'runbooks.calls' },
    unknown: () => 'ask',
    async run(on: Queries, call: ActionCall, signal: AbortSignal): Promise<ActionOutcome> {
      try {
        return await post(deps.outgoing, openStep(deps, on, call, signal), signal);
      } catch (thrown) {
        if (thrown instanceof Stopped) return thrown.outcome;
        throw thrown;
      }
    },
  };
}

async function post(outgoing: Outgoing, step: Step, signal: AbortSignal): Promise<ActionOutcome> {
  const { inputs, call } = step;
  const name = inputs.text('IntegrationName');
  const given = inputs.given['Body'] ?? '';
  const body = typeof given === 'string' ? given : JSON.stringify(given);
  const url = await addressOf(step, name);
  if (call.isDry) return done({ WouldCall: { webhook: name, body } });
  let answer: OutgoingResponse;
  try {
    answer = await outgoing.request({
      ...{ method: 'POST', url, body, signal, timeoutMs: TIMEOUT_MS, maxBytes: MAX_ANSWER, maxRedirects: 0 },
      headers: {
        'content-type': isJson(body) ? 'application/json' : 'text/plain; charset=utf-8',
        'x-muster-key': call.token,
      },
    });
  } catch (error) {
    if (!(error instanceof OutgoingError) && !signal.aborted) throw error;
    const why = messageOf(error).replaceAll(url, 'its address');
    throw fail('Action', 'Invocation', `The webhook ${name} could not be called: ${why}`);
  }
  const outputs = { Response: answer.body.toString('utf8'), ResponseCode: String(answer.status) };
  if (answer.status < 400) return done(outputs, outputs);
  const message = `The webhook ${name} answered ${answer.status}: ${cut(outputs.Response, 300)}`;
  throw fail('Action', 'Invocation', message, outputs);
}

/** AWS writes `{"description": …, "url": …}`; an address alone will do. */
async function addressOf({ ask }: Step, name: string): Promise<string> {
  const answer = await ask({
    ...{ service: 'ssm', operation: 'GetParameter' },
    input: { Name: `${INTEGRATIONS}${name}`, WithDecryption: true },
  });
  const value = isFields(answer['Parameter']) ? textIn(answer['Parameter'], 'Value') : '';
  if (!isJson(value)) return value;
  const { url } = JSON.parse(value) as { url?: unknown };
  if (typeof url === 'string') return url;
  throw fail('Action', 'PreVerification', `The parameter of the webhook ${name} must be {"description": …, "url": …}.`);
}

function isJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    // It only begins as JSON does.
    return false;
  }
}
