/** What an error of Slack's means for us. */
export interface Meaning {
  /** What to do, for whoever reads the timeline. */
  advice: string;
  /** This room or person cannot be reached however often it is tried (law 3). Everything else somebody can mend. */
  permanent: boolean;
  /** Whether the message surely was not taken. */
  certain?: false;
  /** Whether nothing that we send would be taken. */
  fault?: 'account';
}

const final = (advice: string): Meaning => ({ advice, permanent: true });
const mendable = (advice: string): Meaning => ({ advice, permanent: false });

const ofAccount = (advice: string): Meaning => ({ advice, permanent: false, fault: 'account' });

const TOKEN = ofAccount('install the app again and set MUSTER_SLACK_BOT_TOKEN to its new bot token (xoxb-…)');
const SCOPE = ofAccount(
  'give the app the scopes of docs/chat.md, install it again, and set the new MUSTER_SLACK_BOT_TOKEN',
);
const BUSY = mendable('Slack takes no more at the moment');
const UNKNOWN_OUTCOME: Meaning = { advice: 'Slack has trouble of its own', permanent: false, certain: false };

/** By Slack's published names. */
const meanings: Readonly<Record<string, Meaning>> = {
  channel_not_found: final(
    'the room does not exist, or is private and the app is not in it: invite the app, or bind another room',
  ),
  is_archived: final('the room is archived: bind another one'),
  user_not_found: final('Slack knows no such user: correct the address'),
  users_not_found: final('Slack knows no such user: correct the address'),
  user_disabled: final('the user was deactivated in Slack: correct the address'),
  cannot_dm_bot: final('it is a bot: give the address of a person'),
  no_such_subteam: final('there is no such user group: give the id of one that is not disabled'),
  invalid_users: mendable('somebody on call is no active member of this workspace: correct their member id'),
  permission_denied: mendable('let the app change user groups: a workspace administrator sets who may'),
  plan_upgrade_required: mendable('user groups need a paid plan of Slack’s'),
  not_in_channel: mendable('invite the app into the room: /invite @Muster'),
  restricted_action: mendable('a workspace administrator must let the app post in this room'),
  invalid_auth: TOKEN,
  not_authed: TOKEN,
  account_inactive: TOKEN,
  token_revoked: TOKEN,
  token_expired: TOKEN,
  missing_scope: SCOPE,
  not_allowed_token_type: TOKEN,
  no_permission: SCOPE,
  ratelimited: BUSY,
  rate_limited: BUSY,
  message_limit_exceeded: BUSY,
  fatal_error: UNKNOWN_OUTCOME,
  internal_error: UNKNOWN_OUTCOME,
  request_timeout: UNKNOWN_OUTCOME,
  service_unavailable: UNKNOWN_OUTCOME,
};

/** An error that is not in the table is never final. */
export const meaningOf = (error: string): Meaning =>
  meanings[error] ?? mendable(`look ${error} up in Slack’s API reference`);

/** The message to be updated is gone, or may not be changed any more: a new one takes its place. */
export const isGone = (error: string | undefined): boolean =>
  error === 'message_not_found' || error === 'cant_update_message' || error === 'edit_window_closed';
