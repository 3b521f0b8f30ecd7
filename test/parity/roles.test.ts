import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMServiceException,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesForRoleCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  SetDefaultPolicyVersionCommand,
  TagPolicyCommand,
  TagRoleCommand,
  UntagPolicyCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  UpdateRoleDescriptionCommand,
} from '@aws-sdk/client-iam';
import { openWorld, T0, type World } from '../kit/world.ts';
import { allowing, TRUST, trusting } from './kit/roles.ts';

/** Roles and policies by the official client, as Terraform and people use them. */

let world: World;
before(async () => {
  world = await openWorld();
});
after(() => world[Symbol.asyncDispose]());

const refused = (work: Promise<unknown>, name: string, status: number, want: RegExp) =>
  assert.rejects(work, (error: unknown) => {
    assert.ok(error instanceof IAMServiceException, String(error));
    assert.deepEqual([error.name, error.$metadata.httpStatusCode], [name, status], error.message);
    assert.match(error.message, want);
    return true;
  });

const role = (RoleName: string, more: object = {}) =>
  world.aws.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST, ...more }));

test('a role is made, read back with its policy encoded, changed, tagged and deleted', async () => {
  const { iam } = world.aws;
  const Tags = [{ Key: 'team', Value: 'payments' }];
  const made = await role('Runbooks', { Path: '/ops/', Description: 'Runs', MaxSessionDuration: 7_200, Tags });
  const { RoleId, ...told } = made.Role!;
  assert.match(RoleId!, /^AROA[A-Z2-7]{17}$/);
  assert.deepEqual(told, {
    Arn: 'arn:aws:iam::123456789012:role/ops/Runbooks',
    AssumeRolePolicyDocument: encodeURIComponent(TRUST),
    CreateDate: T0,
    Description: 'Runs',
    MaxSessionDuration: 7_200,
    Path: '/ops/',
    RoleName: 'Runbooks',
    Tags,
  });
  const get = async () => (await iam.send(new GetRoleCommand({ RoleName: 'Runbooks' }))).Role!;
  assert.deepEqual(await get(), made.Role);
  await iam.send(new UpdateRoleCommand({ RoleName: 'Runbooks', MaxSessionDuration: 3_600, Description: 'Changed' }));
  await iam.send(new UpdateRoleDescriptionCommand({ RoleName: 'Runbooks', Description: 'Again' }));
  await iam.send(new TagRoleCommand({ RoleName: 'Runbooks', Tags: [{ Key: 'stage', Value: '' }] }));
  await iam.send(new UntagRoleCommand({ RoleName: 'Runbooks', TagKeys: ['team', 'none'] }));
  const PolicyDocument = trusting({ AWS: '123456789012' });
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'Runbooks', PolicyDocument }));
  const { Description, MaxSessionDuration, AssumeRolePolicyDocument } = await get();
  assert.deepEqual([Description, MaxSessionDuration], ['Again', 3_600]);
  assert.equal(decodeURIComponent(AssumeRolePolicyDocument!), PolicyDocument);
  assert.deepEqual((await iam.send(new ListRoleTagsCommand({ RoleName: 'Runbooks' }))).Tags, [
    { Key: 'stage', Value: '' },
  ]);
  const profiles = await iam.send(new ListInstanceProfilesForRoleCommand({ RoleName: 'Runbooks' }));
  assert.deepEqual(profiles.InstanceProfiles, []);
  await refused(role('runbooks'), 'EntityAlreadyExistsException', 409, /Role with name runbooks already exists/);
  await refused(
    iam.send(new GetRoleCommand({ RoleName: 'runbooks' })),
    'NoSuchEntityException',
    404,
    /runbooks cannot be found/,
  );
  await iam.send(new DeleteRoleCommand({ RoleName: 'Runbooks' }));
  await refused(get(), 'NoSuchEntityException', 404, /The role with name Runbooks cannot be found/);
});

