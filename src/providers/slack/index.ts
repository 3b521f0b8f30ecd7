export { createSlackClient, type SlackClient, type SlackOptions } from './client.ts';
export { createSlackDirect } from './direct.ts';
export { createSlackGroups } from './group.ts';
export { signatureFault, slackSignature } from './signature.ts';
export { createSlack } from './slack.ts';
export { noteView } from './view.ts';
