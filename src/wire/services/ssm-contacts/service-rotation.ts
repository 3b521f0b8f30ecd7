import { list, required, structure } from '#kernel/shape';
import { operation } from '../../service.ts';
import { DateTime, IdempotencyToken, MaxResults, PaginationToken, SsmContactsArn, TagsList } from './shapes.ts';
import {
  GotOverride,
  OverrideContacts,
  OverrideId,
  PreviewMembers,
  PreviewOverrides,
  RecurrenceSettings,
  Rotation,
  RotationContacts,
  RotationName,
  RotationOverride,
  RotationShifts,
  TimeZoneId,
} from './shapes-rotation.ts';

/** Clients do not fill in these operations' tokens by themselves. */
const idempotencyToken = 'IdempotencyToken';
const RotationId = required(SsmContactsArn);
const rotation = { resource: ({ RotationId: arn }: { RotationId: string }) => arn };
const page = { MaxResults, NextToken: PaginationToken };

/** The operations on rotations and their overrides. */
export const rotationOperations = {
  CreateRotation: operation({
    access: 'write',
    idempotencyToken,
    input: structure({
      ContactIds: required(RotationContacts),
      IdempotencyToken,
      Name: required(RotationName),
      Recurrence: required(RecurrenceSettings),
      StartTime: DateTime,
      Tags: TagsList,
      TimeZoneId: required(TimeZoneId),
    }),
    output: structure({ RotationArn: required(SsmContactsArn) }),
  }),
  GetRotation: operation({
    access: 'read',
    ...rotation,
    input: structure({ RotationId }),
    output: structure({
      ContactIds: required(RotationContacts),
      Name: required(RotationName),
      Recurrence: required(RecurrenceSettings),
      RotationArn: required(SsmContactsArn),
      // Left out where none was given, although the model requires it: Terraform would find a change (design 10.9).
      StartTime: DateTime,
      TimeZoneId: required(TimeZoneId),
    }),
  }),
  ListRotations: operation({
    access: 'read',
    input: structure({ ...page, RotationNamePrefix: RotationName }),
    output: structure({ NextToken: PaginationToken, Rotations: required(list(Rotation)) }),
  }),
  UpdateRotation: operation({
    access: 'write',
    ...rotation,
    input: structure({
      ContactIds: RotationContacts,
      Recurrence: required(RecurrenceSettings),
      RotationId,
      StartTime: DateTime,
      TimeZoneId,
    }),
    output: structure({}),
  }),
  DeleteRotation: operation({
    access: 'write',
    ...rotation,
    input: structure({ RotationId }),
    output: structure({}),
  }),
  CreateRotationOverride: operation({
    access: 'write',
    idempotencyToken,
    ...rotation,
    input: structure({
      EndTime: required(DateTime),
      IdempotencyToken,
      NewContactIds: required(OverrideContacts),
      RotationId,
      StartTime: required(DateTime),
    }),
    output: structure({ RotationOverrideId: required(OverrideId) }),
  }),
  GetRotationOverride: operation({
    access: 'read',
    ...rotation,
    input: structure({ RotationId, RotationOverrideId: required(OverrideId) }),
    output: GotOverride,
  }),
  ListRotationOverrides: operation({
    access: 'read',
    ...rotation,
    input: structure({
      EndTime: required(DateTime),
      ...page,
      RotationId,
      StartTime: required(DateTime),
    }),
    output: structure({ NextToken: PaginationToken, RotationOverrides: list(RotationOverride) }),
  }),
  DeleteRotationOverride: operation({
    access: 'write',
    ...rotation,
    input: structure({ RotationId, RotationOverrideId: required(OverrideId) }),
    output: structure({}),
  }),
  ListRotationShifts: operation({
    access: 'read',
    ...rotation,
    input: structure({ EndTime: required(DateTime), ...page, RotationId, StartTime: DateTime }),
    output: structure({ NextToken: PaginationToken, RotationShifts }),
  }),
  ListPreviewRotationShifts: operation({
    access: 'read',
    input: structure({
      EndTime: required(DateTime),
      MaxResults,
      Members: required(PreviewMembers),
      NextToken: PaginationToken,
      Overrides: PreviewOverrides,
      Recurrence: required(RecurrenceSettings),
      RotationStartTime: DateTime,
      StartTime: DateTime,
      TimeZoneId: required(TimeZoneId),
    }),
    output: structure({ NextToken: PaginationToken, RotationShifts }),
  }),
};