test('a role is not deleted while it has policies', async () => {
  const { iam } = world.aws;
  await role('held');
  const own = { RoleName: 'held', PolicyName: 'own' };
  const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  await iam.send(new PutRolePolicyCommand({ ...own, PolicyDocument: allowing('iam:*') }));
  await iam.send(new PutRolePolicyCommand({ ...own, PolicyDocument: allowing('iam:GetRole') }));
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'held', PolicyArn }));
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'held', PolicyArn }));
  const attached = async () =>
    (await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'held' }))).AttachedPolicies ?? [];
  assert.deepEqual(await attached(), [{ PolicyName: 'ReadOnlyAccess', PolicyArn }]);
  assert.equal((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy!.AttachmentCount, 1);
  const { PolicyDocument } = await iam.send(new GetRolePolicyCommand(own));
  assert.equal(decodeURIComponent(PolicyDocument!), allowing('iam:GetRole'));
  assert.deepEqual((await iam.send(new ListRolePoliciesCommand({ RoleName: 'held' }))).PolicyNames, ['own']);
  const remove = () => iam.send(new DeleteRoleCommand({ RoleName: 'held' }));
  await refused(remove(), 'DeleteConflictException', 409, /must detach all policies first/);
  await iam.send(new DetachRolePolicyCommand({ RoleName: 'held', PolicyArn }));
  await refused(
    iam.send(new DetachRolePolicyCommand({ RoleName: 'held', PolicyArn })),
    'NoSuchEntityException',
    404,
    /was not found/,
  );
  await refused(remove(), 'DeleteConflictException', 409, /must delete policies first/);
  await iam.send(new DeleteRolePolicyCommand(own));
  await remove();
});

test('a managed policy has up to five versions, and is deleted when nothing has it', async () => {
  const { iam } = world.aws;
  await role('user-of-it');
  const made = await iam.send(
    new CreatePolicyCommand({
      PolicyName: 'Page',
      Path: '/ops/',
      PolicyDocument: allowing('sns:Publish'),
      Description: 'Pages',
    }),
  );
  const { Policy } = made;
  const PolicyArn = 'arn:aws:iam::123456789012:policy/ops/Page';
  assert.match(Policy!.PolicyId!, /^ANPA[A-Z2-7]{17}$/);
  const { Arn, AttachmentCount, DefaultVersionId, IsAttachable, Path, PolicyName } = Policy!;
  assert.deepEqual(
    { Arn, AttachmentCount, DefaultVersionId, IsAttachable, Path, PolicyName },
    {
      Arn: PolicyArn,
      AttachmentCount: 0,
      DefaultVersionId: 'v1',
      IsAttachable: true,
      Path: '/ops/',
      PolicyName: 'Page',
    },
  );
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'user-of-it', PolicyArn }));
  const version = (action: string) =>
    iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: allowing(action), SetAsDefault: true }));
  for (const action of ['sns:Get*', 'sns:List*', 'sns:*', '*']) await version(action);
  await refused(version('sns:Publish'), 'LimitExceededException', 409, /up to 5 versions/);
  const get = async () => (await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy!;
  assert.equal((await get()).DefaultVersionId, 'v5');
  await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));
  assert.equal(decodeURIComponent(PolicyVersion!.Document!), allowing('sns:Get*'));
  assert.equal(PolicyVersion!.IsDefaultVersion, true);
  await refused(
    iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v2' })),
    'DeleteConflictException',
    409,
    /default version/,
  );
  const versions = async () => (await iam.send(new ListPolicyVersionsCommand({ PolicyArn }))).Versions!;
  assert.deepEqual(
    (await versions()).map(({ VersionId }) => VersionId),
    ['v5', 'v4', 'v3', 'v2', 'v1'],
  );
  const remove = () => iam.send(new DeletePolicyCommand({ PolicyArn }));
  await refused(remove(), 'DeleteConflictException', 409, /attached to entities/);
  await iam.send(new DetachRolePolicyCommand({ RoleName: 'user-of-it', PolicyArn }));
  await refused(remove(), 'DeleteConflictException', 409, /more than one version/);
  for (const VersionId of ['v1', 'v3', 'v4', 'v5'])
    await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
  await iam.send(
    new TagPolicyCommand({
      PolicyArn,
      Tags: [
        { Key: 'a', Value: 'b' },
        { Key: 'c', Value: 'd' },
      ],
    }),
  );
  await iam.send(new UntagPolicyCommand({ PolicyArn, TagKeys: ['c'] }));
  assert.deepEqual((await get()).Tags, [{ Key: 'a', Value: 'b' }]);
  await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: 'user-of-it', PermissionsBoundary: PolicyArn }));
  await refused(remove(), 'DeleteConflictException', 409, /boundary/);
  await iam.send(new DeleteRoleCommand({ RoleName: 'user-of-it' }));
  await remove();
  await refused(get(), 'NoSuchEntityException', 404, /was not found/);
});

