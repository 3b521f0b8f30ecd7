import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BusEvent } from '#domain/events';
import { deploymentNews } from './deployment.ts';

const AT = new Date('2026-01-02T03:10:00Z');
const STACK = 'arn:aws:cloudformation:us-east-1:123456789012:stack/shop/0a1b';

function event(source: string, detailType: string, detail: Record<string, unknown>): BusEvent {
  const of = { account: '123456789012', region: 'us-east-1', bus: 'default', id: 'e', resources: [] };
  return { ...of, source, detailType, time: AT, detail };
}

const codeDeploy = (detail: Record<string, unknown>) =>
  event('aws.codedeploy', 'CodeDeploy Deployment State-change Notification', detail);
const stack = (status: unknown, id: unknown = STACK) =>
  event('aws.cloudformation', 'CloudFormation Stack Status Change', {
    'stack-id': id,
    'status-details': { status, 'status-reason': '' },
  });

test('a deployment is named by its group and id, and ends with success, failure or a stop', () => {
  const detail = { application: 'shop', deploymentGroup: 'web', deploymentId: 'd-1', state: 'START' };
  assert.deepEqual(deploymentNews(codeDeploy(detail)), {
    account: '123456789012',
    kind: 'codeDeployDeployment',
    arn: 'arn:aws:codedeploy:us-east-1:123456789012:deploymentgroup:shop/web',
    deploymentId: 'd-1',
    phase: 'began',
    at: AT,
  });
  const phases = ['READY', 'SUCCESS', 'FAILURE', 'STOP'].map(
    (state) => deploymentNews(codeDeploy({ ...detail, state }))?.phase,
  );
  assert.deepEqual(phases, ['began', 'ended', 'ended', 'ended']);
});

test('a stack is created or updated from its first status to its last, and a deletion is no finding', () => {
  const phases = {
    CREATE_IN_PROGRESS: 'began',
    UPDATE_IN_PROGRESS: 'began',
    UPDATE_ROLLBACK_IN_PROGRESS: 'began',
    UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: 'ended',
    UPDATE_COMPLETE: 'ended',
    UPDATE_ROLLBACK_FAILED: 'ended',
    ROLLBACK_COMPLETE: 'ended',
    DELETE_IN_PROGRESS: undefined,
    DELETE_COMPLETE: undefined,
    REVIEW_IN_PROGRESS: undefined,
  };
  const read = Object.keys(phases).map((status) => [status, deploymentNews(stack(status))?.phase]);
  assert.deepEqual(Object.fromEntries(read), phases);
});

test('what lacks a name, has another form or another sender says nothing', () => {
  const whole = { application: 'shop', deploymentGroup: 'web', deploymentId: 'd-1', state: 'START' };
  const strange = [
    ...Object.keys(whole).map((name) => codeDeploy({ ...whole, [name]: undefined })),
    codeDeploy({ ...whole, deploymentId: { $ne: 1 } }),
    codeDeploy({ ...whole, deploymentId: 'd'.repeat(129) }),
    codeDeploy({ ...whole, application: 'a'.repeat(1000) }),
    stack(undefined),
    stack(['UPDATE_COMPLETE']),
    stack('UPDATE_COMPLETE', 'shop'),
    stack('UPDATE_COMPLETE', `${STACK}${'x'.repeat(1000)}`),
    event('aws.cloudformation', 'CloudFormation Stack Status Change', {}),
    event('shop.deploys', 'CodeDeploy Deployment State-change Notification', whole),
    event('aws.codedeploy', 'constructor', whole),
  ];
  assert.deepEqual(
    strange.map(deploymentNews),
    strange.map(() => undefined),
  );
});
