import type { Actor } from '#kernel/actor';
import { arns } from '#kernel/arn';
import { integer, list, long, required, string, structure } from '#kernel/shape';
import { operation } from '../../service.ts';
import { DateTime, Flag, MaxResults, NextToken, Tags, Text } from './shapes.ts';

const Name = string({ min: 1, max: 2048 });
const Names = list(Name, { min: 1, max: 10 });
const Value = string({ sensitive: true });
const ParameterType = string({ enum: ['String', 'StringList', 'SecureString'] });
const Tier = string({ enum: ['Standard', 'Advanced', 'Intelligent-Tiering'] });
const DataType = string({ min: 0, max: 128 });
const Version = long();
const KeyId = string({ min: 1, max: 256, pattern: '^([a-zA-Z0-9:/_-]+)$' });
const Description = string({ min: 0, max: 1024 });
const AllowedPattern = string({ min: 0, max: 1024 });

const Parameter = structure({
  ARN: Text,
  DataType,
  LastModifiedDate: DateTime,
  Name,
  Selector: string({ min: 0, max: 128 }),
  SourceResult: Text,
  Type: ParameterType,
  Value,
  Version,
});
const Parameters = list(Parameter);

const Filters = list(
  structure({
    Key: required(string({ min: 1, max: 132, pattern: 'tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType' })),
    Option: string({ min: 1, max: 10 }),
    Values: list(string({ min: 1, max: 1024 }), { min: 1, max: 50 }),
  }),
);
const LegacyFilters = list(
  structure({
    Key: required(string({ enum: ['Name', 'Type', 'KeyId'] })),
    Values: required(list(string({ min: 1, max: 1024 }), { min: 1, max: 50 })),
  }),
);
const Metadata = list(
  structure({
    AllowedPattern,
    ARN: Text,
    DataType,
    Description,
    KeyId,
    LastModifiedDate: DateTime,
    LastModifiedUser: Text,
    Name,
    Tier,
    Type: ParameterType,
    Version,
  }),
);

const arnOf = (name: string, { account, region }: Actor) =>
  name.startsWith('arn:') ? name : arns.parameter(region, account, name.split(':')[0]!);
const onParameter = { resource: (input: { Name: string }, actor: Actor) => arnOf(input.Name, actor) };

/** Parameter Store. */
export const parameterOperations = {
  PutParameter: operation({
    access: 'write',
    ...onParameter,
    input: structure({
      AllowedPattern,
      DataType,
      Description,
      KeyId,
      Name: required(Name),
      Overwrite: Flag,
      Policies: string({ min: 1, max: 4096 }),
      Tags,
      Tier,
      Type: ParameterType,
      Value: required(Value),
    }),
    output: structure({ Tier, Version }),
  }),
  GetParameter: operation({
    access: 'read',
    ...onParameter,
    input: structure({ Name: required(Name), WithDecryption: Flag }),
    output: structure({ Parameter }),
  }),
  GetParameters: operation({
    access: 'read',
    resource: (input: { Names: readonly string[] }, actor: Actor) => input.Names.map((name) => arnOf(name, actor)),
    input: structure({ Names: required(Names), WithDecryption: Flag }),
    output: structure({ InvalidParameters: Names, Parameters }),
  }),
  GetParametersByPath: operation({
    access: 'read',
    resource: (input: { Path: string }, { account, region }: Actor) => arns.parameter(region, account, input.Path),
    input: structure({
      MaxResults: integer({ min: 1, max: 10 }),
      NextToken,
      ParameterFilters: Filters,
      Path: required(Name),
      Recursive: Flag,
      WithDecryption: Flag,
    }),
    output: structure({ NextToken, Parameters }),
  }),
  DescribeParameters: operation({
    access: 'read',
    input: structure({
      Filters: LegacyFilters,
      MaxResults,
      NextToken,
      ParameterFilters: Filters,
      Shared: Flag,
    }),
    output: structure({ NextToken, Parameters: Metadata }),
  }),
  DeleteParameter: operation({
    access: 'write',
    ...onParameter,
    input: structure({ Name: required(Name) }),
    output: structure({}),
  }),
};
