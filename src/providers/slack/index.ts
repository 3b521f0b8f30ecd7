export { createSlackClient, type SlackClient, type SlackOptions } from './client.ts';
export { createSlack } from './slack.ts';
