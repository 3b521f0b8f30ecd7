import type { Signal } from '#domain/runbooks';
import { Refusal } from '#kernel/refusal';
import type { Rooms } from '../../rooms.ts';
import { type InputOf, paged, type SomeHandlers, tagsOf, type WireCall } from '../support.ts';
import { executionFilters, stepFilters } from './automation-filters.ts';
import { toExecution, toMetadata, toSteps } from './automation-views.ts';
import { withCodes } from './codes.ts';
import type { ssm } from './service.ts';

type Names =
  | 'StartAutomationExecution'
  | 'GetAutomationExecution'
  | 'DescribeAutomationExecutions'
  | 'DescribeAutomationStepExecutions'
  | 'SendAutomationSignal'
  | 'StopAutomationExecution';

/** Steps that GetAutomationExecution tells at most, as AWS. */
const MOST_STEPS = 100;

export function automationHandlers({ executions, cursors }: Rooms): SomeHandlers<typeof ssm, Names> {
  return {
    StartAutomationExecution: async (call, input) => {
      const { execution } = await executions.start(call.context, call.now, call.actor, startOf(input));
      return { AutomationExecutionId: execution.id };
    },
    GetAutomationExecution: async (call, { AutomationExecutionId: id }) => {
      const record = await executions.get(call.context, refOf(call, id));
      const steps = await executions.steps(call.context, record, { limit: MOST_STEPS + 1 });
      return {
        AutomationExecution: {
          ...toExecution(record, await executions.counts(call.context, { id })),
          StepExecutions: toSteps(record, steps.slice(0, MOST_STEPS)),
          StepExecutionsTruncated: steps.length > MOST_STEPS,
        },
      };
    },
    DescribeAutomationExecutions: (call, { Filters, MaxResults, NextToken }) =>
      withCodes(async () => {
        const { account, region } = call.actor;
        const query = executionFilters(Filters);
        const { items, nextToken } = await paged(
          call,
          cursors,
          { token: NextToken, size: MaxResults, filters: Filters },
          (limit, position) =>
            executions.list(call.context, { ...query, account, region, limit, ...afterOf(position as Position) }),
          ({ execution }) => [execution.startedAt.toISOString(), execution.id],
        );
        return { AutomationExecutionMetadataList: items.map(toMetadata), NextToken: nextToken };
      }),
    DescribeAutomationStepExecutions: (call, input) =>
      withCodes(async () => {
        const { Filters, MaxResults, NextToken, ReverseOrder: isReversed = false } = input;
        const record = await executions.get(call.context, refOf(call, input.AutomationExecutionId));
        const query = stepFilters(Filters);
        const { items, nextToken } = await paged(
          call,
          cursors,
          { token: NextToken, size: MaxResults, filters: [record.execution.id, Filters, isReversed] },
          (limit, position) =>
            executions.steps(call.context, record, {
              ...{ ...query, limit, isReversed },
              ...(typeof position === 'number' ? { after: position } : {}),
            }),
          ({ ordinal }) => ordinal,
        );
        return { StepExecutions: toSteps(record, items), NextToken: nextToken };
      }),
    SendAutomationSignal: async (call, { AutomationExecutionId: id, SignalType, Payload = {} }) => {
      await executions.signal(call.context, call.now, call.actor, refOf(call, id), signalOf(SignalType, Payload));
      return {};
    },
    StopAutomationExecution: async (call, { AutomationExecutionId: id, Type = 'Cancel' }) => {
      await executions.stop(call.context, call.now, call.actor, refOf(call, id), Type);
      return {};
    },
  };
}

const refOf = ({ actor }: WireCall, id: string) => ({ account: actor.account, region: actor.region, id });

type Position = [startedAt: string, id: string] | undefined;
const afterOf = (position: Position) =>
  position ? { after: { startedAt: new Date(position[0]), id: position[1] } } : {};

type StartInput = InputOf<typeof ssm, 'StartAutomationExecution'>;

function startOf(input: StartInput) {
  refuseElsewhere(input);
  const { AlarmConfiguration: alarms } = input;
  return {
    documentName: input.DocumentName,
    ...(input.DocumentVersion ? { documentVersion: input.DocumentVersion } : {}),
    ...(input.Parameters ? { parameters: input.Parameters } : {}),
    ...(input.Mode ? { mode: input.Mode } : {}),
    tags: tagsOf(input.Tags),
    ...(alarms
      ? { alarm: { name: alarms.Alarms[0]!.Name, ignorePollFailure: alarms.IgnorePollAlarmFailure ?? false } }
      : {}),
  };
}

/** What this version does not do is said, and not left out in silence. */
function refuseElsewhere(input: StartInput): void {
  const refuse = (message: string) =>
    new Refusal('validation', message, { code: 'InvalidAutomationExecutionParametersException' });
  if (input.TargetLocations || input.TargetLocationsURL)
    throw refuse(
      'TargetLocations: this Muster runs runbooks in the account and Region of the call only; leave it out.',
    );
  if (input.Targets?.length || input.TargetMaps?.length || input.TargetParameterName)
    throw refuse('Targets: this version of Muster runs a runbook for one target; start one execution for each.');
}

function signalOf(
  type: InputOf<typeof ssm, 'SendAutomationSignal'>['SignalType'],
  payload: Record<string, string[]>,
): Signal {
  const comment = payload['Comment']?.[0];
  const step = payload['StepExecutionId']?.[0];
  const id = step === undefined ? {} : { stepExecutionId: step };
  switch (type) {
    case 'Approve':
    case 'Reject':
      return { type, ...id, ...(comment === undefined ? {} : { comment }) };
    case 'Resume':
    case 'StopStep':
      return { type, ...id };
    case 'StartStep': {
      const stepName = payload['StepName']?.[0];
      return { type, ...(stepName === undefined ? {} : { stepName }) };
    }
    case 'Revoke':
      throw new Refusal('validation', 'Revoke ends an access request; this is none.', {
        code: 'InvalidAutomationSignalException',
      });
  }
}
