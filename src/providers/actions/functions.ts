import { cut } from '#kernel/text';
import type { AwsAction } from './aws-action.ts';
import { done, type Fields, fail, textIn } from './step.ts';

/** As long as a function may take that is waited for. */
const LONGEST_SECONDS = 300;
/** The longest payload that a function may answer. */
const MAX_PAYLOAD = 204_800;
/** It comes as base64, among other members. */
const MAX_ANSWER = Math.ceil((MAX_PAYLOAD * 4) / 3) + 16_384;

/** A Lambda function, and what it answers. */
export const invokeLambdaFunction: AwsAction = {
  name: 'aws:invokeLambdaFunction',
  unknown: ({ InvocationType }) => (InvocationType === 'DryRun' ? 'repeat' : 'ask'),
  async run({ inputs, ask }) {
    const given = inputs.given['InputPayload'] ?? inputs.given['Payload'];
    const context = inputs.given['ClientContext'];
    const answer = await ask({
      ...{ service: 'lambda', operation: 'Invoke' },
      input: {
        FunctionName: inputs.text('FunctionName'),
        ...inputs.pick('Qualifier', 'InvocationType', 'LogType'),
        ...(context !== undefined && {
          ClientContext: typeof context === 'string' ? context : base64(JSON.stringify(context)),
        }),
        ...(given !== undefined && { Payload: typeof given === 'string' ? given : JSON.stringify(given) }),
      },
      bounds: { seconds: LONGEST_SECONDS, bytes: MAX_ANSWER },
    });
    const payload = Buffer.from(textIn(answer, 'Payload'), 'base64').toString('utf8');
    const response: Fields = { ...answer, Payload: payload };
    if (payload.length > MAX_PAYLOAD) {
      throw fail(
        'Action',
        'PostVerification',
        `The function answered ${payload.length} characters: a step holds ${MAX_PAYLOAD}.`,
      );
    }
    const error = textIn(answer, 'FunctionError');
    if (error !== '') {
      const message = `The function failed (${error}): ${cut(payload, 500)}`;
      throw fail('Action', 'Invocation', message, response);
    }
    return done(response, {
      ...{
        StatusCode: answer['StatusCode'] ?? 200,
        FunctionError: error,
        LogResult: textIn(answer, 'LogResult'),
        Payload: payload,
      },
    });
  },
};

const base64 = (text: string) => Buffer.from(text).toString('base64');