test('lists go by pages, paths, scopes and use', async () => {
  const { iam } = world.aws;
  for (const name of ['list-a', 'list-b', 'list-c']) await role(name, { Path: '/lists/' });
  const names = async (input: object) => {
    const { Roles, IsTruncated, Marker } = await iam.send(new ListRolesCommand({ PathPrefix: '/lists/', ...input }));
    return { names: Roles!.map(({ RoleName }) => RoleName), IsTruncated, Marker };
  };
  assert.deepEqual(await names({}), { names: ['list-a', 'list-b', 'list-c'], IsTruncated: false, Marker: undefined });
  const first = await names({ MaxItems: 2 });
  assert.deepEqual([first.names, first.IsTruncated], [['list-a', 'list-b'], true]);
  assert.deepEqual((await names({ MaxItems: 2, Marker: first.Marker })).names, ['list-c']);
  await iam.send(new CreatePolicyCommand({ PolicyName: 'zz-own', PolicyDocument: allowing('sns:Publish') }));
  const policies = async (input: object) => {
    const found: string[] = [];
    let Marker: string | undefined;
    do {
      const page = await iam.send(new ListPoliciesCommand({ ...input, MaxItems: 5, ...(Marker ? { Marker } : {}) }));
      found.push(...page.Policies!.map(({ PolicyName }) => PolicyName!));
      Marker = page.Marker;
    } while (Marker);
    return found;
  };
  const all = await policies({});
  assert.equal(new Set(all).size, all.length);
  assert.ok(all.includes('AdministratorAccess') && all.at(-1) === 'zz-own', all.join());
  assert.deepEqual(await policies({ Scope: 'Local' }), ['zz-own']);
  assert.deepEqual(await policies({ Scope: 'AWS', PathPrefix: '/service-role/' }), ['AmazonSSMAutomationRole']);
  assert.deepEqual(await policies({ OnlyAttached: true }), []);
  await iam.send(
    new AttachRolePolicyCommand({ RoleName: 'list-a', PolicyArn: 'arn:aws:iam::123456789012:policy/zz-own' }),
  );
  assert.deepEqual(await policies({ OnlyAttached: true }), ['zz-own']);
});

test('a policy that cannot be judged is refused, and says where', async () => {
  const { iam } = world.aws;
  await role('strict');
  const put = (PolicyDocument: string) =>
    iam.send(new PutRolePolicyCommand({ RoleName: 'strict', PolicyName: 'p', PolicyDocument }));
  const malformed = 'MalformedPolicyDocumentException';
  await refused(put('{'), malformed, 400, /not JSON/);
  await refused(put(allowing('publish')), malformed, 400, /Statement\[0\]\.Action: wanted \* or a service/);
  await refused(put(allowing('sns:Publish', 'pages')), malformed, 400, /Statement\[0\]\.Resource/);
  await refused(put(TRUST), malformed, 400, /got Principal/);
  await refused(role('other', { AssumeRolePolicyDocument: allowing('*') }), malformed, 400, /got Resource/);
  // Blanks do not count.
  await put(`${allowing('sns:Publish')}${' '.repeat(12_000)}`);
  const long = allowing(Array.from({ length: 500 }, (_, at) => `secretsmanager:Get${at}`));
  await refused(put(long), 'LimitExceededException', 409, /Cannot exceed quota/);
  const none = 'arn:aws:iam::123456789012:policy/none';
  await refused(
    iam.send(new AttachRolePolicyCommand({ RoleName: 'strict', PolicyArn: none })),
    'NoSuchEntityException',
    404,
    /none/,
  );
  await refused(
    iam.send(new DeletePolicyCommand({ PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })),
    'InvalidInputException',
    400,
    /AWS's own/,
  );
  await refused(role('bounded', { PermissionsBoundary: none }), 'NoSuchEntityException', 404, /none/);
  await refused(
    iam.send(new CreateRoleCommand({ RoleName: 'a b', AssumeRolePolicyDocument: TRUST })),
    'ValidationError',
    400,
    /roleName/,
  );
});
