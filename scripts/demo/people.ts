import { REGION } from './aws.ts';
import { activationCode, nextMail, tellMail } from './mail.ts';
import { ana, bo, MAIL_MS, present, type World } from './world.ts';

export interface Setup {
  plan: string;
  escalation: string;
}

/** From an empty server to a response plan that pages Ana, and Bo after her. */
export async function setUp(world: World): Promise<Setup> {
  const { script, aws } = world;
  await script.step('Who am I?', async () => {
    const { Account, Arn } = await aws.sts.loud.getCallerIdentity({});
    script.equal('the first key is of the account 123456789012', Account, '123456789012');
    script.holds('it is an administrator', Arn?.endsWith('user/admin') === true, Arn);
  });
  await script.step('A replication set: everything begins with it', async () => {
    const { arn } = await aws.incidents.loud.createReplicationSet({ regions: { [REGION]: {} } });
    script.holds('it has an ARN', arn?.startsWith('arn:aws:ssm-incidents::') === true, arn);
  });
  const [anaArn, boArn] = [await person(world, ana, 0), await person(world, bo, 3)];
  const escalation = await escalationPlan(world, anaArn, boArn);
  const plan = await responsePlan(world, escalation);
  await rule(world, plan);
  return { plan, escalation };
}

/** A contact with an e-mail channel that its owner has proved to be theirs. */
async function person(world: World, who: typeof ana, retryMinutes: number): Promise<string> {
  const { script, aws, sink } = world;
  return script.step(`A person, ${who.alias}, with an e-mail channel`, async () => {
    const { alias, address } = who;
    const contacts = aws.contacts.loud;
    const created = await contacts.createContact({ Alias: alias, Type: 'PERSONAL', Plan: { Stages: [] } });
    const contact = present(created.ContactArn, 'a contact ARN');
    const channel = await contacts.createContactChannel({
      ContactId: contact,
      Name: 'mail',
      Type: 'EMAIL',
      DeliveryAddress: { SimpleAddress: address },
    });
    const channelArn = present(channel.ContactChannelArn, 'a channel ARN');
    const mail = await nextMail(sink, address, 0, MAIL_MS);
    tellMail(script, mail);
    const code = activationCode(mail);
    await contacts.activateContactChannel({ ContactChannelId: channelArn, ActivationCode: code });
    const { ActivationStatus } = await aws.contacts.quiet.getContactChannel({ ContactChannelId: channelArn });
    script.equal('the code from the mail activates the channel', ActivationStatus, 'ACTIVATED');
    const target = { ContactChannelId: channelArn, RetryIntervalInMinutes: retryMinutes };
    await contacts.updateContact({
      ContactId: contact,
      Plan: { Stages: [{ DurationInMinutes: 10, Targets: [{ ChannelTargetInfo: target }] }] },
    });
    return contact;
  });
}

async function escalationPlan({ script, aws }: World, first: string, second: string): Promise<string> {
  return script.step('An escalation plan: Ana for 5 minutes, then Bo', async () => {
    const stage = (contact: string) => ({
      DurationInMinutes: 5,
      Targets: [{ ContactTargetInfo: { ContactId: contact, IsEssential: true } }],
    });
    const plan = { Stages: [stage(first), stage(second)] };
    const { ContactArn } = await aws.contacts.loud.createContact({
      Alias: 'payments-oncall',
      Type: 'ESCALATION',
      Plan: plan,
    });
    const got = await aws.contacts.quiet.getContact({ ContactId: ContactArn });
    script.equal(
      'it has two stages of 5 minutes',
      got.Plan?.Stages?.map((one) => one.DurationInMinutes),
      [5, 5],
    );
    return present(ContactArn, 'a contact ARN');
  });
}

async function responsePlan({ script, aws }: World, escalation: string): Promise<string> {
  return script.step('A response plan of severity 2 that engages it', async () => {
    const { arn } = await aws.incidents.loud.createResponsePlan({
      name: 'payments',
      incidentTemplate: {
        title: 'Payment API latency',
        impact: 2,
        summary: 'p99 over 2 s. Look at the database first.',
      },
      engagements: [escalation],
    });
    const plan = await aws.incidents.quiet.getResponsePlan({ arn });
    script.equal('it engages the escalation plan', plan.engagements, [escalation]);
    script.equal('its incidents have severity 2', plan.incidentTemplate?.impact, 2);
    return present(arn, 'a response plan ARN');
  });
}

async function rule({ script, aws }: World, plan: string): Promise<void> {
  await script.step('A rule: every alarm that goes off starts the plan', async () => {
    await aws.events.loud.putRule({
      Name: 'alarms',
      EventPattern: JSON.stringify({
        source: ['aws.cloudwatch'],
        'detail-type': ['CloudWatch Alarm State Change'],
        detail: { state: { value: ['ALARM'] } },
      }),
    });
    const { FailedEntryCount } = await aws.events.loud.putTargets({
      Rule: 'alarms',
      Targets: [{ Id: 'plan', Arn: plan }],
    });
    script.equal('the target is taken', FailedEntryCount, 0);
  });
}
