import { startCommand } from './start.ts';

await startCommand();
