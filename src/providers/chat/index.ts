export { type Answered, askedToWait, clean, type Failed, failed, get, post, surelyNotTaken } from './post.ts';
export { createRest, createTurns } from './turns.ts';
export { escapeMarkdown, fitted, noCalls, oneLine } from './words.ts';
