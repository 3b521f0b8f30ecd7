import { type QuotaSetting, quotaTable } from '#domain/accounts';
import { REPLY_TO } from '#domain/channels';
import { type Declared, flag, integer, readSettings, type Setting, text, url, type Values } from '#kernel/settings';

const AWS_KEY = { pattern: /^\w{3,128}$/, want: '3 to 128 letters, digits and underscores' };

const AWS_REGION = { pattern: /^[a-z]{2}(-[a-z]+)+-\d$/, want: 'a region such as us-east-1' };

const order = (what: string, usual: string) =>
  text({
    pattern: /^[a-z0-9]+(,[a-z0-9]+)*$/,
    want: 'names separated by commas, such as twilio,sns',
    defaultText: usual,
    about: `The ${what} in the order in which they are asked; one that is not named is not used.`,
  });

const rate = (what: string) =>
  integer({
    default: 0,
    min: 0,
    max: 100_000,
    about: `${what} that leave in a second, from all nodes together: what the provider takes. 0: no limit.`,
  });
/** One setting for each quota that the room `accounts` declares. */
const quotas = Object.fromEntries(
  Object.values(quotaTable).map(({ setting, name, default: usual, max, ...rest }) => {
    const none = 'none' in rest ? '; 0: any number' : '';
    return [
      setting,
      integer({ default: usual, min: none ? 0 : 1, max, about: `Quota: at most so many ${name}${none}.` }),
    ];
  }),
) as Record<QuotaSetting, Setting<number>>;

