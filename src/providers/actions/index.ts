import type { Action } from '#domain/runbooks';
import { type AwsAction, awsAction } from './aws-action.ts';
import { invokeLambdaFunction } from './functions.ts';
import { type HostDeps, runCommand } from './host-commands.ts';
import { copyImage, createImage, deleteImage } from './images.ts';
import { changeInstanceState, runInstances } from './instances.ts';
import { assertAwsResourceProperty, executeAwsApi, waitForAwsResourceProperty } from './property.ts';
import { createStack, deleteStack } from './stacks.ts';
import { executeStateMachine } from './state-machines.ts';
import { createTags } from './tags.ts';
import { invokeWebhook, type WebhookDeps } from './webhooks.ts';

const awsActions: readonly AwsAction[] = [
  assertAwsResourceProperty,
  changeInstanceState,
  copyImage,
  createImage,
  createStack,
  createTags,
  deleteImage,
  deleteStack,
  executeAwsApi,
  executeStateMachine,
  invokeLambdaFunction,
  runInstances,
  waitForAwsResourceProperty,
];

/** The actions that call AWS, an address, or a host. */
export function createActions(deps: WebhookDeps & HostDeps): Action[] {
  return [...awsActions.map((one) => awsAction(deps, one)), runCommand(deps), invokeWebhook(deps)];
}
