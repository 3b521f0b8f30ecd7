import type { Action } from '#domain/runbooks';
import { type AwsAction, awsAction } from './aws-action.ts';
import { runCommandAtAws } from './commands.ts';
import { invokeLambdaFunction } from './functions.ts';
import { copyImage, createImage, deleteImage } from './images.ts';
import { changeInstanceState, runInstances } from './instances.ts';
import { assertAwsResourceProperty, executeAwsApi, waitForAwsResourceProperty } from './property.ts';
import { createStack, deleteStack } from './stacks.ts';
import { executeStateMachine } from './state-machines.ts';
import { createTags } from './tags.ts';
import { invokeWebhook, type WebhookDeps } from './webhooks.ts';

export type { StepDeps } from './step.ts';

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
  runCommandAtAws,
  runInstances,
  waitForAwsResourceProperty,
];

/** The actions that call AWS, or an address. */
export function createActions(deps: WebhookDeps): Action[] {
  return [...awsActions.map((one) => awsAction(deps, one)), invokeWebhook(deps)];
}
