import type { NewTarget, TargetOptions } from '#domain/events';
import type { Target } from './shapes-target.ts';

/** Targets between the wire's words and ours. */

/** What of a target this version would not honour: refused rather than left out silently. */
const NOT_YET = [
  'AppSyncParameters',
  'BatchParameters',
  'EcsParameters',
  'KinesisParameters',
  'RedshiftDataParameters',
  'RunCommandParameters',
  'SageMakerPipelineParameters',
  'SqsParameters',
] as const;

export function unsupportedIn(target: Target) {
  const member = NOT_YET.find((name) => target[name] !== undefined);
  if (!member) return [];
  const message = `${member}: this version of Muster delivers to no target that takes them; leave ${member} out`;
  return [{ TargetId: target.Id, ErrorCode: 'ValidationException', ErrorMessage: message }];
}

export function targetFrom(target: Target): NewTarget {
  const { Id, Arn, RoleArn } = target;
  return { id: Id, arn: Arn, options: optionsFrom(target), ...(RoleArn ? { roleArn: RoleArn } : {}) };
}

function optionsFrom({
  Input,
  InputPath,
  InputTransformer,
  RetryPolicy,
  DeadLetterConfig,
  HttpParameters,
}: Target): TargetOptions {
  const { MaximumRetryAttempts: attempts, MaximumEventAgeInSeconds: ageSeconds } = RetryPolicy ?? {};
  const { PathParameterValues, HeaderParameters, QueryStringParameters } = HttpParameters ?? {};
  return {
    ...(Input === undefined ? {} : { input: Input }),
    ...(InputPath === undefined ? {} : { inputPath: InputPath }),
    ...(InputTransformer
      ? {
          inputTransformer: {
            paths: InputTransformer.InputPathsMap ?? {},
            template: InputTransformer.InputTemplate,
          },
        }
      : {}),
    ...(RetryPolicy
      ? {
          retry: {
            ...(attempts === undefined ? {} : { attempts }),
            ...(ageSeconds === undefined ? {} : { ageSeconds }),
          },
        }
      : {}),
    ...(DeadLetterConfig?.Arn ? { deadLetterArn: DeadLetterConfig.Arn } : {}),
    ...(HttpParameters
      ? {
          http: {
            ...(PathParameterValues ? { path: PathParameterValues } : {}),
            ...(HeaderParameters ? { headers: HeaderParameters } : {}),
            ...(QueryStringParameters ? { query: QueryStringParameters } : {}),
          },
        }
      : {}),
  };
}

export function targetToWire({ id, arn, roleArn, options = {} }: NewTarget): Target {
  const { input, inputPath, inputTransformer, retry, deadLetterArn, http } = options;
  const transformer = inputTransformer && {
    InputTemplate: inputTransformer.template,
    ...(Object.keys(inputTransformer.paths).length > 0 ? { InputPathsMap: { ...inputTransformer.paths } } : {}),
  };
  return {
    Id: id,
    Arn: arn,
    ...(roleArn === undefined ? {} : { RoleArn: roleArn }),
    ...(input === undefined ? {} : { Input: input }),
    ...(inputPath === undefined ? {} : { InputPath: inputPath }),
    ...(transformer ? { InputTransformer: transformer } : {}),
    ...(retry
      ? {
          RetryPolicy: {
            ...(retry.attempts === undefined ? {} : { MaximumRetryAttempts: retry.attempts }),
            ...(retry.ageSeconds === undefined ? {} : { MaximumEventAgeInSeconds: retry.ageSeconds }),
          },
        }
      : {}),
    ...(deadLetterArn === undefined ? {} : { DeadLetterConfig: { Arn: deadLetterArn } }),
    ...(http
      ? {
          HttpParameters: {
            ...(http.path ? { PathParameterValues: [...http.path] } : {}),
            ...(http.headers ? { HeaderParameters: { ...http.headers } } : {}),
            ...(http.query ? { QueryStringParameters: { ...http.query } } : {}),
          },
        }
      : {}),
  };
}
