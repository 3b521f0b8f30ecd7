import type { AwsAction } from './aws-action.ts';
import { again, done, fail, textIn } from './step.ts';

const LOOK_SECONDS = 5;

/** A state machine of Step Functions, until its execution has ended. The name makes that execution one. */
export const executeStateMachine: AwsAction = {
  name: 'aws:executeStateMachine',
  async run({ inputs, progress, ask, tryTo, call }) {
    const stateMachineArn = inputs.text('stateMachineArn');
    if (progress?.['executionArn'] === undefined) {
      const given = inputs.given['input'];
      const name = inputs.optional('name') ?? call.token;
      const input =
        given === undefined || given === null ? '{}' : typeof given === 'string' ? given : JSON.stringify(given);
      const question = {
        service: 'stepfunctions',
        operation: 'StartExecution',
        input: { stateMachineArn, name, input },
      };
      // An execution under this step's own token is this step's.
      const isOurs = name === call.token;
      const started = isOurs ? await tryTo(question, /ExecutionAlreadyExists/) : await ask(question);
      const arn = 'code' in started ? '' : textIn(started, 'executionArn');
      return again(
        { executionArn: arn || `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}` },
        LOOK_SECONDS,
      );
    }
    const executionArn = textIn(progress, 'executionArn');
    const execution = await ask({ service: 'stepfunctions', operation: 'DescribeExecution', input: { executionArn } });
    const { ResponseMetadata: _, ...outputs } = execution;
    const status = textIn(execution, 'status');
    if (status === 'SUCCEEDED') return done(execution, outputs);
    if (status === 'RUNNING' || status === 'PENDING_REDRIVE') return again({ executionArn, status }, LOOK_SECONDS);
    const why = [textIn(execution, 'error'), textIn(execution, 'cause')].filter(Boolean).join(': ');
    throw fail(
      'Action',
      'Invocation',
      `The execution ${executionArn} is ${status}${why ? `: ${why}` : ''}.`,
      execution,
    );
  },
  cancel: ({ ask, progress }) =>
    ask({
      ...{ service: 'stepfunctions', operation: 'StopExecution' },
      input: { executionArn: textIn(progress ?? {}, 'executionArn'), cause: 'The automation was cancelled.' },
    }),
};
