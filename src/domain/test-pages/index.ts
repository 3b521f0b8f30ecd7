export { type AnsweredTest, createTestAnswers, type TestAnswers, type TestLinkView } from './answers.ts';
export { testMessages } from './messages.ts';
export { inTime, isOver, type TestPage } from './test-page.ts';
export { createTestPages, type TestPages } from './test-pages.ts';
export { testSecrets } from './test-secrets.ts';