/** Every setting of Muster, declared once; docs/settings.md is printed from here. */
export const declared = {
  MUSTER_PORT: integer({
    default: 4560,
    min: 0,
    max: 65535,
    about: 'The one port that serves everything; 0 takes a free one.',
  }),
  MUSTER_HOST: text({
    default: '127.0.0.1',
    about: 'The address to listen on. `0.0.0.0` opens it to the network: put TLS in front.',
  }),
  MUSTER_PUBLIC_URL: url({
    protocols: ['http:', 'https:'],
    defaultText: 'the host and port above',
    about: 'Where people reach Muster: the address in every link that it sends.',
  }),
  MUSTER_DATA_DIR: text({
    default: './data',
    about: 'Where the embedded database, the first access key and the master key are kept.',
  }),
  DATABASE_URL: url({
    protocols: ['postgres:', 'postgresql:'],
    secret: true,
    about:
      'A PostgreSQL 15 or newer of your own instead of the embedded one. More nodes are more processes with the same URL.',
  }),
  MUSTER_ACCOUNT_ID: text({
    default: '123456789012',
    pattern: /^\d{12}$/,
    want: '12 digits',
    about: 'The account of the first access key.',
  }),
  MUSTER_REGION: text({
    default: 'us-east-1',
    ...AWS_REGION,
    about: 'The default region of the CLI. Any region of a signature is accepted.',
  }),
  MUSTER_MASTER_KEY: text({
    secret: true,
    about:
      'The master key: 32 bytes as base64. Stored secrets are encrypted with it; link, code and cursor keys are derived from it. With `DATABASE_URL` it must be given once the database holds data, the same on every node.',
    defaultText: 'made at first start, in the data directory',
  }),
  MUSTER_MASTER_KEY_FILE: text({ about: 'A file that holds the master key, instead of `MUSTER_MASTER_KEY`.' }),
  MUSTER_METRICS_TOKEN: text({
    secret: true,
    about: 'The bearer token for `/metrics`.',
    defaultText: 'unset: only direct requests from this machine are answered',
  }),
  AWS_ACCESS_KEY_ID: text({
    ...AWS_KEY,
    about:
      'At first start: the first administrator’s access key. Never used for calls to AWS, nor handed to child processes.',
    defaultText: 'made at first start',
  }),
  AWS_SECRET_ACCESS_KEY: text({
    secret: true,
    about: 'The secret of `AWS_ACCESS_KEY_ID`.',
    defaultText: 'made at first start',
  }),
  MUSTER_SMTP_URL: text({
    secret: true,
    about:
      'The mail server: `smtp://user:password@host:587`, or `smtps://…:465`. `?requireTLS=true` insists on TLS. Several, separated by spaces, are asked one after another.',
    defaultText: 'unset: e-mail pages wait and are tried again',
  }),
  MUSTER_MAIL_FROM: text({ about: 'The sender of e-mails.', defaultText: '`muster@` the host of the public URL' }),
  MUSTER_MAIL_REPLY_TO: text({
    ...REPLY_TO,
    about:
      'Where mails are answered to, and come back to when they cannot be delivered: `{token}` stands for what a message is known by. The same on every node.',
    defaultText: 'unset: mails are answered by link and code only',
  }),
  MUSTER_IMAP_URL: url({
    protocols: ['imap:', 'imaps:'],
    secret: true,
    about:
      'The mailbox where these answers arrive, for Muster alone: `imaps://user:password@host:993/INBOX`. The same on every node; one of them reads.',
    defaultText: 'unset: no mailbox is read',
  }),
  MUSTER_IMAP_SECRET: text({
    about:
      'A secret of the account `MUSTER_ACCOUNT_ID`, by name or ARN, that holds the mailbox’s password, or `username` and `password` as JSON, in the place of those in the address.',
  }),
  MUSTER_IMAP_SECONDS: integer({
    default: 15,
    min: 2,
    max: 3600,
    about:
      'Seconds from one look into the mailbox to the next. Where the server can tell of new mails (IDLE), a look lasts five minutes and takes each as it comes.',
  }),
  MUSTER_IMAP_NO_IDLE: flag({
    about: 'The mailbox is only looked into, also where its server could tell of new mails.',
  }),
  MUSTER_INBOUND_MAIL_SECRET: text({
    secret: true,
    pattern: /^.{32,512}$/,
    want: '32 to 512 characters',
    about: 'With what a mail server signs the mails that it hands on to `/inbound/mail`.',
    defaultText: 'unset: that door is shut',
  }),
  MUSTER_TWILIO_ACCOUNT_SID: text({
    pattern: /^\w{1,64}$/,
    want: 'the SID of a Twilio account, such as AC and 32 letters and digits',
    about: 'The Twilio account that sends text messages and calls.',
    defaultText: 'unset: text messages and calls fail at once, in words',
  }),
  MUSTER_TWILIO_AUTH_TOKEN: text({
    secret: true,
    about: 'Its auth token. What Twilio tells us is checked with it, too.',
  }),
  MUSTER_TWILIO_FROM: text({
    pattern: /^\+[1-9]\d{1,14}$/,
    want: 'a number such as +15550100001',
    about: 'The number of that account that text messages and calls come from.',
  }),
  MUSTER_TWILIO_BASE_URL: url({
    protocols: ['http:', 'https:'],
    about: 'Where Twilio’s API is: a region of it, a proxy, a double.',
    defaultText: '`https://api.twilio.com`',
  }),
  MUSTER_SLACK_BOT_TOKEN: text({
    secret: true,
    about: 'The bot token of your Slack app (`xoxb-…`), with which rooms and people are written to.',
    defaultText: 'unset: nothing is written to Slack',
  }),
  MUSTER_SLACK_SIGNING_SECRET: text({
    secret: true,
    about: 'The signing secret of that app: what Slack tells us (buttons, `/muster`) is checked with it.',
    defaultText: 'unset: nothing that comes from Slack is taken',
  }),
  MUSTER_SLACK_BASE_URL: url({
    protocols: ['http:', 'https:'],
    about: 'Where Slack’s Web API is: a proxy, a double.',
    defaultText: '`https://slack.com`',
  }),
  MUSTER_PAGERDUTY_BASE_URL: url({
    protocols: ['http:', 'https:'],
    about: 'Where PagerDuty is, its REST API and its Events API: a proxy, a double.',
    defaultText: '`https://api.pagerduty.com`, `https://api.eu.pagerduty.com`, `https://events.pagerduty.com`',
  }),
  MUSTER_OPSGENIE_BASE_URL: url({
    protocols: ['http:', 'https:'],
    about: 'Where Opsgenie’s alert API is.',
    defaultText: '`https://api.opsgenie.com`, `https://api.eu.opsgenie.com`',
  }),
  MUSTER_JSM_BASE_URL: url({
    protocols: ['http:', 'https:'],
    about: 'Where the alert API of Jira Service Management is.',
    defaultText: '`https://api.atlassian.com/jsm/ops/integration`',
  }),
  MUSTER_PUSH_CONTACT: text({
    pattern: /^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/,
    want: 'a mailto: or https: address',
    about: 'Whom a browser vendor’s push service may write to about our web pushes.',
    defaultText: 'the public URL where it is https, else `mailto:muster@` its host',
  }),
  MUSTER_EMAIL_PROVIDERS: order('mail servers', 'smtp, smtp2 … as `MUSTER_SMTP_URL` names them'),
  MUSTER_SMS_PROVIDERS: order('providers of text messages', 'those that are set up, of `twilio,sns,eum,gateway`'),
  MUSTER_VOICE_PROVIDERS: order('providers of calls', '`twilio`, where it is set up'),
  MUSTER_AWS_ACCESS_KEY_ID: text({ ...AWS_KEY, about: 'The access key of outgoing calls to AWS.' }),
  MUSTER_AWS_SECRET_ACCESS_KEY: text({ secret: true, about: 'The secret of `MUSTER_AWS_ACCESS_KEY_ID`.' }),
  MUSTER_AWS_SESSION_TOKEN: text({ secret: true, about: 'The session token, where that key is a temporary one.' }),
  MUSTER_AWS_PROFILE: text({
    pattern: /^[^\s[\]]{1,256}$/,
    want: 'the name of a profile',
    about:
      'In the place of these keys: a profile of AWS’s credentials or config file, with keys of its own. One that signs in by SSO or assumes a role is refused at the start.',
  }),
  AWS_SHARED_CREDENTIALS_FILE: text({
    about: 'AWS’s credentials file, where `MUSTER_AWS_PROFILE` is looked for.',
    defaultText: '`~/.aws/credentials`',
  }),
  AWS_CONFIG_FILE: text({
    about: 'AWS’s config file, where it is looked for besides.',
    defaultText: '`~/.aws/config`',
  }),
  MUSTER_AWS_ENDPOINT_URL: url({
    protocols: ['http:', 'https:'],
    about:
      'Where AWS’s services are, which rules and runbooks call: a proxy, a double. Without keys of AWS’s, calls are signed with the session that Muster’s own STS gave the role.',
    defaultText: 'AWS’s address of the target’s region',
  }),
  MUSTER_SNS_REGION: text({ ...AWS_REGION, about: 'Text messages go out by Amazon SNS, from this region.' }),
  MUSTER_SNS_FROM: text({ about: 'The origination number, or the sender’s name, of text messages by Amazon SNS.' }),
  MUSTER_SNS_BASE_URL: url({
    protocols: ['http:', 'https:'],
    about: 'Where Amazon SNS is: a proxy, a double.',
    defaultText: 'AWS’s address of the region',
  }),
  MUSTER_EUM_REGION: text({
    ...AWS_REGION,
    about: 'Text messages go out by AWS End User Messaging, from this region.',
  }),
  MUSTER_EUM_FROM: text({ about: 'The number, pool or sender (or its ARN) of text messages by End User Messaging.' }),
  MUSTER_EUM_EVENTS_TOPIC: text({
    pattern: /^arn:aws(-cn|-us-gov)?:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
    want: 'the ARN of an SNS topic at AWS',
    about:
      'The topic at AWS to which the event destination of End User Messaging sends, and from which `/inbound/aws-sms` takes what became of messages.',
    defaultText: 'unset: that door is shut, and nothing by End User Messaging is confirmed',
  }),
  MUSTER_EUM_BASE_URL: url({
    protocols: ['http:', 'https:'],
    about: 'Where AWS End User Messaging is: a proxy, a double.',
    defaultText: 'AWS’s address of the region',
  }),
  MUSTER_SMS_GATEWAY_URL: text({
    about: 'Any HTTP gateway for text messages: its address, as a template. See docs/sms-and-voice.md.',
  }),
  MUSTER_SMS_GATEWAY_METHOD: text({ default: 'POST', about: 'Its method: POST, PUT or GET.' }),
  MUSTER_SMS_GATEWAY_HEADERS: text({ about: 'Its headers: a JSON object of templates.' }),
  MUSTER_SMS_GATEWAY_BODY: text({ about: 'Its body: a template of JSON, or of a form, as the content-type says.' }),
  MUSTER_SMS_GATEWAY_FROM: text({ about: 'What `{{from}}` stands for.' }),
  MUSTER_SMS_GATEWAY_SECRET: text({ about: 'The name or ARN of the secret that `{{secret}}` stands for.' }),
  MUSTER_SMS_GATEWAY_OK: text({
    about: 'The statuses of a message that was taken, separated by commas.',
    defaultText: 'any 2xx',
  }),
  MUSTER_SMS_GATEWAY_ID_POINTER: text({
    about: 'Where in its JSON answer the message’s id stands: a JSON pointer such as `/messages/0/id`.',
  }),
  MUSTER_SMS_GATEWAY_REFUSALS: text({
    about: 'Words in an answer by which it refuses a number for good, separated by commas.',
    defaultText: 'none: every failure is tried again',
  }),
  MUSTER_SMS_GATEWAY_TOKEN: text({
    secret: true,
    about: 'The bearer token with which it tells what became of messages, and what people replied.',
    defaultText: 'unset: its doors are shut, and nothing is confirmed',
  }),
  MUSTER_SMS_CONFIRM_SECONDS: integer({
    default: 120,
    min: 5,
    max: 3600,
    about: 'A text message that is not confirmed within so many seconds was in vain: the next stage begins at once.',
  }),
  MUSTER_VOICE_CONFIRM_SECONDS: integer({
    default: 60,
    min: 5,
    max: 3600,
    about: 'The same for a call that nobody picked up and of which nothing was heard.',
  }),
  MUSTER_SKIP_REFUSED_STAGES: flag({
    about:
      'A stage of a person’s plan of which every page was refused for good, or could not leave, makes way for the next one at once; so does the stage of an escalation plan none of whose people could be paged at all. Without it such a stage lasts as long as the plan says, as at AWS.',
  }),
  MUSTER_STORM_PAGES: integer({
    default: 3,
    min: 0,
    max: 1000,
    about:
      'Pages to one channel that go at once within a window; further ones follow as one message a window. 0: all go at once.',
  }),
  MUSTER_STORM_WINDOW_SECONDS: integer({
    default: 60,
    min: 1,
    max: 3600,
    about: 'How long that window lasts, in seconds.',
  }),
  MUSTER_PERSON_PAGES: integer({
    default: 0,
    min: 0,
    max: 1000,
    about: 'Messages with pages to one person, on all channels together, within a window. 0: no limit.',
  }),
  MUSTER_EMAIL_PER_SECOND: rate('E-mails'),
  MUSTER_SMS_PER_SECOND: rate('Text messages'),
  MUSTER_VOICE_PER_SECOND: rate('Calls'),
  MUSTER_PUSH_PER_SECOND: rate('Web pushes'),
  MUSTER_WEBHOOK_PER_SECOND: rate('Webhooks'),
  MUSTER_TIME_SCALE: integer({
    default: 1,
    min: 1,
    max: 3600,
    about:
      'For trying things out: 60 makes each minute of an engagement plan last a second. Refused with `DATABASE_URL`.',
  }),
  MUSTER_TIME_SCALE_FORCE: flag({ about: 'Allows `MUSTER_TIME_SCALE` with `DATABASE_URL`.' }),
  MUSTER_ALLOW_PRIVATE_ADDRESSES: flag({
    about:
      'Outgoing calls that users configure may go to private and loopback addresses. Metadata addresses stay refused.',
  }),
  MUSTER_SCRIPT_MEMORY_MB: integer({
    default: 512,
    min: 256,
    max: 65_536,
    about:
      'Memory that the process of one script of a runbook may take; a script that takes more is ended. About 180 MB of it are the interpreter’s own.',
  }),
  MUSTER_SCRIPTS_AT_ONCE: integer({
    default: 2,
    min: 1,
    max: 14,
    about: 'Scripts of runbooks that run at once on a node; the others wait.',
  }),
  MUSTER_SCRIPT_PYTHON: text({
    about:
      'A Python 3 of this machine that runs scripts of runbooks, by its path, instead of the walled-in one: see docs/runbooks-scripts.md for what it may then do.',
  }),
  MUSTER_SCRIPT_CONTAINER_IMAGE: text({
    pattern: /^[a-z0-9][\w./:@-]{0,254}$/,
    want: 'the name of an image, such as python:3.13-slim',
    about: 'An image with python3, present on this machine, in whose containers scripts of runbooks run.',
  }),
  MUSTER_SCRIPT_CONTAINER_ENGINE: text({
    default: 'docker',
    about: 'The command that runs those containers: docker, podman, or the path of one.',
  }),
  MUSTER_SCRIPT_POWERSHELL: text({
    about: 'The path of pwsh, for scripts of runbooks in PowerShell; unset: they are refused.',
  }),
  MUSTER_SILENCE_MAX_HOURS: integer({
    default: 168,
    min: 1,
    max: 8_760,
    about: 'The longest that a silence or maintenance window may last, in hours: nothing is silenced for ever.',
  }),
  MUSTER_RETENTION_INCIDENTS: integer({
    default: 0,
    min: 0,
    max: 36_500,
    about:
      'So many days after an incident was resolved or deleted, its contents are removed: the record, its timeline’s words, pages, messages, receipts. The timeline’s hashes stay. The same on every node. 0: all is kept.',
  }),
  MUSTER_RETENTION_EVENTS: integer({
    default: 35,
    min: 3,
    max: 3_650,
    about:
      'So many days after an event was taken it is forgotten, with what became of it at each target, and what rules wrote to log groups. The same on every node. `muster doctor` knows no rule that matched before.',
  }),
  MUSTER_METRICS_1S_HOURS: integer({
    default: 3,
    min: 1,
    max: 168,
    about:
      'Hours for which the data of metrics that tell seconds apart are kept so; then as minutes. These four the same on every node.',
  }),
  MUSTER_METRICS_60S_DAYS: integer({
    default: 15,
    min: 1,
    max: 3_650,
    about: 'Days for which the data of metrics are kept by the minute; then by five minutes.',
  }),
  MUSTER_METRICS_300S_DAYS: integer({
    default: 63,
    min: 1,
    max: 3_650,
    about: 'Days for which they are kept by five minutes; then by the hour.',
  }),
  MUSTER_METRICS_3600S_DAYS: integer({
    default: 455,
    min: 15,
    max: 3_650,
    about: 'Days for which they are kept by the hour; then they go, and so do metrics that got no data for as long.',
  }),
  MUSTER_NO_GAP_MAIL: flag({
    about: 'The people of a rotation get no mail about a time in which nobody will be on call. The same on every node.',
  }),
  MUSTER_HEARTBEAT_URL: url({
    protocols: ['http:', 'https:'],
    secret: true,
    defaultText: 'unset: nobody outside is told',
    about:
      'An address of a dead man’s switch, called whenever an event has gone the whole way through Muster. The same on every node.',
  }),
  MUSTER_HEARTBEAT_SECONDS: integer({
    default: 60,
    min: 10,
    max: 3600,
    about: 'Seconds from one heartbeat to the next.',
  }),
  MUSTER_PROBE_EVERY: integer({
    default: 360,
    min: 5,
    max: 10_080,
    about:
      'Minutes from one look at a provider to the next: whether its credentials still work. Besides, each is looked at soon after a start, and a bad one every 10 minutes.',
  }),
  MUSTER_LONGEST_ESCALATION: integer({
    default: 30,
    min: 1,
    max: 1_440,
    about:
      'Minutes within which everybody should be tried by an engagement plan; `muster doctor` tells of those that take longer.',
  }),
  MUSTER_QUIET_RULE_DAYS: integer({
    default: 30,
    min: 1,
    max: 365,
    about: 'Days after which `muster doctor` tells of a rule that has matched nothing.',
  }),
  MUSTER_INTAKE_BODY_BYTES: integer({
    default: 8_388_608,
    min: 1_024,
    max: 67_108_864,
    about: 'The largest body that is taken of other systems’ alerts, in bytes; what is larger is answered with 413.',
  }),
  MUSTER_INTAKE_PER_SECOND: integer({
    default: 50_000,
    min: 0,
    max: 1_000_000,
    about:
      'Requests with other systems’ alerts that a node takes in a second with one intake key; what is more is answered with 429. 0: any number.',
  }),
  MUSTER_LOG_LEVEL: text({
    default: 'info',
    pattern: /^(debug|info|warn|error|silent)$/,
    want: 'debug, info, warn, error or silent',
    about: 'How much is logged (JSON lines on standard error).',
  }),
  ...quotas,
} satisfies Declared;

export type Settings = Values<typeof declared>;

/** Reads all settings; throws one error naming every fault. */
export function settingsFrom(environment: Record<string, string | undefined>): Settings {
  return readSettings(declared, environment);
}
